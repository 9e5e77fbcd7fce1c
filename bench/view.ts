/**
 * One second of a console that sees 14,000 walkers, all of whom moved: our binary difference against the JSON that is
 * usually sent (id, lon, lat; ours also has look and age), both from what the server holds in memory to the bytes for the socket. Ours is
 * the tick, who came into the view and who left it, and the bytes; JSON is not asked who is in view. Since a move is put
 * into its code when it is reported, the same with that work counted as well stands beside it, and so do what each
 * further console costs and JSON.stringify alone of objects that are ready.
 *
 * Kernels may count CPU time in ticks of some milliseconds, far too coarse for a frame, and on a busy machine the clock runs on
 * while another process has the processor. So a time is, for every contender alike, what the fastest tenth of a turn's seconds
 * took; or, if it was a millisecond or more, the CPU time a second of the turn took on average, where that is less.
 */
import { LiveIndex } from '../server/tracking/live/live-index.ts'
import { Scene } from '../server/tracking/live/scene.ts'
import { LiveView } from '../server/tracking/live/view.ts'
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
    cpu_vs_json_with_moves: rounded(city.json_ms / (city.frame_ms + city.moves_ms), 1),
    cpu_vs_stringify_alone: rounded(city.stringify_ms / city.frame_ms, 1),
    cpu_vs_stringify_alone_with_moves: rounded(city.stringify_ms / (city.frame_ms + city.moves_ms), 1),
    walkers: WALKERS,
    frame_bytes: city.frame_bytes, json_bytes: city.json_bytes, frame_ms: city.frame_ms, further_ms: city.further_ms, moves_ms: city.moves_ms, json_ms: city.json_ms, stringify_ms: city.stringify_ms,
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
  /** Tick and frame of one console. */
  frame_ms: number
  /** The frame alone. */
  further_ms: number
  /** All walkers' moves told to the scene. */
  moves_ms: number
  cells_ms: number
  json_ms: number
  stringify_ms: number
  decode_ms: number
  parse_ms: number
  right: boolean
}

function measure(count: number): Figures {
  const people = crowd(count, 7)
  const random = randomFrom(23)
  const index = new LiveIndex()
  const scene = new Scene()
  for (let slot = 0; slot < count; slot++) scene.enter(slot, slot + 1, 0)
  const near = new LiveView({ view: 1, bounds: CITY, zoom: NEAR_ZOOM })
  const far = new LiveView({ view: 2, bounds: CITY, zoom: FAR_ZOOM })
  const console_ = new ViewDecoder()
  const ready = asObjects(people)
  let shown = true
  const turns: Record<Timed, number[]> = { moves: [], tick: [], further: [], cells: [], json: [], stringify: [], decode: [], parse: [] }
  const bytes = { first: 0, frame: [] as number[], cells: [] as number[], json: [] as number[] }
  let now_ms = 1_793_102_400_000
  /** Each contender walks for itself, so that nobody's garbage is collected on another's time. */
  const seconds = (run: () => void): void => {
    for (let second = 0; second < SECONDS; second++) {
      now_ms += 1000
      walk(people, random)
      run()
    }
  }
  for (let turn = 0; turn <= TURNS; turn++) {
    const spent = Object.fromEntries(Object.keys(turns).map((key) => [key, { wall_ms: [], cpu_ms: 0 }])) as unknown as Record<Timed, Spent>
    seconds(() => {
      for (let slot = 0; slot < count; slot++) index.update(slot, people.lon_e7[slot]!, people.lat_e7[slot]!)
      timed(spent.moves, () => move(scene, people, now_ms / 1000))
      timed(spent.tick, () => scene.tick(now_ms))
      const frame = timed(spent.further, () => near.frame(now_ms, index, scene))
      if (bytes.first === 0) bytes.first = frame.length
      else bytes.frame.push(frame.length)
      timed(spent.decode, () => console_.apply(frame))
      bytes.cells.push(timed(spent.cells, () => far.frame(now_ms, index, scene).length))
    })
    shown &&= right(console_, people)
    seconds(() => bytes.json.push(timed(spent.json, () => Buffer.from(JSON.stringify(asObjects(people))).length)))
    seconds(() => {
      for (const [slot, row] of ready.entries()) [row.lon, row.lat] = [people.lon_e7[slot]! / 1e7, people.lat_e7[slot]! / 1e7]
      timed(spent.stringify, () => JSON.stringify(ready).length)
    })
    seconds(() => {
      const json = Buffer.from(JSON.stringify(asObjects(people)))
      timed(spent.parse, () => JSON.parse(json.toString()) as unknown)
    })
    if (turn > 0) for (const key of Object.keys(turns) as Timed[]) turns[key].push(uninterrupted_ms(spent[key]))
  }
  const ms = (...keys: Timed[]): number => rounded(median(turns[keys[0]!].map((_, turn) => keys.reduce((sum, key) => sum + turns[key][turn]!, 0))), 4)
  return {
    walkers: count, frame_bytes: median(bytes.frame), first_frame_bytes: bytes.first, cells_bytes: median(bytes.cells), json_bytes: median(bytes.json),
    frame_ms: ms('tick', 'further'), further_ms: ms('further'), moves_ms: ms('moves'), cells_ms: ms('cells'), json_ms: ms('json'), stringify_ms: ms('stringify'),
    decode_ms: ms('decode'), parse_ms: ms('parse'), right: shown,
  }
}

type Timed = 'moves' | 'tick' | 'further' | 'cells' | 'json' | 'stringify' | 'decode' | 'parse'

/** Shorter times cannot be told by the CPU clock. */
const CPU_CLOCK_MS = 1

interface Spent { wall_ms: number[]; cpu_ms: number }

function timed<T>(spent: Spent, run: () => T): T {
  const before = process.cpuUsage()
  const start = performance.now()
  const result = run()
  spent.wall_ms.push(performance.now() - start)
  const { user, system } = process.cpuUsage(before)
  spent.cpu_ms += (user + system) / 1000
  return result
}

function uninterrupted_ms({ wall_ms, cpu_ms }: Spent): number {
  const fastest = wall_ms.toSorted((a, b) => a - b)[Math.floor(wall_ms.length / 10)]!
  return fastest < CPU_CLOCK_MS ? fastest : Math.min(fastest, cpu_ms / wall_ms.length)
}

function move(scene: Scene, { lon_e7, lat_e7 }: Crowd, now_s: number): void {
  for (let slot = 0; slot < lon_e7.length; slot++) scene.move(slot, lon_e7[slot]!, lat_e7[slot]!, now_s)
}

function asObjects({ lon_e7, lat_e7 }: Crowd): { id: number; lon: number; lat: number }[] {
  return Array.from(lon_e7, (lon, slot) => ({ id: slot + 1, lon: lon / 1e7, lat: lat_e7[slot]! / 1e7 }))
}

/** Every walker stands in the console where the index has it, to half a step on each axis. */
function right(view: ViewDecoder, { lon_e7, lat_e7 }: Crowd): boolean {
  return view.size === lon_e7.length && [...view.points()].every(({ walker, lon, lat }) =>
    Math.abs(lon * 1e7 - lon_e7[walker - 1]!) <= 33 && Math.abs(lat * 1e7 - lat_e7[walker - 1]!) <= 33)
}
