/**
 * One second of a console that sees 14,000 walkers, all of whom moved: our binary difference against the JSON
 * that is usually sent (id, lon, lat; ours also has look and age). Both are given who is in view and make the bytes for the
 * socket; the figure with the index asked as well stands beside it. Times are CPU, not wall.
 */
import { LiveIndex } from '../server/tracking/live/live-index.ts'
import { LiveView } from '../server/tracking/live/view.ts'
import { PointsEncoder, pointShift } from '../server/tracking/live/view-encoder.ts'
import type { WalkerRows } from '../server/tracking/live/view-encoder.ts'
import { ViewDecoder } from '../server/tracking/live/view-frames.ts'
import { growth, median, randomFrom, rounded } from './measure/turns.ts'
import { crowd, walk } from './measure/walkers.ts'
import type { Crowd } from './measure/walkers.ts'
import type { Bench } from './run.ts'

const WALKERS = 14_000
const SIZES = [1_000, 4_000, 14_000, 56_000]
const TURNS = 5
const SECONDS = 40
/** Points however many there are, in steps of 0.71 m. */
const NEAR_ZOOM = 15
const FAR_ZOOM = 11
const CITY = { west_e7: 1_170_000_000, south_e7: 240_000_000, east_e7: 1_182_000_000, north_e7: 250_000_000 }

const bench: Bench = async ({ say }) => {
  const sizes = SIZES.map((count) => {
    const figures = measure(count)
    say(JSON.stringify(figures))
    return figures
  })
  const city = sizes.find(({ walkers }) => walkers === WALKERS)!
  return {
    bytes_vs_json: rounded(city.json_bytes / city.frame_bytes, 1),
    cpu_vs_json: rounded(city.json_ms / city.frame_ms, 1),
    cpu_vs_json_with_query: rounded(city.json_ms / (city.frame_ms + city.query_ms), 1),
    walkers: WALKERS,
    frame_bytes: city.frame_bytes, json_bytes: city.json_bytes, frame_ms: city.frame_ms, json_ms: city.json_ms,
    decode_vs_json_parse: rounded(city.parse_ms / city.decode_ms, 1),
    right: sizes.every(({ right }) => right),
    frame_cost_growth: growth(sizes.map(({ walkers, frame_ms }) => ({ n: walkers, ms: frame_ms }))),
    sizes,
  }
}

export default bench

interface Figures {
  walkers: number
  frame_bytes: number
  first_frame_bytes: number
  cells_bytes: number
  json_bytes: number
  frame_ms: number
  query_ms: number
  cells_ms: number
  json_ms: number
  decode_ms: number
  parse_ms: number
  right: boolean
}

function measure(count: number): Figures {
  const people = crowd(count, 7)
  const random = randomFrom(23)
  const index = new LiveIndex()
  const walkers: WalkerRows = { rows: index.rows, walkers: Uint32Array.from({ length: count }, (_, i) => i + 1), fix_s: new Uint32Array(count), looks: new Uint8Array(count) }
  const near = new PointsEncoder(1, pointShift(NEAR_ZOOM))
  const far = new LiveView({ view: 2, bounds: CITY, zoom: FAR_ZOOM })
  const console_ = new ViewDecoder()
  const turns: Record<'frame' | 'query' | 'cells' | 'json' | 'decode' | 'parse', number[]> = { frame: [], query: [], cells: [], json: [], decode: [], parse: [] }
  const bytes = { first: 0, frame: [] as number[], cells: [] as number[], json: [] as number[] }
  let now_ms = 1_793_102_400_000
  for (let turn = 0; turn <= TURNS; turn++) {
    const spent = { frame: 0, query: 0, cells: 0, json: 0, decode: 0, parse: 0 }
    for (let second = 0; second < SECONDS; second++) {
      step(people, index, walkers, random, (now_ms += 1000))
      const inView = timed(spent, 'query', () => index.inView(CITY))
      const frame = timed(spent, 'frame', () => near.encode(now_ms, index.found, inView, walkers))
      timed(spent, 'decode', () => console_.apply(frame))
      const cells = timed(spent, 'cells', () => far.frame(now_ms, index, walkers).length)
      const json = timed(spent, 'json', () => asJson(people))
      timed(spent, 'parse', () => JSON.parse(json.toString()) as unknown)
      if (turn === 0 && second === 0) {
        bytes.first = frame.length
        continue
      }
      bytes.frame.push(frame.length)
      bytes.cells.push(cells)
      bytes.json.push(json.length)
    }
    if (turn > 0) for (const key of Object.keys(turns) as (keyof typeof turns)[]) turns[key].push(spent[key] / SECONDS)
  }
  const ms = (key: keyof typeof turns): number => rounded(median(turns[key]), 4)
  return {
    walkers: count, frame_bytes: median(bytes.frame), first_frame_bytes: bytes.first, cells_bytes: median(bytes.cells), json_bytes: median(bytes.json),
    frame_ms: ms('frame'), query_ms: ms('query'), cells_ms: ms('cells'), json_ms: ms('json'), decode_ms: ms('decode'), parse_ms: ms('parse'), right: right(console_, people),
  }
}

function step(people: Crowd, index: LiveIndex, walkers: WalkerRows, random: () => number, now_ms: number): void {
  walk(people, random)
  for (let slot = 0; slot < people.lon_e7.length; slot++) index.update(slot, people.lon_e7[slot]!, people.lat_e7[slot]!)
  walkers.rows = index.rows
  walkers.fix_s.fill(now_ms / 1000)
}

function timed<T, K extends string>(spent: Record<K, number>, key: K, run: () => T): T {
  const before = process.cpuUsage()
  const result = run()
  const { user, system } = process.cpuUsage(before)
  spent[key] += (user + system) / 1000
  return result
}

function asJson({ lon_e7, lat_e7 }: Crowd): Buffer {
  const list = Array.from(lon_e7, (lon, slot) => ({ id: slot + 1, lon: lon / 1e7, lat: lat_e7[slot]! / 1e7 }))
  return Buffer.from(JSON.stringify(list))
}

/** Every walker stands in the console where the index has it, to half a step on each axis. */
function right(view: ViewDecoder, { lon_e7, lat_e7 }: Crowd): boolean {
  return view.size === lon_e7.length && [...view.points()].every(({ walker, lon, lat }) =>
    Math.abs(lon * 1e7 - lon_e7[walker - 1]!) <= 33 && Math.abs(lat * 1e7 - lat_e7[walker - 1]!) <= 33)
}
