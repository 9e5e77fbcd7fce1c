/** The only way a case changes: one step of the table, with its history line and its event, in the caller's transaction. */
import { SYSTEM } from '../platform/actor.ts'
import type { Tx } from '../platform/db.ts'
import { emit } from '../platform/events.ts'
import { enqueue } from '../platform/jobs.ts'
import { refuse } from '../platform/problem.ts'
import type { Photo } from './contract.ts'
import type { CasesGround } from './ground.ts'
import { stepRule, type CaseState, type Party, type StepCode, type StepRule } from './steps.ts'
import { appendStep, insertPhotos, updateCase, type CaseChanges, type CaseRow } from './store/cases.ts'

export interface Move {
  step: StepCode
  party: Party
  /** Person id, or `system`, or the channel of an outside desk. */
  actor: string
  byName?: string | null
  /** Region of the desk that took it. */
  byCode?: string | null
  note?: string | null
  details?: Record<string, unknown>
  photos?: readonly Photo[]
  /** What else the step changes in the case. */
  changes?: CaseChanges
}

const endStates: readonly CaseState[] = ['closed', 'not-accepted', 'duplicate']
export const LAPSE_JOB = 'cases.lapse'

/**
 * Takes a step on a locked row. Throws `wrong-state` where the table has no such step from this state; whether the
 * actor may take it is for the caller to ask (`stepRefusal`). Returns the row as it is then.
 */
export async function advance(ground: CasesGround, tx: Tx, row: CaseRow, move: Move): Promise<CaseRow> {
  const rule = stepRule(move.step)
  if (!rule.from.includes(row.state as CaseState)) throw refuse('wrong-state', { state: row.state, step: move.step })
  const now = ground.clock.now()
  const to = rule.to ?? (row.state as CaseState)
  const after = await updateCase(tx, row.id, {
    state: to, steps: row.steps + 1, version: rule.internal ? row.version : row.version + 1,
    ...(rule.to === null ? {} : clockChanges(row, rule, to, now)), ...move.changes,
  })
  await record(tx, after, { ...move, from: row.state as CaseState, at: now })
  if (rule.to === 'replied') await waitForReporter(ground, tx, after)
  return after
}

/** The clock stops with the reply or the end and starts again when work goes on. */
function clockChanges(row: CaseRow, rule: StepRule, to: CaseState, now: Date): CaseChanges {
  if (endStates.includes(to)) return { outcome: rule.outcome ?? null, closed_at: now, handled_at: row.handled_at ?? now }
  if (to === 'replied') return { handled_at: now }
  return { outcome: null, closed_at: null, handled_at: null }
}

/** Appends the history line, its photos and the event of a step already written to the row. */
export async function record(tx: Tx, row: CaseRow, move: Move & { from: CaseState | null; at: Date }): Promise<void> {
  const rule = stepRule(move.step)
  await appendStep(tx, {
    case_id: row.id, seq: row.steps, step: move.step, from_state: move.from, to_state: row.state, at: move.at, party: move.party, actor: move.actor,
    by_name: move.byName ?? null, by_code: move.byCode ?? null, note: move.note ?? null, details: JSON.stringify(move.details ?? {}), internal: rule.internal ?? false,
  })
  await insertPhotos(tx, (move.photos ?? []).map((photo, ordinal) => ({ file_id: photo.id, case_id: row.id, seq: row.steps, ordinal, width: photo.width, height: photo.height })))
  await emit(tx, { type: rule.event, actor: move.actor, subject: `case:${row.id}`, at: move.at, payload: eventPayload(row, move) })
}

const eventPayload = (row: CaseRow, move: Move): Record<string, unknown> => ({
  caseId: row.id, number: row.number, reporterId: row.reporter_id, regionPath: row.region_path, category: row.category,
  attendanceId: row.attendance_id, step: move.step, state: row.state, outcome: row.outcome, seq: row.steps,
})

async function waitForReporter(ground: CasesGround, tx: Tx, row: CaseRow): Promise<void> {
  const repliedAt = row.handled_at as Date
  await enqueue(tx, { name: LAPSE_JOB, payload: { caseId: row.id, repliedAt: repliedAt.toISOString() }, runAt: ground.calendar.workingDaysAfter(repliedAt, ground.lapse_days), key: `${LAPSE_JOB}:${row.id}` })
}

/** Closes a case whose reporter did not answer; does nothing when another word came first. */
export const lapseMove = (row: CaseRow, repliedAt: string): Move | null =>
  row.state === 'replied' && row.handled_at?.toISOString() === repliedAt ? { step: 'lapse', party: 'system', actor: SYSTEM } : null
