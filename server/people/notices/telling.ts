/** Which event tells whom what: one table for all that other modules and people itself tell. */
import type { Tx } from '../../platform/db.ts'
import type { DomainEvent, Reaction } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import type { Ground } from '../ground.ts'
import { insertNotice, markSettled } from '../store/notices.ts'
import type { NoticeKind, NoticeParams } from '../shapes.ts'
import { textBeside } from './texts.ts'

type Payload = Record<string, unknown>
interface Told { kind: NoticeKind, to: readonly string[], params: NoticeParams }
/** What an event says to whom, or null when it concerns nobody in particular. */
type Telling = (payload: Payload) => Told | null

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
const count = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined)
const one = (value: unknown): string[] => (typeof value === 'string' ? [value] : [])
/** Absent in events told before the field was added: they concern nobody. */
const many = (value: unknown): string[] => (Array.isArray(value) ? value as string[] : [])
/** Without what is not known, so that nothing empty is kept. */
const known = (params: { [K in keyof NoticeParams]: NoticeParams[K] | undefined }): NoticeParams => Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined))

const patrol = ({ name, startsAt, unit, reason }: Payload): NoticeParams => known({ name: text(name), startsAt: text(startsAt), unit: text(unit), reason: text(reason) })
const aboutPerson = (kind: NoticeKind): Telling => ({ personId }) => ({ kind, to: one(personId), params: {} })
const aboutTeam = (kind: NoticeKind): Telling => ({ personId, team }) => ({ kind, to: one(personId), params: known({ team: text(team) }) })
const aboutCase = (kind: NoticeKind): Telling => ({ reporterId, number, category }) => ({ kind, to: one(reporterId), params: known({ number: text(number), category: text(category) }) })

/** After a dispute the decision answers it; otherwise it is the first word on the record. */
const aboutRecord = (decided: 'confirmed' | 'rejected'): Telling => ({ personId, before, name, minutes, points, measured, credited }) => {
  const fewer = count(measured) !== undefined && (count(minutes) ?? 0) < (measured as number)
  const first: NoticeKind = decided === 'rejected' ? 'record-rejected' : fewer ? 'record-corrected' : 'record-confirmed'
  const answer: NoticeKind = decided === 'confirmed' ? 'dispute-answered' : credited === true ? 'record-reversed' : 'dispute-refused'
  const figures = decided === 'rejected' ? {} : { minutes: count(minutes), points: count(points), measured: count(measured) }
  return { kind: before === 'disputed' ? answer : first, to: one(personId), params: known({ name: text(name), ...figures }) }
}

const aboutEntry = (kind: NoticeKind): Telling => ({ personId, name }) => ({ kind, to: one(personId), params: known({ name: text(name) }) })

const seatAssigned: Telling = (payload) => ({ kind: 'seat-assigned', to: many(payload['personIds']), params: patrol(payload) })

const tellings: Record<string, Telling> = {
  'duties.patrol-cancelled': (payload) => ({ kind: 'patrol-cancelled', to: many(payload['personIds']), params: patrol(payload) }),
  'duties.members-assigned': seatAssigned,
  // Whoever grabs a seat themselves is told by the answer. Until 2026-11-28 it named members whom a unit had put on.
  'duties.seats-claimed': seatAssigned,
  'duties.seat-released': (payload) => ({ kind: 'seat-taken-off', to: one(payload['personId']), params: patrol(payload) }),
  'duties.seats-returned': (payload) => ({ kind: 'seat-taken-off', to: many(payload['personIds']), params: patrol(payload) }),
  'people.verified': aboutPerson('real-name-verified'),
  'people.rejected': aboutPerson('real-name-rejected'),
  'people.join-approved': aboutTeam('join-approved'),
  'people.join-refused': aboutTeam('join-refused'),
  'cases.accepted': aboutCase('case-accepted'),
  'cases.handed-over': aboutCase('case-handed-over'),
  'cases.replied': aboutCase('case-replied'),
  'cases.declined': aboutCase('case-declined'),
  'cases.merged': aboutCase('case-merged'),
  'cases.closed': (payload) => (payload['step'] === 'lapse' ? aboutCase('case-lapsed')(payload) : null),
  'duties.record-confirmed': aboutRecord('confirmed'),
  'duties.record-rejected': aboutRecord('rejected'),
  'ledger.dispute-kept': aboutEntry('entry-kept'),
  'ledger.dispute-reversed': aboutEntry('entry-reversed'),
}

/** What waits for nobody any more once the event is there: the reporter has answered, the name is handed in anew, the seat is back. */
const settlings: Record<string, { kinds: readonly NoticeKind[], whose: (payload: Payload) => string[] }> = {
  'cases.closed': { kinds: ['case-replied'], whose: ({ reporterId }) => one(reporterId) },
  'cases.reopened': { kinds: ['case-replied'], whose: ({ reporterId }) => one(reporterId) },
  'people.real-name-submitted': { kinds: ['real-name-rejected'], whose: ({ personId }) => one(personId) },
  'people.verified': { kinds: ['real-name-rejected'], whose: ({ personId }) => one(personId) },
  'people.rejected': { kinds: ['real-name-verified'], whose: ({ personId }) => one(personId) },
  'duties.members-assigned': { kinds: ['seat-taken-off'], whose: ({ personIds }) => many(personIds) },
  'duties.seats-claimed': { kinds: ['seat-taken-off'], whose: ({ personIds }) => many(personIds) },
  'duties.record-disputed': { kinds: ['record-rejected', 'record-reversed'], whose: ({ personId }) => one(personId) },
}

/** Keeps everyone's notices: each event tells each person once, and nobody what they did themselves. */
export function noticesReaction(ground: Ground): Reaction {
  async function handle(tx: Tx, event: DomainEvent): Promise<void> {
    const settled = settlings[event.type]
    const whose = settled?.whose(event.payload) ?? []
    if (settled !== undefined && whose.length > 0) await markSettled(tx, event.subject, settled.kinds, whose, event.at)
    const told = tellings[event.type]?.(event.payload) ?? null
    // In one order, so that two that tell many never wait for each other.
    for (const personId of [...new Set(told?.to)].filter((id) => id !== event.actor).toSorted()) await tell(tx, event, told as Told, personId)
  }

  async function tell(tx: Tx, event: DomainEvent, { kind, params }: Told, personId: string): Promise<void> {
    const id = newId()
    const isNew = await insertNotice(tx, { id, person_id: personId, event_id: event.id, kind, subject: event.subject, params, at: event.at })
    if (isNew) await textBeside(ground, tx, { id, kind, params })
  }

  return { name: 'people.notices', types: [...new Set([...Object.keys(tellings), ...Object.keys(settlings)])], handle }
}
