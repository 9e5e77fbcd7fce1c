/** What each reader is shown: the reporter every step, neighbours who follow the state and the answers, desks the whole with a masked name. */
import { narrowScopes, requireScopes, signedIn, type Actor } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import { refuse } from '../platform/problem.ts'
import { nameOfRegion } from '../platform/shapes.ts'
import type { CaseSummary, CaseView, DeskQuery, HistoryEntry } from './contract.ts'
import { placeName } from './desks.ts'
import type { CasesGround } from './ground.ts'
import { factsOf } from './handling.ts'
import { readerOf, sightOf, type Reader } from './sight.ts'
import { channelWords, type CaseState, type Channel, type DeskKind, type LegState, type Outcome, type Party, type StepCode } from './steps.ts'
import { findCase, readPhotos, readSteps, type CaseRow, type PhotoRow, type StepRow } from './store/cases.ts'
import { readLegs, type LegRow } from './store/legs.ts'
import * as lists from './store/lists.ts'

const EXCERPT_CHARS = 60
const ON_TIME_WINDOW_MS = 90 * 24 * 3_600_000

/** One case for one reader; 404 for who is nothing to it. */
export async function readCase(ground: CasesGround, actor: Actor | null, id: string): Promise<CaseView> {
  const who = signedIn(actor)
  const row = await lists.listRow(ground.db, id)
  const reader = row && await readerOf(ground.db, who, row)
  if (!row || !reader) throw refuse('not-found')
  const [steps, photos, legs, target] = await Promise.all([
    readSteps(ground.db, id), readPhotos(ground.db, id), readLegs(ground.db, id), row.duplicate_of === null ? undefined : findCase(ground.db, row.duplicate_of),
  ])
  const near = seesAll(reader)
  // A sensitive case names people in distress: who opens it from inside is written down.
  if (row.sensitive && reader.inside) await audit(ground.db, ground.clock, { actor: who.personId, action: 'cases.sensitive-read', subject: `case:${id}`, regionPath: row.region_path })
  return {
    ...summaryOf(ground, row, near), version: row.version, words: near ? row.words : '', answers: near ? row.answers as CaseView['answers'] : {},
    photos: near ? photos.filter((photo) => photo.seq === 1).map(photoOf) : [], deviceTime: row.device_time.toISOString(), duringPatrol: row.attendance_id !== null,
    attendanceId: near ? row.attendance_id : null, duplicateOf: target ? { id: target.id, number: target.number } : null, assignee: near ? row.assignee : null,
    legs: near ? legs.map((leg) => legOf(leg, reader.inside)) : [], history: await historyOf(ground, { reader, steps, photos }),
    reporter: reader.inside ? await reporterOf(ground, row) : null, parties: reader.parties, facts: factsOf(row, legs),
  }
}

/** Words, photos and place names may tell who reported; whoever only follows does not get them. */
const seesAll = (reader: Reader): boolean => reader.inside || reader.parties.includes('reporter')

const iso = (at: Date | null): string | null => at?.toISOString() ?? null
const photoOf = (photo: PhotoRow) => ({ id: photo.file_id, width: photo.width, height: photo.height })

export function summaryOf(ground: CasesGround, row: lists.ListRow, near: boolean): CaseSummary {
  return {
    id: row.id, number: row.number, state: row.state as CaseState, outcome: row.outcome as Outcome | null, category: row.category,
    region: { code: row.region_code, name: placeName(ground.places, row), path: row.region_path },
    desk: { kind: row.desk_kind as DeskKind, regionCode: row.desk_code, regionName: nameOfRegion(ground.places, row.desk_code, row.desk_name) },
    position: row.lon === null || row.lat === null ? null : { lon: row.lon, lat: row.lat }, address: near ? row.address : '',
    excerpt: near ? row.words.slice(0, EXCERPT_CHARS) : '', cover: near ? row.cover : null, reportedAt: row.reported_at.toISOString(), dueAt: iso(row.due_at),
    overdue: row.handled_at === null && row.due_at !== null && row.due_at < ground.clock.now(),
    urged: row.last_urged_at !== null, supervised: row.supervised, reopened_times: row.reopened_times, followers: row.followers,
  }
}

/** Failed tries are the desk's business; the reporter reads that it is on its way. */
function legOf(leg: LegRow, inside: boolean): CaseView['legs'][number] {
  const state = (!inside && leg.state === 'failed' ? 'to-send' : leg.state) as LegState
  return {
    id: leg.id, channel: leg.channel as Channel, state, number: leg.number, attempts: inside ? leg.attempts : 0, sentAt: iso(leg.sent_at),
    nextTryAt: inside ? iso(leg.next_try_at) : null, lastError: inside ? leg.last_error : null,
  }
}

const answering: readonly string[] = ['reply', 'outside-replied']

async function historyOf(ground: CasesGround, { reader, steps, photos }: { reader: Reader; steps: StepRow[]; photos: PhotoRow[] }): Promise<HistoryEntry[]> {
  const names = reader.inside ? await namesOf(ground, steps) : new Map<string, string>()
  const near = seesAll(reader)
  return steps.filter((step) => reader.inside || !step.internal).map((step) => ({
    seq: step.seq, step: step.step as StepCode, from: step.from_state as CaseState | null, to: step.to_state as CaseState, at: step.at.toISOString(), by: step.party as Party,
    byName: takenBy(ground, step, names.get(step.actor)), note: near || answering.includes(step.step) ? step.note : null,
    details: near ? detailsOf(ground, step) : {}, internal: step.internal,
    photos: near && step.seq > 1 ? photos.filter((photo) => photo.seq === step.seq).map(photoOf) : [],
  }))
}

/** The desk and the person who took a step, as far as the reader may see them. */
function takenBy({ places }: CasesGround, { party, actor, by_name, by_code }: StepRow, person: string | undefined): HistoryEntry['byName'] {
  if (party === 'outside') return channelWords[actor as Channel]
  const desk = by_name === null ? null : by_code === null ? { zh: by_name, en: null } : nameOfRegion(places, by_code, by_name)
  const joined = (name: string | null | undefined): string => [name, person].filter(Boolean).join(' · ')
  const zh = joined(desk?.zh)
  return zh === '' ? null : { zh, en: desk === null ? null : joined(desk.en ?? desk.zh) }
}

/** What the step noted, with the desk it passed the case to named in both languages. */
function detailsOf({ places }: CasesGround, step: StepRow): Record<string, unknown> {
  const details = step.details as Record<string, unknown>
  const to = details['to'] as { code: string; name: string } | undefined
  return to === undefined ? details : { ...details, to: { ...to, name: nameOfRegion(places, to.code, to.name) } }
}

async function namesOf(ground: CasesGround, steps: StepRow[]): Promise<Map<string, string>> {
  const ids = [...new Set(steps.filter((step) => ['reporter', 'follower', 'desk', 'above'].includes(step.party)).map((step) => step.actor))]
  const people = await ground.people.people(ground.db, ids)
  return new Map(ids.map((id) => [id, people.get(id)?.displayName ?? '']))
}

async function reporterOf(ground: CasesGround, row: CaseRow): Promise<CaseView['reporter']> {
  const person = await ground.people.person(ground.db, row.reporter_id)
  return person ? { id: row.reporter_id, name: person.displayName } : null
}

type Page<T> = { items: T[]; next: string | null }

/** The desk of an officer or of police, within their regions. */
export async function deskList(ground: CasesGround, actor: Actor | null, query: DeskQuery): Promise<Page<CaseSummary>> {
  requireScopes(actor, 'officer', 'police')
  const who = actor as Actor
  const rows = await lists.deskPage(ground.db, sightOf(who), {
    state: query.state, category: query.category, regionPath: regionPathOf(ground, actor, query.region), overdueAt: query.overdue ? ground.clock.now() : undefined,
    handlerId: query.mine ? who.personId : undefined, text: query.text, sort: query.sort, after: keysetOf(query.after), limit: query.limit + 1,
  })
  return pageOf(rows, query.limit, (row) => summaryOf(ground, row, true), (row) => (query.sort === 'due' ? row.due_at as Date : row.reported_at))
}

export async function countDesk(ground: CasesGround, actor: Actor | null, query: { region?: string | undefined }) {
  requireScopes(actor, 'officer', 'police')
  const now = ground.clock.now()
  const counts = await lists.deskCounts(ground.db, sightOf(actor as Actor), regionPathOf(ground, actor, query.region), now, new Date(now.getTime() - ON_TIME_WINDOW_MS))
  const { replied: _, ...working } = counts.byState
  return { byState: counts.byState, open: Object.values(working).reduce((sum, n) => sum + n, 0), overdue: counts.overdue, onTimeShare: onTimeShare(counts) }
}

/**
 * Closed in time ÷ (closed + open overdue). A case is closed in time when the answer that ended the work came before its
 * deadline; withdrawn and merged cases do not count; what lies open past its deadline counts against. Null when nothing counts.
 */
export function onTimeShare(counts: { closed: number; closedInTime: number; openOverdue: number }): number | null {
  const total = counts.closed + counts.openOverdue
  return total === 0 ? null : counts.closedInTime / total
}

const regionPathOf = (ground: CasesGround, actor: Actor | null, code: string | undefined): string | undefined =>
  code === undefined ? undefined : narrowScopes(requireScopes(actor, 'officer', 'police'), code, ground.places)[0]

/** What the actor reported and what they follow, newest first. */
export async function mineList(ground: CasesGround, actor: Actor | null, query: { after?: string | undefined; limit: number }): Promise<Page<CaseSummary & { relation: 'reporter' | 'follower' }>> {
  const { personId } = signedIn(actor)
  const rows = await lists.minePage(ground.db, personId, keysetOf(query.after), query.limit + 1)
  return pageOf(rows, query.limit, (row) => {
    const own = row.reporter_id === personId
    return { ...summaryOf(ground, row, own), relation: own ? 'reporter' as const : 'follower' as const }
  }, (row) => row.reported_at)
}

function pageOf<T>(rows: lists.ListRow[], limit: number, show: (row: lists.ListRow) => T, sortedBy: (row: lists.ListRow) => Date): Page<T> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const next = rows.length > limit && last ? `${sortedBy(last).toISOString()}_${last.id}` : null
  return { items: shown.map(show), next }
}

const KEYSET = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)_([0-9a-f-]{36})$/

function keysetOf(after: string | undefined): lists.Keyset | null {
  if (after === undefined) return null
  const [, at, id] = KEYSET.exec(after) ?? []
  if (at === undefined || id === undefined) throw refuse('invalid-input', {}, [{ path: 'after', code: 'invalid', message: 'Not a cursor of this list' }])
  return { at, id }
}

/** The stored photo when the reader may see it: its uploader before the report, then the reporter and the desks. */
export async function photoFor(ground: CasesGround, actor: Actor | null, id: string) {
  const who = signedIn(actor)
  const file = await ground.files.find(ground.db, id)
  if (file?.owner === `person:${who.personId}`) return file
  const row = file?.owner.startsWith('case:') ? await findCase(ground.db, file.owner.slice('case:'.length)) : undefined
  const reader = row && await readerOf(ground.db, who, row)
  if (!file || !reader || !seesAll(reader)) throw refuse('not-found')
  return file
}

