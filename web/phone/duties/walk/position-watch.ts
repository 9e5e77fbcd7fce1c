import type { Fix } from '../../outbox/positions.ts'
import type { PositionState } from './walk-store.ts'

type Place = Pick<GeolocationPosition, 'timestamp'> & { coords: Pick<GeolocationCoordinates, 'longitude' | 'latitude' | 'accuracy' | 'speed'> }
/** The part of the browser's geolocation that is used. */
export interface Locator {
  watchPosition(known: (place: Place) => void, failed: (error: Pick<GeolocationPositionError, 'code'>) => void, options: PositionOptions): number
  getCurrentPosition(known: (place: Place) => void, failed: (error: Pick<GeolocationPositionError, 'code'>) => void, options: PositionOptions): void
  clearWatch(id: number): void
}

export interface WatchDeps {
  /** undefined where pages may not ask for positions: plain HTTP, very old browsers. */
  locator: Locator | undefined
  now(): number
  /** Runs work again and again and returns how to end it. */
  every(interval_ms: number, work: () => void): () => void
  onFix(fix: Fix): void
  onState(state: PositionState): void
}

/** A fix in this many milliseconds is enough to draw a walk and spares battery and network. */
const KEEP_EVERY_MS = 2000
/** Phones at rest report nothing; asking again proves that the person is still there. */
const ASK_AGAIN_MS = 15_000
const PRECISE: PositionOptions = { enableHighAccuracy: true, maximumAge: 1000, timeout: 20_000 }
const reasons: Record<number, PositionState> = { 1: 'refused', 2: 'unavailable', 3: 'timeout' }

/** Watches where the phone is while the page is in the foreground; says plainly when it cannot. */
export class PositionWatch {
  readonly #deps: WatchDeps
  #watch: number | null = null
  #endAsking: () => void = () => undefined
  #last_ms = 0

  constructor(deps: WatchDeps) {
    this.#deps = deps
  }

  start(): void {
    const { locator, every, onState } = this.#deps
    if (locator === undefined) return onState('insecure')
    if (this.#watch !== null) return
    onState('asking')
    this.#watch = locator.watchPosition((place) => this.#known(place), ({ code }) => onState(reasons[code] ?? 'unavailable'), PRECISE)
    this.#endAsking = every(ASK_AGAIN_MS, () => this.#askAgain(locator))
  }

  stop(state: PositionState = 'off'): void {
    if (this.#watch !== null) this.#deps.locator?.clearWatch(this.#watch)
    this.#watch = null
    this.#endAsking()
    this.#deps.onState(state)
  }

  #askAgain(locator: Locator): void {
    if (this.#deps.now() - this.#last_ms < ASK_AGAIN_MS) return
    locator.getCurrentPosition((place) => this.#known(place), () => undefined, { ...PRECISE, maximumAge: 0 })
  }

  #known(place: Place): void {
    if (this.#watch === null) return
    this.#deps.onState('known')
    if (place.timestamp < this.#last_ms + KEEP_EVERY_MS) return
    this.#last_ms = place.timestamp
    this.#deps.onFix(fixOf(place))
  }
}

/** What is kept of a place: WGS-84 degrees, metres, metres per second. */
export const fixOf = ({ timestamp, coords: { longitude, latitude, accuracy, speed } }: Place): Fix =>
  ({ at: new Date(timestamp).toISOString(), lon: longitude, lat: latitude, accuracy_m: Math.round(accuracy * 10) / 10, speed_mps: speed })
