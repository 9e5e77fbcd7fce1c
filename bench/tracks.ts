/**
 * Durable storage of patrol tracks: our codec and journal against PostgreSQL's COPY (binary, no index,
 * committed with fsync), both from the same columns in memory to the acknowledgement. Tracks carry receiver noise as phones have it; every stored track is
 * read back from disk and compared. Bytes of the peer are the table's alone.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { distance_m } from '../server/tracking/live/geodesy.ts'
import { Journal } from '../server/tracking/journal/journal.ts'
import { encodeTrack, Track } from '../server/tracking/live/track-codec.ts'
import type { TrackPoints } from '../server/tracking/live/track-codec.ts'
import { copyIn, openPostgres } from './measure/copy.ts'
import { growth, median, rounded } from './measure/turns.ts'
import { patrol } from './measure/walkers.ts'
import type { Bench } from './run.ts'

const TURNS = 5
/** Before each turn, so that nobody's background writer and garbage are on another's time. */
const REST_MS = 1500
const PATROL_POINTS = 5400
const PATROLS = 300
/** As short as a busy server would set it: this measures throughput, not how long one fix waits. */
const TICK_MS = 10
const TABLE = 'redvest_bench_tracks'
/** Metres of jitter from fix to fix beside the receiver's drift: from smoothed by the phone to raw and poor. */
const JITTERS_M = [0.5, 1.5, 3]

const bench: Bench = async ({ say, dataDir }) => {
  const tracks = Array.from({ length: PATROLS }, (_, i) => patrol(PATROL_POINTS, i + 1, JITTERS_M[i % JITTERS_M.length]!))
  const client = await openPostgres()
  const ours: number[] = []
  const theirs: number[] = []
  let bytes = 0
  let rowBytes: number | null = null
  for (let turn = 0; turn <= TURNS; turn++) {
    await pause(REST_MS)
    const stored = await store(tracks)
    bytes = stored.bytes
    if (turn > 0) ours.push(stored.points_per_s)
    if (client === null) continue
    await pause(REST_MS)
    const copied = await copy(client, tracks)
    rowBytes = copied.bytes
    if (turn > 0) theirs.push(copied.points_per_s)
    say(`turn ${turn}: ${Math.round(stored.points_per_s)} points/s, COPY ${Math.round(copied.points_per_s)}`)
  }
  const fsync = client === null ? null : (await client.query<{ fsync: string }>('SHOW fsync')).rows[0]!.fsync
  await client?.query(`DROP TABLE IF EXISTS ${TABLE}`)
  await client?.end()
  const points = PATROLS * PATROL_POINTS
  return {
    vs_copy: client === null ? null : rounded(median(ours) / median(theirs), 1),
    bytes_per_point: rounded(bytes / points, 2),
    bytes_vs_rows: rowBytes === null ? null : rounded(rowBytes / bytes, 1),
    points, points_per_s: Math.round(median(ours)), copy_points_per_s: client === null ? null : Math.round(median(theirs)), fsync,
    ...errors(tracks),
    ...codecSpeed(tracks),
    bytes_per_point_by_jitter_m: Object.fromEntries(JITTERS_M.map((jitter_m, i) => [jitter_m, rounded(encodeTrack(tracks[i]!).length / PATROL_POINTS, 2)])),
    bytes_per_point_taxi: taxiBytes(dataDir),
    refused_flips: refusedFlips(tracks[0]!),
    store_cost_growth: await storeGrowth(tracks),
  }
}

export default bench

/** Encodes and appends every track; the clock stops when the last is acknowledged after fdatasync. */
async function store(tracks: TrackPoints[]): Promise<{ points_per_s: number; bytes: number }> {
  const folder = mkdtempSync(join(process.env.REDVEST_DATA ?? tmpdir(), 'redvest-bench-'))
  try {
    const journal = await Journal.open(folder, { tick_ms: TICK_MS })
    const start = performance.now()
    const waiting: Promise<void>[] = []
    for (const [i, track] of tracks.entries()) {
      waiting.push(journal.append(encodeTrack(track)))
      // Lets commits begin while the rest is encoded, as they would between two frames.
      if (i % 25 === 24) await nextTurn()
    }
    await Promise.all(waiting)
    const took_s = (performance.now() - start) / 1000
    await verify(journal, tracks)
    await journal.close()
    const bytes = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
    return { points_per_s: tracks.reduce((sum, track) => sum + track.time_ms.length, 0) / took_s, bytes }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function verify(journal: Journal, tracks: TrackPoints[]): Promise<void> {
  let i = 0
  for await (const { record } of journal.replay()) {
    const read = new Track(record).read()
    if (worst(tracks[i]!, read).error_m > 1) throw new Error(`Track ${i} did not come back as it was stored.`)
    i++
  }
  if (i !== tracks.length) throw new Error(`${tracks.length} tracks were stored, ${i} came back.`)
}

function worst(points: TrackPoints, kept: TrackPoints): { error_m: number; error_s: number } {
  let [error_m, error_s] = [points.time_ms.length === kept.time_ms.length ? 0 : Number.POSITIVE_INFINITY, 0]
  for (let i = 0; i < points.time_ms.length; i++) {
    error_m = Math.max(error_m, distance_m(points.lon_e7[i]!, points.lat_e7[i]!, kept.lon_e7[i]!, kept.lat_e7[i]!))
    error_s = Math.max(error_s, Math.abs(points.time_ms[i]! - kept.time_ms[i]!) / 1000)
  }
  return { error_m, error_s }
}

function errors(tracks: TrackPoints[]): { max_error_m: number; max_error_s: number } {
  const all = tracks.slice(0, 30).map((track) => worst(track, new Track(encodeTrack(track)).read()))
  return { max_error_m: rounded(Math.max(...all.map(({ error_m }) => error_m)), 3), max_error_s: rounded(Math.max(...all.map(({ error_s }) => error_s)), 3) }
}

function codecSpeed(tracks: TrackPoints[]): { encoded_points_per_cpu_s: number; decoded_points_per_cpu_s: number } {
  const encoded = tracks.map(encodeTrack)
  const perCpu = (run: () => void): number => {
    const before = process.cpuUsage()
    run()
    const { user, system } = process.cpuUsage(before)
    return Math.round((tracks.length * PATROL_POINTS) / ((user + system) / 1e6))
  }
  const turns = Array.from({ length: TURNS }, () => [perCpu(() => tracks.forEach(encodeTrack)), perCpu(() => encoded.forEach((bytes) => new Track(bytes).read()))] as const)
  return { encoded_points_per_cpu_s: median(turns.map(([encode]) => encode)), decoded_points_per_cpu_s: median(turns.map(([, decode]) => decode)) }
}

/** Flips every bit of the first two blocks, one at a time: how many of them were refused. */
function refusedFlips(track: TrackPoints): string {
  const bytes = encodeTrack(track).slice()
  const bits = Math.min(bytes.length, 1200) * 8
  let refused = 0
  for (let bit = 0; bit < bits; bit++) {
    bytes[bit >> 3]! ^= 1 << (bit & 7)
    try {
      new Track(bytes).read()
    } catch {
      refused++
    }
    bytes[bit >> 3]! ^= 1 << (bit & 7)
  }
  return `${refused} of ${bits}`
}

async function storeGrowth(tracks: TrackPoints[]): Promise<number | null> {
  const sizes: { n: number; ms: number }[] = []
  for (const share of [8, 4, 2, 1]) {
    const some = tracks.slice(0, Math.floor(tracks.length / share))
    const { points_per_s } = await store(some)
    sizes.push({ n: some.length, ms: (some.length * PATROL_POINTS * 1000) / points_per_s })
  }
  return growth(sizes)
}

/** Real taxi positions (gps/*.coor.txt under the data folder), sparse and without times: taken as a minute apart. */
function taxiBytes(dataDir: string | undefined): number | null {
  const folder = dataDir === undefined ? null : join(dataDir, 'gps')
  let names: string[]
  try {
    names = folder === null ? [] : readdirSync(folder).filter((name) => name.endsWith('.coor.txt'))
  } catch {
    return null
  }
  let [points, bytes] = [0, 0]
  for (const name of names) {
    const lines = readFileSync(join(folder!, name), 'utf8').split('\n').slice(1).map((line) => line.trim().split(/\s+/).map(Number))
    for (let at = 0; at < lines.length && lines[at]!.length === 3;) {
      const fixes = lines.slice(at + 1, at + 1 + lines[at]![2]!)
      at += fixes.length + 1
      points += fixes.length
      bytes += encodeTrack({
        time_ms: Float64Array.from(fixes, (_, i) => i * 60_000), lat_e7: Int32Array.from(fixes, (fix) => Math.round(fix[1]! * 1e7)), lon_e7: Int32Array.from(fixes, (fix) => Math.round(fix[2]! * 1e7)),
        accuracy_m: new Float32Array(fixes.length).fill(Number.NaN), speed_mps: new Float32Array(fixes.length).fill(Number.NaN),
      }).length
    }
  }
  return points === 0 ? null : rounded(bytes / points, 2)
}

/** A binary COPY stream, a track a chunk: attendance uuid, time timestamptz, lon and lat int4, accuracy and speed real. */
function* binaryRows(tracks: TrackPoints[]): Generator<Buffer> {
  yield Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
  for (const [attendance, track] of tracks.entries()) yield rowsOf(track, attendance)
  yield Buffer.from([0xff, 0xff])
}

const ROW_BYTES = 2 + 6 * 4 + 16 + 8 + 4 * 4

function rowsOf(track: TrackPoints, attendance: number): Buffer {
  const out = Buffer.alloc(track.time_ms.length * ROW_BYTES)
  const view = new DataView(out.buffer, out.byteOffset, out.length)
  for (let i = 0, at = 0; i < track.time_ms.length; i++, at += ROW_BYTES) {
    const time_us = (track.time_ms[i]! - 946_684_800_000) * 1000
    view.setInt16(at, 6)
    view.setInt32(at + 2, 16)
    view.setUint32(at + 6, attendance)
    view.setInt32(at + 22, 8)
    view.setInt32(at + 26, Math.floor(time_us / 2 ** 32))
    view.setUint32(at + 30, time_us % 2 ** 32)
    view.setInt32(at + 34, 4)
    view.setInt32(at + 38, track.lon_e7[i]!)
    view.setInt32(at + 42, 4)
    view.setInt32(at + 46, track.lat_e7[i]!)
    view.setInt32(at + 50, 4)
    view.setFloat32(at + 54, track.accuracy_m[i]!)
    view.setInt32(at + 58, 4)
    view.setFloat32(at + 62, track.speed_mps[i]!)
  }
  return out
}

async function copy(client: pg.Client, tracks: TrackPoints[]): Promise<{ points_per_s: number; bytes: number }> {
  const points = tracks.reduce((sum, track) => sum + track.time_ms.length, 0)
  await client.query(`DROP TABLE IF EXISTS ${TABLE}`)
  await client.query(`CREATE TABLE ${TABLE} (attendance uuid, time timestamptz, lon_e7 int4, lat_e7 int4, accuracy_m real, speed_mps real)`)
  const start = performance.now()
  await copyIn(client, `COPY ${TABLE} FROM STDIN (FORMAT binary)`, binaryRows(tracks))
  const took_s = (performance.now() - start) / 1000
  const { rows: [size] } = await client.query<{ bytes: string; count: string }>(`SELECT pg_relation_size('${TABLE}') AS bytes, (SELECT count(*) FROM ${TABLE}) AS count`)
  if (Number(size!.count) !== points) throw new Error(`${points} rows were copied, ${size!.count} are there.`)
  return { points_per_s: points / took_s, bytes: Number(size!.bytes) }
}
