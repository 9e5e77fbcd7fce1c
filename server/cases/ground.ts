/** What the parts of this module stand on: the platform, and the faces of others in the few verbs that cases need. */
import { refuser } from '../platform/problem.ts'
import type { WorkCalendar } from '../platform/calendar.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/db.ts'
import type { FileStore } from '../platform/files.ts'
import { casesProblems, type Category } from './contract.ts'
import type { Channel } from './steps.ts'

export interface RegionRef { code: string; name: string; nameEn: string | null; level: string; path: string }

export interface CasesPlaces {
  /** The deepest region that holds the position; null outside the city. */
  regionAt(position: { lon: number; lat: number }): RegionRef | null
  region(code: string): RegionRef | null
  /** The city itself; null while it is empty. */
  root(): RegionRef | null
}

export interface CasesPeople {
  /** The name as desks may see it, masked. */
  person(db: Tx | Database, id: string): Promise<{ displayName: string } | undefined>
  /** The same for many in one go; who was deleted is there under a bare mask. */
  people(db: Tx | Database, ids: readonly string[]): Promise<Map<string, { displayName: string }>>
}

export interface CasesAttendances {
  /** True when the attendance is this person's own. */
  belongsTo(tx: Tx | Database, attendanceId: string, personId: string): Promise<boolean>
}

/** What an outside desk is told. No identity of the reporter leaves the platform. */
export interface OutgoingLeg {
  /** The same leg sent again is the same ticket. */
  legId: string
  attempt: number
  caseNumber: string
  category: { code: string; zh: string }
  words: string
  note: string | null
  position: { lon: number; lat: number } | null
  address: string
  region: { code: string; name: string }
  reportedAt: string
  dueAt: string | null
}

/** The port to one outside system. `send` throws when it was not taken; it will be called again with the same `legId`. */
export interface OutsideDesk {
  send(leg: OutgoingLeg): Promise<{ number: string }>
}

export interface OutsideReply {
  legId: string
  /** Given by the outside system; the same message again changes nothing. */
  messageId: string
  kind: 'accepted' | 'returned' | 'replied'
  number: string
  /** The public answer, or why it was returned and whose it is. */
  text: string | null
}

/** What became of a message: `repeated` and `late` ones change nothing. */
export type ReplyResult = 'taken' | 'repeated' | 'late'

export interface CasesGround {
  db: Database
  clock: Clock
  calendar: WorkCalendar
  files: FileStore
  places: CasesPlaces
  people: CasesPeople
  attendances: CasesAttendances
  outside: Record<Channel, OutsideDesk>
  categories: readonly Category[]
  /** Working days the reporter has to say solved or not before a replied case closes by itself; a local default. */
  lapse_days: number
}

export const refuseCase = refuser(casesProblems)

export const categoryOf = (ground: CasesGround, code: string): Category | undefined => ground.categories.find((category) => category.code === code)
