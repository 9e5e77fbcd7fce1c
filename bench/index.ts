/**
 * The live index against Redis: moves against pipelined GEOADD, the ten nearest against GEOSEARCH that is
 * told the ideal radius. Ratios are of work per CPU second; with Redis both the server and its client in this
 * process are counted, as both are needed for an answer here, but commands are written beforehand. The
 * ratios with the server's CPU alone stand beside them.
 */
import { distance_m, insidePolygon } from '../server/tracking/live/geodesy.ts'
import { LiveIndex } from '../server/tracking/live/live-index.ts'
import { cellGrid } from '../server/tracking/live/view-encoder.ts'
import { growth, median, randomFrom, rounded } from './measure/turns.ts'
import { command, Redis } from './measure/redis.ts'
import { crowd, walk } from './measure/walkers.ts'
import type { Crowd } from './measure/walkers.ts'
import type { Bench } from './run.ts'

const SIZES = [14_000, 100_000, 1_000_000]
const TURNS = 3
const K = 10
const KEY = 'redvest-bench-index'
const PIPELINE = 1000

interface Query { lon_e7: number; lat_e7: number; radius_m: number }

const bench: Bench = async ({ say }) => {
  const redis = await Redis.open()
  const sizes: Figures[] = []
  for (const count of SIZES) {
    const figures = await measureSize(count, redis)
    say(JSON.stringify(figures))
    sizes.push(figures)
  }
  redis?.close()
  const worst = (ratio: (figures: Figures) => number | null): number | null => {
    const ratios = sizes.map(ratio).filter((value) => value !== null)
    return ratios.length === 0 ? null : Math.min(...ratios)
  }
  return {
    updates_vs_geoadd: worst((figures) => figures.updates_vs_geoadd),
    nearest_vs_geosearch: worst((figures) => figures.nearest_vs_geosearch),
    updates_vs_geoadd_server_only: worst((figures) => figures.updates_vs_geoadd_server_only),
    nearest_vs_geosearch_server_only: worst((figures) => figures.nearest_vs_geosearch_server_only),
    exact: sizes.every((figures) => figures.exact),
    update_cost_growth: growth(sizes.map(({ walkers, updates_per_cpu_s }) => ({ n: walkers, ms: 1e3 / updates_per_cpu_s * 1e6 }))),
    nearest_cost_growth: growth(sizes.map(({ walkers, nearest_per_cpu_s }) => ({ n: walkers, ms: 1e3 / nearest_per_cpu_s }))),
    sizes,
  }
}

export default bench

interface Figures {
  walkers: number
  updates_per_cpu_s: number
  geoadd_per_cpu_s: number | null
  updates_vs_geoadd: number | null
  updates_vs_geoadd_server_only: number | null
  nearest_per_cpu_s: number
  geosearch_per_cpu_s: number | null
  nearest_vs_geosearch: number | null
  nearest_vs_geosearch_server_only: number | null
  exact: boolean
}

async function measureSize(count: number, redis: Redis | null): Promise<Figures> {
  const people = crowd(count, 7)
  const random = randomFrom(11)
  const index = new LiveIndex()
  for (let slot = 0; slot < count; slot++) index.update(slot, people.lon_e7[slot]!, people.lat_e7[slot]!)
  const queries = idealQueries(index, people, 4000)
  if (redis !== null) await redis.ask('DEL', KEY)
  if (redis !== null) await geoAdd(redis, people, 0, count)
  const ours: { updates: number[]; nearest: number[] } = { updates: [], nearest: [] }
  const theirs: { updates: PeerRate[]; nearest: PeerRate[] } = { updates: [], nearest: [] }
  for (let turn = 0; turn <= TURNS; turn++) {
    walk(people, random)
    const updates = updatesPerCpu(index, people)
    const nearest = nearestPerCpu(index, queries)
    const geoAdds = redis === null ? null : await geoAdd(redis, people, turn * 50_000 % count, Math.min(count, 50_000))
    const geoSearches = redis === null ? null : await geoSearch(redis, queries)
    if (turn === 0) continue
    ours.updates.push(updates)
    ours.nearest.push(nearest)
    if (geoAdds !== null) theirs.updates.push(geoAdds)
    if (geoSearches !== null) theirs.nearest.push(geoSearches)
  }
  if (redis !== null) await redis.ask('DEL', KEY)
  const peer = (rates: PeerRate[], key: keyof PeerRate): number | null => rates.length === 0 ? null : Math.round(median(rates.map((rate) => rate[key])))
  const ratio = (mine: number[], rates: PeerRate[], key: keyof PeerRate): number | null =>
    rates.length === 0 ? null : rounded(median(mine) / median(rates.map((rate) => rate[key])), 1)
  return {
    walkers: count,
    updates_per_cpu_s: Math.round(median(ours.updates)),
    geoadd_per_cpu_s: peer(theirs.updates, 'both'),
    updates_vs_geoadd: ratio(ours.updates, theirs.updates, 'both'),
    updates_vs_geoadd_server_only: ratio(ours.updates, theirs.updates, 'server'),
    nearest_per_cpu_s: Math.round(median(ours.nearest)),
    geosearch_per_cpu_s: peer(theirs.nearest, 'both'),
    nearest_vs_geosearch: ratio(ours.nearest, theirs.nearest, 'both'),
    nearest_vs_geosearch_server_only: ratio(ours.nearest, theirs.nearest, 'server'),
    exact: exact(index, people, randomFrom(3)),
  }
}

/** Places where something happens, near people, each with the distance of its tenth nearest. */
function idealQueries(index: LiveIndex, { lon_e7, lat_e7 }: Crowd, count: number): Query[] {
  const random = randomFrom(5)
  return Array.from({ length: count }, () => {
    const near = Math.floor(random() * lon_e7.length)
    const lon = lon_e7[near]! + Math.round((random() - 0.5) * 40_000)
    const lat = lat_e7[near]! + Math.round((random() - 0.5) * 40_000)
    index.nearest(lon, lat, K)
    return { lon_e7: lon, lat_e7: lat, radius_m: index.distances_m[K - 1]! * 1.001 + 1 }
  })
}

function cpu_s(run: () => void): number {
  const before = process.cpuUsage()
  run()
  const used = process.cpuUsage(before)
  return (used.user + used.system) / 1e6
}

/** Everyone moves to and fro between two neighbouring seconds, two million moves in all. */
function updatesPerCpu(index: LiveIndex, people: Crowd): number {
  const { lon_e7, lat_e7 } = people
  const count = lon_e7.length
  const rounds = Math.ceil(2_000_000 / count)
  const used_s = cpu_s(() => {
    for (let round = rounds; round > 0; round--) {
      const offset = round === 1 ? 0 : (round % 7) * 40
      for (let slot = 0; slot < count; slot++) index.update(slot, lon_e7[slot]! + offset, lat_e7[slot]! - offset)
    }
  })
  return (rounds * count) / used_s
}

function nearestPerCpu(index: LiveIndex, queries: Query[]): number {
  const used_s = cpu_s(() => {
    for (let round = 0; round < 5; round++) for (const { lon_e7, lat_e7 } of queries) index.nearest(lon_e7, lat_e7, K)
  })
  return (5 * queries.length) / used_s
}

/** Commands per CPU second of the server alone, and of server and client. */
interface PeerRate { server: number; both: number }

async function peerRate(redis: Redis, commands: Buffer[]): Promise<PeerRate> {
  const batches = Array.from({ length: Math.ceil(commands.length / PIPELINE) }, (_, i) => commands.slice(i * PIPELINE, (i + 1) * PIPELINE))
  const joined = batches.map((batch) => ({ bytes: Buffer.concat(batch), count: batch.length }))
  const before_s = await redis.cpu_s()
  const clientBefore = process.cpuUsage()
  for (const { bytes, count } of joined) await redis.pipeline(bytes, count)
  const { user, system } = process.cpuUsage(clientBefore)
  const server_s = await redis.cpu_s() - before_s
  return { server: commands.length / server_s, both: commands.length / (server_s + (user + system) / 1e6) }
}

function geoAdd(redis: Redis, { lon_e7, lat_e7 }: Crowd, from: number, count: number): Promise<PeerRate> {
  return peerRate(redis, Array.from({ length: count }, (_, i) => {
    const slot = (from + i) % lon_e7.length
    return command('GEOADD', KEY, (lon_e7[slot]! / 1e7).toFixed(7), (lat_e7[slot]! / 1e7).toFixed(7), slot)
  }))
}

function geoSearch(redis: Redis, queries: Query[]): Promise<PeerRate> {
  return peerRate(redis, queries.map(({ lon_e7, lat_e7, radius_m }) =>
    command('GEOSEARCH', KEY, 'FROMLONLAT', lon_e7 / 1e7, lat_e7 / 1e7, 'BYRADIUS', radius_m.toFixed(3), 'm', 'ASC', 'COUNT', K)))
}

/** Every kind of question beside looking at everyone: nearest with and without filter, box, fence, cells. */
function exact(index: LiveIndex, people: Crowd, random: () => number): boolean {
  const { lon_e7, lat_e7 } = people
  const even = (slot: number): boolean => slot % 2 === 0
  const same = (count: number, expected: number[]): boolean => {
    const found = index.found.slice(0, count).sort()
    return found.length === expected.length && expected.every((slot, i) => slot === found[i])
  }
  const everyone = Array.from(lon_e7.keys())
  for (let i = 0; i < 12; i++) {
    const near = Math.floor(random() * lon_e7.length)
    const [lon, lat] = [lon_e7[near]! + Math.round((random() - 0.5) * 1e5), lat_e7[near]! + Math.round((random() - 0.5) * 1e5)]
    const distances = Float64Array.from(lon_e7, (_, slot) => distance_m(lon_e7[slot]!, lat_e7[slot]!, lon, lat))
    for (const accept of [undefined, even]) {
      const candidates = accept === undefined ? everyone : everyone.filter(accept)
      const limit = distances.filter((_, slot) => accept === undefined || accept(slot)).sort()[K - 1]!
      const expected = candidates.filter((slot) => distances[slot]! <= limit).sort((a, b) => distances[a]! - distances[b]! || a - b).slice(0, K)
      const count = index.nearest(lon, lat, K, accept)
      if (count !== K || !expected.every((slot, place) => index.found[place] === slot)) return false
    }
    const bounds = { west_e7: lon - 90_000, east_e7: lon + 120_000, south_e7: lat - 70_000, north_e7: lat + 60_000 }
    const ring = [lon, lat, lon + 150_000, lat + 20_000, lon + 30_000, lat + 130_000]
    const inBox = (slot: number): boolean => lon_e7[slot]! >= bounds.west_e7 && lon_e7[slot]! <= bounds.east_e7 && lat_e7[slot]! >= bounds.south_e7 && lat_e7[slot]! <= bounds.north_e7
    if (!same(index.inView(bounds), everyone.filter(inBox))) return false
    if (!same(index.inPolygon([ring]), everyone.filter((slot) => insidePolygon(lon_e7[slot]!, lat_e7[slot]!, [ring])))) return false
    if (!same(index.inCircle(lon, lat, 700), everyone.filter((slot) => distances[slot]! <= 700))) return false
    if (!sameCells(index, people, bounds, 8 + i)) return false
  }
  return true
}

function sameCells(index: LiveIndex, { lon_e7, lat_e7 }: Crowd, bounds: Parameters<typeof cellGrid>[0], zoom: number): boolean {
  const grid = cellGrid(bounds, zoom)
  const expected = new Uint32Array(grid.width * grid.height)
  for (let slot = 0; slot < lon_e7.length; slot++) {
    const [x, y] = [(lon_e7[slot]! >> grid.shift) - grid.x, (lat_e7[slot]! >> grid.shift) - grid.y]
    if (x >= 0 && y >= 0 && x < grid.width && y < grid.height) expected[y * grid.width + x]!++
  }
  const counts = new Uint32Array(expected.length)
  index.cells(grid, counts)
  return expected.every((people, cell) => people === counts[cell])
}
