import type { NewPatrol, Patrol } from '../../../server/duties/contract.ts'
import type { PatrolKind } from '../../../server/duties/steps.ts'
import { pointsMissing, ringOf, type Drawing } from '../../kit/map/drawing.ts'
import { fromLocalText, localText } from '../../kit/time.ts'
import { numberProblem, type NumberBounds } from '../controls/number-rules.ts'

/** A patrol as it is being written: times as the fields hold them, the shape as it is drawn. */
export interface PatrolDraft {
  name: string
  kind: PatrolKind
  regionCode: string | undefined
  drawing: Drawing
  startsAt: string
  endsAt: string
  seats: number | null
  pointsPerHour: number | null
  realNameRequired: boolean
  ageMin: number | null
  ageMax: number | null
  skills: string[]
  riskText: string
  insuranceNote: string
  releaseDeadlineMinutes: number | null
  seatsForUnits: number | null
  unitsUntil: string
}

/** What the number fields take, as the contract does. */
export const numberBounds = {
  seats: { min: 1, max: 10_000 }, pointsPerHour: { min: 0, max: 100 }, ageMin: { min: 14, max: 100, optional: true }, ageMax: { min: 14, max: 120, optional: true },
  releaseDeadlineMinutes: { min: 0, max: 10_080 }, seatsForUnits: { min: 0, max: 10_000 },
} as const satisfies Partial<Record<keyof PatrolDraft, NumberBounds>>
export type NumberName = keyof typeof numberBounds

const sound = (draft: PatrolDraft, name: NumberName): boolean => numberProblem(draft[name], numberBounds[name]) === null

/** Units cannot be given more seats than there are. */
export const boundsIn = (draft: PatrolDraft, name: NumberName): NumberBounds =>
  (name === 'seatsForUnits' && sound(draft, 'seats') ? { ...numberBounds.seatsForUnits, max: draft.seats as number } : numberBounds[name])

/** The start moved, and the end with it, so that the patrol stays as long as it was. */
export function startMoved(draft: PatrolDraft, startsAt: string): Pick<PatrolDraft, 'startsAt' | 'endsAt'> {
  const [before, after, end] = [draft.startsAt, startsAt, draft.endsAt].map((text) => fromLocalText(text)?.getTime())
  const length_ms = before === undefined || end === undefined ? 0 : end - before
  return { startsAt, endsAt: after === undefined || length_ms <= 0 ? draft.endsAt : localText(new Date(after + length_ms)) }
}

/** Whether anything was written since; numbers that are none count as written. */
export const sameDraft = (a: PatrolDraft, b: PatrolDraft): boolean => {
  const text = (draft: PatrolDraft): string => JSON.stringify(draft, (_, value: unknown) => (Number.isNaN(value) ? 'NaN' : value))
  return text(a) === text(b)
}

const DAY_MS = 86_400_000
const HOURS_MAX = 12

/** A new patrol: tomorrow evening, two hours, eight seats. */
export const emptyDraft = (now: Date, regionCode: string | undefined): PatrolDraft => {
  const day = localText(new Date(now.getTime() + DAY_MS)).slice(0, 10)
  return {
    name: '', kind: 'street', regionCode, drawing: { kind: 'route', points: [] }, startsAt: `${day}T19:00`, endsAt: `${day}T21:00`, seats: 8, pointsPerHour: 10,
    realNameRequired: true, ageMin: 18, ageMax: null, skills: [], riskText: '', insuranceNote: '', releaseDeadlineMinutes: 120, seatsForUnits: 0, unitsUntil: '',
  }
}

/** An earlier patrol to be changed. */
export function draftOf(patrol: Patrol): PatrolDraft {
  const { shape, conditions } = patrol
  const drawing: Drawing = shape.type === 'LineString' ? { kind: 'route', points: shape.coordinates } : { kind: 'area', points: shape.coordinates[0].slice(0, -1) }
  return {
    name: patrol.name, kind: patrol.kind, regionCode: patrol.regionCode, drawing, startsAt: localText(patrol.startsAt), endsAt: localText(patrol.endsAt), seats: patrol.seats, pointsPerHour: patrol.pointsPerHour,
    ...conditions, riskText: patrol.riskText, insuranceNote: patrol.insuranceNote, releaseDeadlineMinutes: patrol.releaseDeadlineMinutes,
    seatsForUnits: patrol.seatsForUnits, unitsUntil: patrol.unitsUntil === null ? '' : localText(patrol.unitsUntil),
  }
}

/** An earlier patrol again: the same hours on the first day on which they still lie ahead. */
export function copyOf(patrol: Patrol, now: Date): PatrolDraft {
  const days = Math.max(0, Math.floor((now.getTime() - Date.parse(patrol.startsAt)) / DAY_MS) + 1)
  const later = (at: string): string => localText(new Date(Date.parse(at) + days * DAY_MS))
  return { ...draftOf(patrol), startsAt: later(patrol.startsAt), endsAt: later(patrol.endsAt), unitsUntil: patrol.unitsUntil === null ? '' : later(patrol.unitsUntil) }
}

export type Field = 'name' | 'regionCode' | 'shape' | 'startsAt' | 'endsAt' | 'seats' | 'pointsPerHour' | 'conditions.ageMin' | 'conditions.ageMax' | 'riskText' | 'insuranceNote' | 'releaseDeadlineMinutes' | 'seatsForUnits' | 'unitsUntil'

/** The fields that the server would refuse, found before it is asked; the server looks again. */
export function wrongFields(draft: PatrolDraft): Field[] {
  const [from, to] = [fromLocalText(draft.startsAt)?.getTime(), fromLocalText(draft.endsAt)?.getTime()]
  const until = fromLocalText(draft.unitsUntil)?.getTime()
  const name = draft.name.trim().length
  const rules: [Field, boolean][] = [
    ['name', name >= 2 && name <= 60],
    ['regionCode', draft.regionCode !== undefined],
    ['shape', pointsMissing(draft.drawing) === 0],
    ['startsAt', from !== undefined],
    ['endsAt', to !== undefined && (from === undefined || (to > from && to - from <= HOURS_MAX * 3_600_000))],
    ['seats', sound(draft, 'seats')],
    ['pointsPerHour', sound(draft, 'pointsPerHour')],
    ['conditions.ageMin', sound(draft, 'ageMin')],
    ['conditions.ageMax', sound(draft, 'ageMax') && (draft.ageMin === null || draft.ageMax === null || !(draft.ageMax < draft.ageMin))],
    ['riskText', draft.riskText.trim() !== ''],
    ['insuranceNote', draft.insuranceNote.trim() !== ''],
    ['releaseDeadlineMinutes', sound(draft, 'releaseDeadlineMinutes')],
    ['seatsForUnits', numberProblem(draft.seatsForUnits, boundsIn(draft, 'seatsForUnits')) === null],
    ['unitsUntil', (draft.seatsForUnits ?? 0) === 0 || (until !== undefined && (from === undefined || until < from))],
  ]
  return rules.filter(([, sound]) => !sound).map(([field]) => field)
}

/** What is sent; only for a draft without wrong fields. */
export function patrolOf(draft: PatrolDraft): NewPatrol {
  const ring = ringOf(draft.drawing)
  return {
    name: draft.name.trim(), kind: draft.kind, regionCode: draft.regionCode as string,
    shape: ring === null ? { type: 'LineString', coordinates: [...draft.drawing.points] } : { type: 'Polygon', coordinates: [ring] },
    startsAt: (fromLocalText(draft.startsAt) as Date).toISOString(), endsAt: (fromLocalText(draft.endsAt) as Date).toISOString(), seats: draft.seats as number, pointsPerHour: draft.pointsPerHour as number,
    conditions: { realNameRequired: draft.realNameRequired, ageMin: draft.ageMin, ageMax: draft.ageMax, skills: draft.skills },
    riskText: draft.riskText.trim(), insuranceNote: draft.insuranceNote.trim(), releaseDeadlineMinutes: draft.releaseDeadlineMinutes as number,
    seatsForUnits: draft.seatsForUnits as number, unitsUntil: draft.seatsForUnits === 0 ? null : (fromLocalText(draft.unitsUntil) as Date).toISOString(),
  }
}
