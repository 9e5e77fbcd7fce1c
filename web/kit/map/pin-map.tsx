import type { Position } from '../../../server/platform/shapes.ts'
import type { Bounds } from './features.ts'
import { CityMap, type CityMapProps } from './map.tsx'

const CLOSE_DEGREES = 0.0025

/** A few streets around a place; degrees. */
export const closeTo = ({ lon, lat }: Position): Bounds => [lon - CLOSE_DEGREES, lat - CLOSE_DEGREES, lon + CLOSE_DEGREES, lat + CLOSE_DEGREES]

/** A small map that moves under a pin in its middle; `onMove` tells what is then to be seen. */
export function PinMap(props: Omit<CityMapProps, 'children'>) {
  return (
    <div className="pin-map">
      <CityMap {...props}>
        <svg className="pin" viewBox="0 0 24 32" width="36" height="48" aria-hidden="true"><path d="M12 0a12 12 0 0 1 12 12c0 8-12 20-12 20S0 20 0 12A12 12 0 0 1 12 0z" fill="var(--primary)" /><circle cx="12" cy="12" r="5" fill="var(--surface)" /></svg>
      </CityMap>
    </div>
  )
}

/** The place under the pin, or null while the map is so far out that a pin says nothing. */
export const placeUnderPin = ([west, south, east, north]: Bounds, zoom: number): Position | null => (zoom < 12 ? null : { lon: (west + east) / 2, lat: (south + north) / 2 })
