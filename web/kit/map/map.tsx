import { lazy, Suspense } from 'react'
import { Loading } from '../states.tsx'
import type { CityMapProps } from './city-map.tsx'

const City = lazy(() => import('./city-map.tsx'))

/** The map of the city; its engine is fetched when a map is first shown. See CityMapProps. */
export function CityMap(props: CityMapProps) {
  return <Suspense fallback={<div className="map-waiting"><Loading lines={3} /></div>}><City {...props} /></Suspense>
}

export type { CityMapProps }
