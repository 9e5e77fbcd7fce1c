/** From a phone's report to a case on a desk; and following a neighbour's case instead. */
import { agreed, signedIn, type Actor } from '../platform/actor.ts'
import { inTransaction, type Tx } from '../platform/db.ts'
import { boxAround, distance_m } from '../platform/geo.ts'
import { refuse, type FieldError } from '../platform/problem.ts'
import type { Position } from '../platform/shapes.ts'
import type { Category, Photo, Report, SimilarCase } from './contract.ts'
import { placementOf } from './desks.ts'
import { categoryOf, refuseCase, type CasesGround, type RegionRef } from './ground.ts'
import { record } from './progress.ts'
import { emergencyNumbers, type CaseState } from './steps.ts'
import { addFollower, findCase, insertCase, isFollower, removeFollower, takeNumber, type CaseRow } from './store/cases.ts'
import { nearbyOpen, type ListRow } from './store/lists.ts'

const LATE_MAX_MS = 24 * 3_600_000
/** Phones' clocks are off by a little. */
const AHEAD_MAX_MS = 2 * 60_000
const SIMILAR_WITHIN_M = 150
const SIMILAR_SINCE_MS = 14 * 24 * 3_600_000
const SIMILAR_SHOWN_MAX = 10

/**
 * Makes the case of a report, or finds the one it already made. Refuses `call-110` for a category that means danger, `terms-needed`,
 * `from-the-future`, `too-late`, `outside-city`, `answers-incomplete`, `photo-needed`, `photo-missing`, `attendance-not-yours`, `report-id-taken`.
 */
export async function reportCase(ground: CasesGround, actor: Actor | null, report: Report): Promise<CaseRow> {
  const { personId } = signedIn(actor)
  const known = await findCase(ground.db, report.id)
  if (known) return ownOrRefused(known, personId)
  const category = categoryOf(ground, report.category)
  if (!category) throw refuseCase('category-unknown')
  if (category.emergency) throw refuseCase('call-110', { numbers: emergencyNumbers.map((line) => line.number) })
  agreed(actor)
  const now = ground.clock.now()
  checkTime(report.deviceTime, now)
  checkAnswers(category, report.answers)
  if (category.photo === 'needed' && report.photos.length === 0) throw refuseCase('photo-needed', {}, [{ path: 'photos', code: 'missing', message: 'At least one photo' }])
  const region = regionOf(ground, report.position)
  const number = await nextNumber(ground, now)
  return inTransaction(ground.db, async (tx) => {
    const row = newCase(ground, { report, category, region, number, personId, now })
    if (!(await insertCase(tx, row))) return ownOrRefused(await findCase(tx, report.id) as CaseRow, personId)
    if (report.attendanceId !== null && !(await ground.attendances.belongsTo(tx, report.attendanceId, personId))) throw refuseCase('attendance-not-yours')
    const photos = await takePhotos(ground, tx, report.photos, personId, report.id)
    const kept = await findCase(tx, report.id) as CaseRow
    await record(tx, kept, { step: 'report', party: 'reporter', actor: personId, from: null, at: now, photos })
    return kept
  })
}

function ownOrRefused(row: CaseRow, personId: string): CaseRow {
  if (row.reporter_id !== personId) throw refuseCase('report-id-taken')
  return row
}

function checkTime(deviceTime: string, now: Date): void {
  const lead_ms = Date.parse(deviceTime) - now.getTime()
  if (lead_ms > AHEAD_MAX_MS) throw refuseCase('from-the-future', {}, [{ path: 'deviceTime', code: 'from-the-future', message: 'Lies in the future' }])
  if (-lead_ms > LATE_MAX_MS) throw refuseCase('too-late', { hours_max: LATE_MAX_MS / 3_600_000 })
}

/** Choices and yes-or-no must be answered with what was offered; words may be left out. */
function checkAnswers(category: Category, answers: Report['answers']): void {
  const faults: FieldError[] = category.questions.flatMap((question) => {
    const answer = answers[question.code]
    const fits = question.kind === 'yesno' ? typeof answer === 'boolean'
      : question.kind === 'choice' ? question.options?.some((option) => option.code === answer) === true
      : answer === undefined || typeof answer === 'string'
    return fits ? [] : [{ path: `answers.${question.code}`, code: answer === undefined ? 'missing' : 'not-offered', message: question.en }]
  })
  const strays = Object.keys(answers).filter((code) => !category.questions.some((question) => question.code === code))
  faults.push(...strays.map((code) => ({ path: `answers.${code}`, code: 'not-asked', message: 'The category has no such question' })))
  if (faults.length > 0) throw refuseCase('answers-incomplete', {}, faults)
}

/** Without a position the case lies with the city until someone pins it. */
export function regionOf(ground: CasesGround, position: Position | null): RegionRef {
  const region = position === null ? ground.places.root() : ground.places.regionAt(position)
  if (region === null) throw refuseCase('outside-city', {}, [{ path: 'position', code: 'outside-city', message: 'Outside the city' }])
  return region
}

async function nextNumber(ground: CasesGround, now: Date): Promise<string> {
  const day = ground.calendar.dayOf(now)
  const last = await takeNumber(ground.db, day)
  return `${day.slice(0, 4)}-${day.slice(5, 7)}${day.slice(8, 10)}-${String(last).padStart(4, '0')}`
}

interface Arrival { report: Report; category: Category; region: RegionRef; number: string; personId: string; now: Date }

const newCase = (ground: CasesGround, { report, category, region, number, personId, now }: Arrival) => ({
  id: report.id, number, state: 'received' satisfies CaseState, version: 1, steps: 1, category: category.code, sensitive: category.sensitive,
  answers: JSON.stringify(report.answers), words: report.words, device_time: report.deviceTime, reported_at: now, reporter_id: personId,
  attendance_id: report.attendanceId, lon: report.position?.lon ?? null, lat: report.position?.lat ?? null, address: report.address,
  ...placementOf(ground.places, category, region), due_at: ground.calendar.workingDaysAfter(now, category.deadline_days),
})

/** Hands a person's own uploaded photos over to the case, in the order given; refuses `photo-missing` when one is not theirs. */
export async function takePhotos(ground: CasesGround, tx: Tx, ids: readonly string[], personId: string, caseId: string): Promise<Photo[]> {
  const unique = [...new Set(ids)]
  if ((await ground.files.transfer(tx, unique, `person:${personId}`, `case:${caseId}`)) !== unique.length) throw refuseCase('photo-missing')
  const files = await Promise.all(unique.map((id) => ground.files.find(tx, id)))
  return files.map((file) => ({ id: file?.id ?? '', width: file?.width ?? 0, height: file?.height ?? 0 }))
}

/** Open, not sensitive, of the same category, near and recent; nearest first. */
export async function similarCases(ground: CasesGround, actor: Actor | null, query: { category: string } & Position): Promise<SimilarCase[]> {
  const { personId } = signedIn(actor)
  const category = categoryOf(ground, query.category)
  if (!category) throw refuseCase('category-unknown')
  const near = await withinReach(ground, query)
  return Promise.all(near.slice(0, SIMILAR_SHOWN_MAX).map(async ({ row, distance }): Promise<SimilarCase> => ({
    id: row.id, number: row.number, state: row.state as CaseState, category: row.category, reportedAt: row.reported_at.toISOString(), distance_m: Math.round(distance),
    choices: choicesOf(category, row), followers: row.followers,
    relation: row.reporter_id === personId ? 'reporter' : (await isFollower(ground.db, row.id, personId)) ? 'follower' : 'none',
  })))
}

async function withinReach(ground: CasesGround, query: { category: string } & Position): Promise<Array<{ row: ListRow; distance: number }>> {
  const since = new Date(ground.clock.now().getTime() - SIMILAR_SINCE_MS)
  const rows = await nearbyOpen(ground.db, { category: query.category, since, ...boxAround(query, SIMILAR_WITHIN_M) })
  return rows.map((row) => ({ row, distance: distance_m(query, { lon: row.lon as number, lat: row.lat as number }) }))
    .filter(({ distance }) => distance <= SIMILAR_WITHIN_M).toSorted((a, b) => a.distance - b.distance)
}

function choicesOf(category: Category, row: CaseRow): SimilarCase['choices'] {
  const answers = row.answers as Record<string, unknown>
  return category.questions.flatMap((question) => question.options?.filter((option) => option.code === answers[question.code]) ?? [])
    .map(({ zh, en }) => ({ zh, en }))
}

/** Follows a case that is similar to what lies at `position`; any other case does not exist for a stranger. Repeating is harmless. */
export async function followCase(ground: CasesGround, actor: Actor | null, id: string, position: Position): Promise<CaseRow> {
  const { personId } = signedIn(actor)
  const row = await findCase(ground.db, id)
  if (!row) throw refuse('not-found')
  if (row.reporter_id === personId || await isFollower(ground.db, id, personId)) return row
  const near = await withinReach(ground, { category: row.category, ...position })
  if (!near.some((other) => other.row.id === id)) throw refuse('not-found')
  await inTransaction(ground.db, (tx) => addFollower(tx, id, personId, ground.clock.now()))
  return row
}

export async function unfollowCase(ground: CasesGround, actor: Actor | null, id: string): Promise<void> {
  const { personId } = signedIn(actor)
  await inTransaction(ground.db, (tx) => removeFollower(tx, id, personId))
}
