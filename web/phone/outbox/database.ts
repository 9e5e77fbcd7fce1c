import { Dexie, type EntityTable, type Table } from 'dexie'

/** A refusal as it is kept beside the command. */
export interface KeptProblem {
  code: string
  params: Readonly<Record<string, unknown>>
  errors: readonly { path: string; code: string; message: string }[]
}

/** Something the person did that the server has not acknowledged yet. */
export interface Command {
  /** UUID made on this phone; the server treats a repeated id as the same act. */
  id: string
  /** Grows with every command on this phone: the order of sending. */
  order: number
  /** Name in the contract: `duties.checkIn`. */
  operation: string
  input: unknown
  /** Commands of one subject (`attendance:<id>`) are sent one after the other; a refused one holds back those behind it. */
  subject: string
  /** What it is, for the list: a key of the outbox words. */
  title: string
  /** When it was done by the clock of this phone, ISO 8601. */
  deviceTime: string
  state: 'queued' | 'sending' | 'refused'
  problem: KeptProblem | null
}

/** One fix of one attendance, waiting for the server's acknowledgement. */
export interface KeptFix {
  attendanceId: string
  /** Position of this fix in its attendance, from 1. */
  sequence: number
  /** ISO 8601, device clock. */
  at: string
  lon: number
  lat: number
  accuracy_m: number
  speed_mps: number | null
}

export interface LastSequence {
  attendanceId: string
  sequence: number
}

export interface OutboxDatabase extends Dexie {
  commands: EntityTable<Command, 'id'>
  fixes: Table<KeptFix, [string, number]>
  sequences: EntityTable<LastSequence, 'attendanceId'>
}

/** Opens the phone's outbox. Versions only grow: people carry unsent work through updates. */
export function openOutboxDatabase(name = 'redvest-outbox'): OutboxDatabase {
  const database = new Dexie(name) as OutboxDatabase
  database.version(1).stores({ commands: 'id, order, state, subject', fixes: '[attendanceId+sequence], attendanceId', sequences: 'attendanceId' })
  return database
}
