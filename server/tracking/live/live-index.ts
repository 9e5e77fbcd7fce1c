/**
 * Where everyone on duty is now, in memory: a grid of buckets over typed arrays.
 *
 * Positions are WGS-84 degrees × 10^7 as 32-bit integers; a walker is a slot (a small number that the
 * caller gives). Buckets are squares of 2^shift units; each holds copies of its walkers' positions in chunks of
 * four, one cache line each, so that a search reads few lines; a move inside a bucket is four stores and one
 * across buckets is O(1).
 * The grid covers the middle 98 % of a sample and is laid anew when the number of walkers has
 * doubled; positions outside it sit in its edge buckets, which reach to the end of the world.
 * Uniform grids for moving points: Šidlauskas, Šaltenis, Christiansen, Johansen, Šaulys, "Trees or
 * grids? Indexing moving objects in main memory", ACM GIS 2009; search by rings with a proven bound.
 *
 * Answers are written into `found` (and `distances_m`), which hold until the next question, and their
 * number is returned: after its arrays have grown, no call allocates.
 */
import { BUCKET, Buckets, END, ENTRY, FIRST } from './buckets.ts'
import { distance_m, HALF_UNIT_RAD, insidePolygon, METRES_PER_UNIT } from './geodesy.ts'
import type { CellGrid } from './view-frames.ts'
import type { Bounds } from './frames.ts'

/** Says whether a slot may be part of an answer. */
export type Accept = (slot: number) => boolean

const ABSENT = -2
/** Slots are below this: a million walkers and room. */
export const SLOTS_MAX = 1 << 22
const SAMPLE = 1024
/** Units a metre has, and a hair more, so that a quick look never turns away one who is exactly as far. */
const REACH = (1 + 1e-9) / METRES_PER_UNIT
/** The grid is laid so fine that a walker shares a bucket with about this many … */
const CROWD_WANTED = 1.6
/** … as long as there are no more buckets than this for each walker. */
const BUCKETS_PER_WALKER = 8

export class LiveIndex {
  /** Four numbers a slot: lon_e7, lat_e7, and two of the index's own. To be read only. */
  rows = new Int32Array(4 * 64).fill(ABSENT)
  /** Slots of the last answer. */
  found = new Uint32Array(64)
  /** Metres of the last `nearest` answer, ascending. */
  distances_m = new Float64Array(64)
  #size = 0
  #shift = 31
  #left = 0
  #bottom = 0
  #width = 1
  #height = 1
  #buckets = new Buckets(1, 64)
  #relayAbove = 64
  /** Side of a bucket, 2^shift. */
  #side = 2 ** 31
  /** Least cosine of a middle latitude that the running search has to reckon with; 0 while it has to look everywhere. */
  readonly #leastCos = new Float64Array(1)

  /** How many walkers are in the index. */
  get size(): number {
    return this.#size
  }

  /** Whether the slot holds a walker. O(1). */
  has(slot: number): boolean {
    return 4 * slot < this.rows.length && this.rows[4 * slot + BUCKET] !== ABSENT
  }

  /** Puts a walker at a position or moves it there. O(1), growth apart. Throws RangeError for a slot that is none. */
  update(slot: number, lon_e7: number, lat_e7: number): void {
    const at = 4 * slot
    if (at >= this.rows.length || slot < 0) this.#widen(slot)
    const { rows } = this
    const bucket = this.#bucketAt(lon_e7, lat_e7)
    const before = rows[at + BUCKET]!
    rows[at] = lon_e7
    rows[at + 1] = lat_e7
    if (before === bucket) {
      const entry = rows[at + ENTRY]!
      this.#buckets.chunks[entry] = lon_e7
      this.#buckets.chunks[entry + 1] = lat_e7
      return
    }
    if (before !== ABSENT) this.#buckets.takeOut(this.rows, slot)
    this.#buckets.putIn(rows, slot, bucket)
    if (before === ABSENT && ++this.#size > this.#relayAbove) this.#layGrid()
  }

  /** Takes a walker out; false if the slot held none. O(1). */
  remove(slot: number): boolean {
    if (!this.has(slot)) return false
    this.#buckets.takeOut(this.rows, slot)
    this.rows[4 * slot + BUCKET] = ABSENT
    this.#size--
    return true
  }

  /**
   * The `k` nearest accepted walkers, no further than `within_m`, by distance and then by slot: exactly
   * what sorting all by `distance_m` gives. Answers in `found` and `distances_m`. Looks at rings of
   * buckets until no closer one can come: O(k²) at worst in insertion, a few tens of walkers in practice.
   */
  nearest(lon_e7: number, lat_e7: number, k: number, accept?: Accept, within_m = Number.POSITIVE_INFINITY): number {
    if (k <= 0) return 0
    this.#makeRoom(k + 1)
    const column = this.#columnAt(lon_e7)
    const row = this.#rowAt(lat_e7)
    const rings = Math.max(column, this.#width - 1 - column, row, this.#height - 1 - row)
    this.#leastCos[0] = within_m === Number.POSITIVE_INFINITY ? 0 : leastCos(lat_e7, within_m)
    let count = 0
    for (let ring = 0; ring <= rings; ring++) {
      const worst_m = count === k ? this.distances_m[k - 1]! : within_m
      if (ring > 0 && this.#beyondRing(lon_e7, lat_e7, column, row, ring, worst_m)) break
      for (let y = Math.max(0, row - ring); y <= Math.min(this.#height - 1, row + ring); y++) {
        const wholeRow = y === row - ring || y === row + ring
        const step = wholeRow || ring === 0 ? 1 : 2 * ring
        for (let x = column - ring; x <= column + ring; x += step) {
          if (x < 0 || x >= this.#width) continue
          const head = this.#buckets.heads[y * this.#width + x]!
          if (head !== END) count = this.#gather(head, lon_e7, lat_e7, k, count, within_m, accept)
        }
      }
    }
    return count
  }

  /** Everyone in a box, edges included. Answers in `found`, no order. O(buckets and walkers of the box). */
  inView(bounds: Bounds, accept?: Accept): number {
    return this.#collect(bounds, accept, null)
  }

  /** Everyone no further than `radius_m` from a point. Answers in `found`, no order. O(buckets and walkers around). */
  inCircle(lon_e7: number, lat_e7: number, radius_m: number, accept?: Accept): number {
    const reach = Math.ceil(radius_m / METRES_PER_UNIT) + 1
    const farLat = (2 * Math.abs(lat_e7) + reach) * HALF_UNIT_RAD
    // At the pole all longitudes are one.
    const wide = farLat < 1.57 ? Math.ceil(reach / Math.cos(farLat)) + 1 : 2 ** 32
    const bounds = {
      west_e7: lon_e7 - wide, south_e7: lat_e7 - reach, east_e7: lon_e7 + wide, north_e7: lat_e7 + reach,
    }
    return this.#collect(bounds, accept, (lon, lat) => distance_m(lon_e7, lat_e7, lon, lat) <= radius_m)
  }

  /**
   * Everyone inside a polygon (rings of lon_e7, lat_e7 …; further rings are holes, even-odd).
   * Answers in `found`, no order. O(buckets of its box + walkers in the box × corners).
   */
  inPolygon(rings: readonly ArrayLike<number>[], accept?: Accept): number {
    const bounds = boundsOf(rings)
    if (bounds === null) return 0
    return this.#collect(bounds, accept, (lon, lat) => insidePolygon(lon, lat, rings))
  }

  /**
   * Counts people per cell of a grid into `counts` (width × height numbers, overwritten), row by row from
   * the south-west. Without a filter O(buckets of the view), else O(walkers of the view). Returns the sum.
   */
  cells(grid: CellGrid, counts: Uint32Array, accept?: Accept): number {
    counts.fill(0)
    const scale = 2 ** grid.shift
    const firstX = this.#columnAt(clampLon(grid.x * scale))
    const lastX = this.#columnAt(clampLon((grid.x + grid.width) * scale - 1))
    const firstY = this.#rowAt(clampLon(grid.y * scale))
    const lastY = this.#rowAt(clampLon((grid.y + grid.height) * scale - 1))
    const nests = accept === undefined && grid.shift >= this.#shift
    let sum = 0
    for (let y = firstY; y <= lastY; y++) {
      const edgeRow = y === 0 || y === this.#height - 1
      for (let x = firstX; x <= lastX; x++) {
        const bucket = y * this.#width + x
        const tally = this.#buckets.tallies[bucket]!
        if (tally === 0) continue
        if (nests && !edgeRow && x > 0 && x < this.#width - 1) {
          const finer = grid.shift - this.#shift
          sum += countInto(counts, grid, (this.#left + x) >> finer, (this.#bottom + y) >> finer, tally)
          continue
        }
        sum += this.#countBucket(bucket, grid, counts, accept)
      }
    }
    return sum
  }

  #columnAt(lon_e7: number): number {
    const column = (lon_e7 >> this.#shift) - this.#left
    return column < 0 ? 0 : column >= this.#width ? this.#width - 1 : column
  }

  #rowAt(lat_e7: number): number {
    const row = (lat_e7 >> this.#shift) - this.#bottom
    return row < 0 ? 0 : row >= this.#height ? this.#height - 1 : row
  }

  #bucketAt(lon_e7: number, lat_e7: number): number {
    return this.#rowAt(lat_e7) * this.#width + this.#columnAt(lon_e7)
  }

  #countBucket(bucket: number, grid: CellGrid, counts: Uint32Array, accept: Accept | undefined): number {
    const { chunks } = this.#buckets
    let sum = 0
    for (let chunk = this.#buckets.heads[bucket]!; chunk !== END; chunk = chunks[chunk]!) {
      const end = chunk + FIRST + 3 * chunks[chunk + 1]!
      for (let entry = chunk + FIRST; entry < end; entry += 3) {
        if (accept !== undefined && !accept(chunks[entry + 2]!)) continue
        sum += countInto(counts, grid, chunks[entry]! >> grid.shift, chunks[entry + 1]! >> grid.shift, 1)
      }
    }
    return sum
  }

  /** True when nobody in this ring or a further one can be closer than `worst_m`. */
  #beyondRing(lon_e7: number, lat_e7: number, column: number, row: number, ring: number, worst_m: number): boolean {
    const size = this.#side
    const least = this.#leastCos[0]!
    const first = ring - 1
    const west = column - first > 0 ? lon_e7 - (this.#left + column - first) * size : Number.POSITIVE_INFINITY
    const east = column + first < this.#width - 1 ? (this.#left + column + first + 1) * size - lon_e7 : Number.POSITIVE_INFINITY
    const south = row - first > 0 ? lat_e7 - (this.#bottom + row - first) * size : Number.POSITIVE_INFINITY
    const north = row + first < this.#height - 1 ? (this.#bottom + row + first + 1) * size - lat_e7 : Number.POSITIVE_INFINITY
    const gap = Math.min(west * least, east * least, south, north)
    // Less by a hair, so that rounding can never hide one who is exactly as far.
    return gap * METRES_PER_UNIT * (1 - 1e-12) > worst_m
  }

  /** Puts the walkers of one bucket into the sorted answer; returns its new length. */
  #gather(head: number, lon_e7: number, lat_e7: number, k: number, count: number, within_m: number, accept: Accept | undefined): number {
    const { distances_m } = this
    const { chunks } = this.#buckets
    let least = this.#leastCos[0]!
    let full = count === k
    let worst_m = full ? distances_m[k - 1]! : within_m
    let reach = worst_m * REACH
    for (let chunk = head; chunk !== END; chunk = chunks[chunk]!) {
      const end = chunk + FIRST + 3 * chunks[chunk + 1]!
      for (let entry = chunk + FIRST; entry < end; entry += 3) {
        const lat = chunks[entry + 1]!
        const dy = lat - lat_e7
        const dx = (chunks[entry]! - lon_e7) * least
        if (dx * dx + dy * dy > reach * reach) continue
        const slot = chunks[entry + 2]!
        const distance = distance_m(chunks[entry]!, lat, lon_e7, lat_e7)
        if (distance > worst_m || (accept !== undefined && !accept(slot))) continue
        if (count === k && distance === worst_m && slot > this.found[k - 1]!) continue
        if (count < k) count++
        this.#insert(slot, distance, count - 1)
        if (count < k) continue
        reach = (worst_m = distances_m[k - 1]!) * REACH
        if (full) continue
        // Once is enough: it only gets nearer from here, and the cosine greater.
        full = true
        least = this.#leastCos[0] = leastCos(lat_e7, worst_m)
      }
    }
    return count
  }

  #insert(slot: number, distance: number, last: number): void {
    const { found, distances_m } = this
    let at = last
    while (at > 0 && (distances_m[at - 1]! > distance || (distances_m[at - 1] === distance && found[at - 1]! > slot))) {
      distances_m[at] = distances_m[at - 1]!
      found[at] = found[at - 1]!
      at--
    }
    distances_m[at] = distance
    found[at] = slot
  }

  #collect(bounds: Bounds, accept: Accept | undefined, within: ((lon_e7: number, lat_e7: number) => boolean) | null): number {
    const { west_e7, south_e7, east_e7, north_e7 } = bounds
    this.#makeRoom(this.#size)
    const { found } = this
    const { chunks } = this.#buckets
    const lastX = this.#columnAt(clampLon(east_e7))
    const lastY = this.#rowAt(clampLon(north_e7))
    const firstX = this.#columnAt(clampLon(west_e7))
    let count = 0
    for (let y = this.#rowAt(clampLon(south_e7)); y <= lastY; y++) {
      for (let bucket = y * this.#width + firstX; bucket <= y * this.#width + lastX; bucket++) {
        for (let chunk = this.#buckets.heads[bucket]!; chunk !== END; chunk = chunks[chunk]!) {
          const end = chunk + FIRST + 3 * chunks[chunk + 1]!
          for (let entry = chunk + FIRST; entry < end; entry += 3) {
            const lon = chunks[entry]!
            const lat = chunks[entry + 1]!
            if (lon < west_e7 || lon > east_e7 || lat < south_e7 || lat > north_e7) continue
            const slot = chunks[entry + 2]!
            if ((within === null || within(lon, lat)) && (accept === undefined || accept(slot))) found[count++] = slot
          }
        }
      }
    }
    return count
  }

  #makeRoom(count: number): void {
    if (count <= this.found.length) return
    this.found = new Uint32Array(count * 2)
    this.distances_m = new Float64Array(count * 2)
  }

  #widen(slot: number): void {
    if (!Number.isInteger(slot) || slot < 0 || slot >= SLOTS_MAX) throw new RangeError(`Slot ${slot} is not between 0 and ${SLOTS_MAX - 1}.`)
    const grown = new Int32Array(Math.max(4 * (slot + 1), 2 * this.rows.length)).fill(ABSENT)
    grown.set(this.rows)
    this.rows = grown
  }

  /** Lays the grid anew over today's walkers: as fine as the densest places want and memory allows. O(walkers). */
  #layGrid(): void {
    const present = this.#presentSlots()
    const step = Math.max(1, Math.floor(present.length / SAMPLE))
    const lons = present.filter((_, i) => i % step === 0).map((slot) => this.rows[4 * slot]!).sort()
    const lats = present.filter((_, i) => i % step === 0).map((slot) => this.rows[4 * slot + 1]!).sort()
    const margin = Math.floor(lons.length / 100)
    const [west, east] = [lons[margin]!, lons[lons.length - 1 - margin]!]
    const [south, north] = [lats[margin]!, lats[lats.length - 1 - margin]!]
    const most = Math.max(64, BUCKETS_PER_WALKER * present.length)
    let shift = 4
    while (((east >> shift) - (west >> shift) + 3) * ((north >> shift) - (south >> shift) + 3) > most) shift++
    for (; ; shift++) {
      this.#shift = shift
      this.#side = 2 ** shift
      this.#left = (west >> shift) - 1
      this.#bottom = (south >> shift) - 1
      this.#width = (east >> shift) - this.#left + 2
      this.#height = (north >> shift) - this.#bottom + 2
      if (this.#crowding(present) >= CROWD_WANTED || this.#width * this.#height <= 9) break
    }
    this.#buckets = new Buckets(this.#width * this.#height, present.length)
    for (const slot of this.#byBucket(present)) this.#buckets.putIn(this.rows, slot, this.#bucketOf(slot))
    this.#relayAbove = Math.max(64, 2 * present.length)
  }

  /** How many a walker would find in the own bucket, on average over walkers. */
  #crowding(present: Int32Array): number {
    const tallies = new Uint32Array(this.#width * this.#height)
    let sum = 0
    for (const slot of present) sum += 2 * tallies[this.#bucketOf(slot)]!++ + 1
    return sum / present.length
  }

  /** Slots in the order of buckets, so that neighbours come to lie beside each other in memory (counting sort). */
  #byBucket(present: Int32Array): Int32Array {
    const starts = new Uint32Array(this.#width * this.#height + 1)
    for (const slot of present) starts[this.#bucketOf(slot) + 1]!++
    for (let bucket = 1; bucket < starts.length; bucket++) starts[bucket]! += starts[bucket - 1]!
    const sorted = new Int32Array(present.length)
    for (const slot of present) sorted[starts[this.#bucketOf(slot)]!++] = slot
    return sorted
  }

  #bucketOf(slot: number): number {
    return this.#bucketAt(this.rows[4 * slot]!, this.rows[4 * slot + 1]!)
  }

  #presentSlots(): Int32Array {
    const slots = new Int32Array(this.#size)
    let count = 0
    for (let slot = 0; slot < this.rows.length / 4; slot++) if (this.rows[4 * slot + BUCKET] !== ABSENT) slots[count++] = slot
    return slots
  }
}

/** Whoever is closer than this to a place on this latitude has a middle latitude with it whose cosine is no less. */
function leastCos(lat_e7: number, within_m: number): number {
  return Math.cos(Math.min(Math.PI / 2, (2 * Math.abs(lat_e7) + within_m / METRES_PER_UNIT + 1) * HALF_UNIT_RAD))
}

/** Keeps a coordinate inside 32 bits, where shifting still orders it rightly. */
function clampLon(value: number): number {
  return Math.max(-0x8000_0000, Math.min(0x7fff_ffff, value))
}

function countInto(counts: Uint32Array, grid: CellGrid, cellX: number, cellY: number, people: number): number {
  const x = cellX - grid.x
  const y = cellY - grid.y
  if (x < 0 || y < 0 || x >= grid.width || y >= grid.height) return 0
  counts[y * grid.width + x]! += people
  return people
}

function boundsOf(rings: readonly ArrayLike<number>[]): Bounds | null {
  const bounds = {
    west_e7: Number.POSITIVE_INFINITY, south_e7: Number.POSITIVE_INFINITY,
    east_e7: Number.NEGATIVE_INFINITY, north_e7: Number.NEGATIVE_INFINITY,
  }
  for (const ring of rings) {
    for (let i = 0; i + 1 < ring.length; i += 2) {
      bounds.west_e7 = Math.min(bounds.west_e7, ring[i]!)
      bounds.east_e7 = Math.max(bounds.east_e7, ring[i]!)
      bounds.south_e7 = Math.min(bounds.south_e7, ring[i + 1]!)
      bounds.north_e7 = Math.max(bounds.north_e7, ring[i + 1]!)
    }
  }
  return bounds.west_e7 <= bounds.east_e7 ? bounds : null
}
