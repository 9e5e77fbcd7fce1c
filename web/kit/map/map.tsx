import { lazy, Suspense } from 'react'
import { Loading } from '../states.tsx'
import { useWords } from '../words.ts'
import type { CityMapProps } from './city-map.tsx'

// A page with a map stays usable where the engine cannot be fetched; it is asked for again when the page is loaded anew.
const City = lazy(() => import('./city-map.tsx').catch(() => ({ default: MapAbsent })))

function MapAbsent({ label, children }: CityMapProps) {
  const say = useWords('kit')
  return <section className="map map-absent" aria-label={label}><p>{say('map.absent')}</p>{children}</section>
}

/** The map of the city; its engine is fetched when a map is first shown. See CityMapProps. */
export function CityMap(props: CityMapProps) {
  return <Suspense fallback={<div className="map-waiting"><Loading lines={3} /></div>}><City {...props} /></Suspense>
}

export type { CityMapProps }
