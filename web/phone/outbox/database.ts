import { Dexie, type EntityTable, type Table } from 'dexie'
import type { PatrolShape, ServiceRecord } from '../../../server/duties/contract.ts'
import type { Draft } from '../cases/draft.ts'

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
  /** Who did it: it is sent under no other name. Null when nobody was known, without network. */
  personId?: string | null
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

/** The walk of this phone, from the pressed check-in to the summary that was read. */
export interface KeptWalk {
  attendanceId: string
  /** Whose walk it is; null when it began without network and nobody was known. */
  personId: string | null
  /** null for a self-started patrol. */
  patrolId: string | null
  name: string
  startedAt: string
  plannedEnd: string | null
  shape: PatrolShape | null
  pointsPerHour: number | null
  /** Speaks for the positions, also after the session ended; null until the check-in was acknowledged. */
  token: string | null
  endedAt: string | null
  autoClosed: boolean
  /** The server's answer to the check-out. */
  record: ServiceRecord | null
  /** Its summary was read; it stays until all of it is sent. */
  away?: boolean
}

/** Where the person was, kept for the picture of the walk after the server has acknowledged the fix. */
export type TrailFix = Omit<KeptFix, 'sequence'>

/** A report that is being written, with its photos as they will be sent. It is there once its person said that nobody is in danger. */
export interface KeptDraft extends Pick<Command, 'personId'> {
  /** The person's id, '' for nobody known: one draft each. */
  owner: string
  /** When it was last changed, ISO 8601, device clock. */
  at: string
  filled: Omit<Draft, 'shots'>
  photos: readonly ArrayBuffer[]
}

export interface OutboxDatabase extends Dexie {
  commands: EntityTable<Command, 'id'>
  fixes: Table<KeptFix, [string, number]>
  sequences: EntityTable<LastSequence, 'attendanceId'>
  walks: EntityTable<KeptWalk, 'attendanceId'>
  trail: Table<TrailFix, [string, string]>
  drafts: EntityTable<KeptDraft, 'owner'>
}

/** Opens the phone's outbox. Versions only grow: people carry unsent work through updates. */
export function openOutboxDatabase(name = 'redvest-outbox'): OutboxDatabase {
  const database = new Dexie(name) as OutboxDatabase
  database.version(1).stores({ commands: 'id, order, state, subject', fixes: '[attendanceId+sequence], attendanceId', sequences: 'attendanceId' })
  database.version(2).stores({ walks: 'attendanceId', trail: '[attendanceId+at]' })
  database.version(3).stores({ drafts: 'owner' })
  return database
}

/** The account is gone: nothing of it, nor of anybody unknown, may stay on this phone or be sent later. What others left waits on for them. */
export async function emptyOutbox(database: OutboxDatabase, personId: string): Promise<void> {
  const { commands, fixes, sequences, walks, trail, drafts } = database
  const anothers = (owner: string | null | undefined): boolean => owner != null && owner !== personId
  await database.transaction('rw', database.tables, async () => {
    const left = new Set((await walks.filter((walk) => anothers(walk.personId)).toArray()).map(({ attendanceId }) => attendanceId))
    await commands.filter((command) => !anothers(command.personId)).delete()
    await drafts.filter((draft) => !anothers(draft.personId)).delete()
    for (const table of [fixes, sequences, walks, trail]) await (table as Table<{ attendanceId: string }>).filter(({ attendanceId }) => !left.has(attendanceId)).delete()
  })
}
