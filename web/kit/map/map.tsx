import './map-state.css'
import { lazy, Suspense } from 'react'
import { loadAnew, part } from '../parts.ts'
import { asProblemError, NEW_VERSION, OFFLINE } from '../problem.ts'
import { useWords } from '../words.ts'
import type { CityMapProps } from './city-map.tsx'
import { MapWaiting } from './map-state.tsx'

// A page with a map stays usable where the engine cannot be fetched; it is asked for again when the page is loaded anew.
const City = lazy(() => part(() => import('./city-map.tsx'))().catch((error: unknown) => ({ default: (props: CityMapProps) => <MapAbsent {...props} error={error} /> })))

function MapAbsent({ label, children, error }: CityMapProps & { error: unknown }) {
  const say = useWords('kit')
  const { code } = asProblemError(error)
  const old = code === NEW_VERSION
  return (
    <section className="map map-absent" aria-label={label}>
      <p>{say(old ? 'map.old' : code === OFFLINE ? 'map.absent' : 'map.failed')}</p>
      <button type="button" className="act" onClick={() => void loadAnew()}>{say(old ? 'act.renew' : 'act.retry')}</button>
      {children}
    </section>
  )
}

/** The map of the city; its engine is fetched when a map is first shown. See CityMapProps. */
export function CityMap(props: CityMapProps) {
  return <Suspense fallback={<MapWaiting />}><City {...props} /></Suspense>
}

export type { CityMapProps }
