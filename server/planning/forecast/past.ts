/** A city's past incidents as columns, and the same incidents brought into a fixed order for computing. */

/** Incidents as columns of equal length, in any order. Positions are metres in one local plane. */
export interface Past {
  /** Seconds since 1970 as the city's own clock shows them (UTC plus the zone's offset). */
  wallclock_s: Float64Array
  x_m: Float64Array
  y_m: Float64Array
  /** Index into `kinds`. */
  kind: Uint16Array
  kinds: readonly string[]
}

/** Incidents sorted by time, then place, then kind. */
export interface OrderedPast {
  count: number
  /** Whole days since 1970 on the city's clock. */
  day: Int32Array
  hour: Uint8Array
  x_m: Float64Array
  y_m: Float64Array
  kind: Uint16Array
  /** The same number for incidents at the same coordinates (to 0.1 m), numbered from 0. */
  address: Int32Array
  addresses: number
  kinds: readonly string[]
}

export class ForecastError extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

const DAY_S = 86_400
const REACH_DM = 2 ** 25

/**
 * Orders incidents so that no later sum depends on how they arrived, and numbers their addresses.
 * Throws ForecastError `forecast.columns_differ`, `forecast.bad_number` or `forecast.unknown_kind`. O(n log n) time, O(n) memory.
 */
export function orderPast(past: Past): OrderedPast {
  checkPast(past)
  const { wallclock_s, x_m, y_m, kind } = past
  const count = kind.length
  const order = Uint32Array.from({ length: count }, (_, i) => i).sort((a, b) =>
    wallclock_s[a]! - wallclock_s[b]! || x_m[a]! - x_m[b]! || y_m[a]! - y_m[b]! || kind[a]! - kind[b]!)
  const ordered: OrderedPast = {
    count, kinds: past.kinds, addresses: 0,
    day: new Int32Array(count), hour: new Uint8Array(count), address: new Int32Array(count),
    x_m: new Float64Array(count), y_m: new Float64Array(count), kind: new Uint16Array(count),
  }
  const addressOf = new Map<number, number>()
  for (let i = 0; i < count; i++) {
    const from = order[i]!
    const time = wallclock_s[from]!
    ordered.day[i] = Math.floor(time / DAY_S)
    ordered.hour[i] = Math.floor((time - ordered.day[i]! * DAY_S) / 3600)
    ordered.x_m[i] = x_m[from]!
    ordered.y_m[i] = y_m[from]!
    ordered.kind[i] = kind[from]!
    const key = (Math.round(x_m[from]! * 10) + REACH_DM) * (2 * REACH_DM) + Math.round(y_m[from]! * 10) + REACH_DM
    const address = addressOf.get(key) ?? addressOf.size
    addressOf.set(key, address)
    ordered.address[i] = address
  }
  ordered.addresses = addressOf.size
  return ordered
}

function checkPast({ wallclock_s, x_m, y_m, kind, kinds }: Past): void {
  if (wallclock_s.length !== kind.length || x_m.length !== kind.length || y_m.length !== kind.length) {
    throw new ForecastError('forecast.columns_differ', 'The columns of the past differ in length.')
  }
  const reach_m = REACH_DM / 10 - 1
  for (let i = 0; i < kind.length; i++) {
    if (!Number.isFinite(wallclock_s[i]!) || !(Math.abs(x_m[i]!) < reach_m) || !(Math.abs(y_m[i]!) < reach_m)) {
      throw new ForecastError('forecast.bad_number', `Incident ${i} has a time or place that is not a usable number.`)
    }
    if (kind[i]! >= kinds.length) throw new ForecastError('forecast.unknown_kind', `Incident ${i} has a kind without a name.`)
  }
}

/** How many of the ordered incidents happened before a day. O(log n). */
export function countBefore(past: OrderedPast, day: number): number {
  let low = 0
  let high = past.count
  while (low < high) {
    const middle = (low + high) >>> 1
    if (past.day[middle]! < day) low = middle + 1
    else high = middle
  }
  return low
}
