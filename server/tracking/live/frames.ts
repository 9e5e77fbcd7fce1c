/**
 * The frames of subprotocol `redvest.live.v1` between a phone or console and the server, view frames
 * apart (view-frames.ts). Runs in the browser too. The layout is written down in docs/live-protocol.md;
 * encoders and decoders here are pure, O(bytes), and decoders allocate in proportion to the bytes given.
 */
import { ByteReader, ByteWriter, FrameError } from './bytes.ts'

export { FrameError } from './bytes.ts'

export const SUBPROTOCOL = 'redvest.live.v1'
export const PROTOCOL_VERSION = 1

/** Second byte of every frame. Below 0x80: from the client. */
export const FRAME_KIND = {
  fixes: 0x01, subscribe: 0x02, resync: 0x03,
  ack: 0x81, notice: 0x82, viewCells: 0x83, viewPoints: 0x84,
} as const

/** Most fixes in one batch; a longer outbox goes in several frames. */
export const FIXES_MAX = 500
export const TOKEN_BYTES_MAX = 128
export const FILTER_TEXT_BYTES_MAX = 64
export const NOTICE_BYTES_MAX = 4096
const FIX_BYTES = 23
const UNKNOWN_U16 = 0xffff
const MOCK = 1

/** One position as the phone measured it. */
export interface Fix {
  /** The phone's own number of this fix, ascending within an attendance, from 1. */
  sequence: number
  time_ms: number
  /** WGS-84 degrees × 10^7. Any 32-bit value decodes; the pipeline refuses what is not on earth. */
  lon_e7: number
  lat_e7: number
  /** Radius in metres, resolution 0.1; null when unknown. */
  accuracy_m: number | null
  /** Metres per second, resolution 0.01; null when unknown. */
  speed_mps: number | null
  /** The phone says that this position was made up by another app. */
  mock: boolean
}

export interface FixBatch {
  kind: 'fixes'
  /** UUID of the attendance. */
  attendance: string
  /** The attendance token given at check-in; empty when the socket's own session speaks for it. */
  token: string
  fixes: Fix[]
}

/** What a view may be narrowed to; the values are codes and ids as the API gives them. */
export const VIEW_FILTERS = { region: 1, organisation: 2, team: 3, duty: 4, look: 5 } as const
export type ViewFilter = keyof typeof VIEW_FILTERS
const filterNames = new Map(Object.entries(VIEW_FILTERS).map(([name, key]) => [key as number, name as ViewFilter]))

export interface Bounds {
  west_e7: number
  south_e7: number
  east_e7: number
  north_e7: number
}

export interface Subscribe {
  kind: 'subscribe'
  /** The client's number for this view; a second subscription with the same number replaces the first. */
  view: number
  bounds: Bounds
  /** Whole map zoom (512-pixel tiles), 0 … 24. */
  zoom: number
  filters: Partial<Record<ViewFilter, string>>
}

/** Asks for a full view frame, after a gap or a broken frame. */
export interface Resync {
  kind: 'resync'
  view: number
}

export type ClientFrame = FixBatch | Subscribe | Resync

/** Why a fix was not taken. Numbers go over the wire and never change their meaning. */
export const REFUSALS = {
  off_earth: 1, future: 2, too_old: 3, mock: 4, implausible: 5, inaccurate: 6,
  attendance_closed: 7, attendance_unknown: 8, token_invalid: 9,
} as const
export type Refusal = keyof typeof REFUSALS
const refusalNames = new Map(Object.entries(REFUSALS).map(([name, code]) => [code as number, name as Refusal]))

export interface Ack {
  kind: 'ack'
  attendance: string
  /** Every fix up to this sequence is on disk or was refused: the phone may delete it. */
  sequence: number
  refusals: { sequence: number; code: Refusal }[]
}

/** A small message, e.g. {"code":"attendance_closed","at":"…"}; clients ignore codes that they do not know. */
export interface Notice {
  kind: 'notice'
  body: { code: string; [field: string]: unknown }
}

export type ServerFrame = Ack | Notice

/** Encodes a batch: 21 bytes + token + 23 a fix. Fixes must ascend by sequence; at most FIXES_MAX. */
export function encodeFixes(batch: Omit<FixBatch, 'kind'>): Uint8Array<ArrayBuffer> {
  if (batch.fixes.length > FIXES_MAX) throw new FrameError('frame_too_large', `A batch holds at most ${FIXES_MAX} fixes.`)
  const out = open(FRAME_KIND.fixes, 150 + FIX_BYTES * batch.fixes.length)
  putUuid(out, batch.attendance).shortText(batch.token, TOKEN_BYTES_MAX).u16(batch.fixes.length)
  for (const fix of batch.fixes) {
    out.u32(fix.sequence).u48(fix.time_ms).i32(fix.lon_e7).i32(fix.lat_e7)
      .u16(scaled(fix.accuracy_m, 10)).u16(scaled(fix.speed_mps, 100)).u8(fix.mock ? MOCK : 0)
  }
  return out.copy()
}

/** Encodes a subscription to a view. */
export function encodeSubscribe(frame: Omit<Subscribe, 'kind'>): Uint8Array<ArrayBuffer> {
  const { west_e7, south_e7, east_e7, north_e7 } = frame.bounds
  const filters = Object.entries(frame.filters) as [ViewFilter, string][]
  const out = open(FRAME_KIND.subscribe, 64).u16(frame.view)
    .i32(west_e7).i32(south_e7).i32(east_e7).i32(north_e7).u8(frame.zoom).u8(filters.length)
  for (const [name, value] of filters) out.u8(VIEW_FILTERS[name]).shortText(value, FILTER_TEXT_BYTES_MAX)
  return out.copy()
}

/** Encodes the wish for a full view frame. */
export function encodeResync(view: number): Uint8Array<ArrayBuffer> {
  return open(FRAME_KIND.resync, 4).u16(view).copy()
}

/** Encodes an acknowledgement: 24 bytes + 5 a refusal. */
export function encodeAck(ack: Omit<Ack, 'kind'>): Uint8Array<ArrayBuffer> {
  const out = putUuid(open(FRAME_KIND.ack, 24 + 5 * ack.refusals.length), ack.attendance).u32(ack.sequence).u16(ack.refusals.length)
  for (const refusal of ack.refusals) out.u32(refusal.sequence).u8(REFUSALS[refusal.code])
  return out.copy()
}

/** Encodes a notice; its JSON may have NOTICE_BYTES_MAX bytes. */
export function encodeNotice(body: Notice['body']): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(JSON.stringify(body))
  if (json.length > NOTICE_BYTES_MAX) throw new FrameError('frame_too_large', `A notice has at most ${NOTICE_BYTES_MAX} bytes.`)
  return open(FRAME_KIND.notice, 2 + json.length).raw(json).copy()
}

/** The kind byte of a frame of our version; FrameError for an empty or foreign one. */
export function frameKind(bytes: Uint8Array): number {
  return openReader(bytes).kind
}

/** Decodes what a client sent; FrameError with a stable code for anything malformed. */
export function decodeClientFrame(bytes: Uint8Array): ClientFrame {
  const { reader, kind } = openReader(bytes)
  if (kind === FRAME_KIND.fixes) return readFixes(reader)
  if (kind === FRAME_KIND.subscribe) return readSubscribe(reader)
  if (kind === FRAME_KIND.resync) {
    const view = reader.u16()
    reader.end()
    return { kind: 'resync', view }
  }
  throw new FrameError('frame_kind', `Kind ${kind} is not one that a client sends.`)
}

/** Decodes what the server sent, view frames apart; FrameError for anything malformed. */
export function decodeServerFrame(bytes: Uint8Array): ServerFrame {
  const { reader, kind } = openReader(bytes)
  if (kind === FRAME_KIND.ack) return readAck(reader)
  if (kind === FRAME_KIND.notice) return readNotice(reader)
  throw new FrameError('frame_kind', `Kind ${kind} is neither an acknowledgement nor a notice.`)
}

function readFixes(reader: ByteReader): FixBatch {
  const attendance = readUuid(reader)
  const token = reader.text(limited(reader.u8(), TOKEN_BYTES_MAX, 'token'))
  const count = limited(reader.u16(), FIXES_MAX, 'batch')
  if (reader.left < count * FIX_BYTES) throw new FrameError('frame_truncated', `${count} fixes were announced, ${reader.left} bytes are left.`)
  const fixes: Fix[] = []
  let previous = 0
  for (let i = 0; i < count; i++) {
    const fix = readFix(reader)
    if (fix.sequence <= previous) throw new FrameError('frame_value', 'The sequences of a batch do not ascend.')
    previous = fix.sequence
    fixes.push(fix)
  }
  reader.end()
  return { kind: 'fixes', attendance, token, fixes }
}

function readFix(reader: ByteReader): Fix {
  const sequence = reader.u32()
  const time_ms = reader.u48()
  const lon_e7 = reader.i32()
  const lat_e7 = reader.i32()
  const accuracy = reader.u16()
  const speed = reader.u16()
  const flags = reader.u8()
  if (flags > MOCK) throw new FrameError('frame_value', `Flags ${flags} are not known in version ${PROTOCOL_VERSION}.`)
  return {
    sequence, time_ms, lon_e7, lat_e7,
    accuracy_m: accuracy === UNKNOWN_U16 ? null : accuracy / 10,
    speed_mps: speed === UNKNOWN_U16 ? null : speed / 100,
    mock: flags === MOCK,
  }
}

function readSubscribe(reader: ByteReader): Subscribe {
  const view = reader.u16()
  const bounds = { west_e7: reader.i32(), south_e7: reader.i32(), east_e7: reader.i32(), north_e7: reader.i32() }
  if (!onEarth(bounds)) throw new FrameError('frame_value', 'The bounds are not a box on earth with west < east and south < north.')
  const zoom = limited(reader.u8(), 24, 'zoom')
  const filters: Partial<Record<ViewFilter, string>> = {}
  for (let left = reader.u8(); left > 0; left--) {
    const name = filterNames.get(reader.u8())
    const value = reader.text(limited(reader.u8(), FILTER_TEXT_BYTES_MAX, 'filter'))
    if (name === undefined || filters[name] !== undefined) throw new FrameError('frame_value', 'A filter is unknown or given twice.')
    filters[name] = value
  }
  reader.end()
  return { kind: 'subscribe', view, bounds, zoom, filters }
}

function readAck(reader: ByteReader): Ack {
  const attendance = readUuid(reader)
  const sequence = reader.u32()
  const refusals: Ack['refusals'] = []
  for (let left = reader.u16(); left > 0; left--) {
    const refused = reader.u32()
    const code = refusalNames.get(reader.u8())
    if (code === undefined) throw new FrameError('frame_value', `The refusal before byte ${reader.at} has an unknown code.`)
    refusals.push({ sequence: refused, code })
  }
  reader.end()
  return { kind: 'ack', attendance, sequence, refusals }
}

function readNotice(reader: ByteReader): Notice {
  const text = reader.text(limited(reader.left, NOTICE_BYTES_MAX, 'notice'))
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    throw new FrameError('frame_value', 'The notice is not JSON.')
  }
  if (typeof body !== 'object' || body === null || !('code' in body) || typeof body.code !== 'string') {
    throw new FrameError('frame_value', 'The notice has no code.')
  }
  return { kind: 'notice', body: body as Notice['body'] }
}

function open(kind: number, capacity: number): ByteWriter {
  return new ByteWriter(capacity).u8(PROTOCOL_VERSION).u8(kind)
}

function openReader(bytes: Uint8Array): { reader: ByteReader; kind: number } {
  const reader = new ByteReader(bytes)
  const version = reader.u8()
  if (version !== PROTOCOL_VERSION) throw new FrameError('frame_version', `Version ${version} is not spoken here.`)
  return { reader, kind: reader.u8() }
}

function limited(value: number, limit: number, what: string): number {
  if (value > limit) throw new FrameError('frame_too_large', `The ${what} has ${value}, ${limit} is the most.`)
  return value
}

function onEarth({ west_e7, south_e7, east_e7, north_e7 }: Bounds): boolean {
  return west_e7 >= -1_800_000_000 && east_e7 <= 1_800_000_000 && west_e7 < east_e7
    && south_e7 >= -900_000_000 && north_e7 <= 900_000_000 && south_e7 < north_e7
}

function scaled(value: number | null, factor: number): number {
  if (value === null || !(value >= 0)) return UNKNOWN_U16
  return Math.min(Math.round(value * factor), UNKNOWN_U16 - 1)
}

const hexPairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

function readUuid(reader: ByteReader): string {
  const bytes = reader.take(16)
  let text = ''
  for (let i = 0; i < 16; i++) {
    if (i === 4 || i === 6 || i === 8 || i === 10) text += '-'
    text += hexPairs[bytes[i]!]
  }
  return text
}

function putUuid(out: ByteWriter, uuid: string): ByteWriter {
  const hex = uuid.replaceAll('-', '')
  if (!/^[0-9a-f]{32}$/i.test(hex)) throw new FrameError('frame_value', `"${uuid}" is not a UUID.`)
  for (let i = 0; i < 32; i += 2) out.u8(Number.parseInt(hex.slice(i, i + 2), 16))
  return out
}
