/** Taking a step by hand: who may, what it needs, and what each step changes besides the state. */
import { signedIn, type Actor } from '../platform/actor.ts'
import { inTransaction, type Tx } from '../platform/db.ts'
import { refuse, type FieldError } from '../platform/problem.ts'
import type { StepCommand } from './contract.ts'
import { deskColumns, deskRegion, placementOf } from './desks.ts'
import { categoryOf, refuseCase, type CasesGround } from './ground.ts'
import { openLeg, recallLeg, resumeLeg } from './legs.ts'
import { advance, type Move } from './progress.ts'
import { regionOf, takePhotos } from './reporting.ts'
import { readerOf, seesInside, sightOf, type Reader } from './sight.ts'
import { stepRefusal, stepRule, type CaseState, type DeskKind, type LegState, type Need, type Party, type StepCode, type StepFacts } from './steps.ts'
import { addFollower, copyFollowers, lockCases, type CaseChanges, type CaseRow } from './store/cases.ts'
import { readLegs, type LegRow } from './store/legs.ts'

/**
 * Takes one step of the table. Not found outside the actor's sight; `case-moved-on` when the actor looked at an older
 * version; `not-allowed` or `not-your-desk` without the part; `wrong-state` or a condition's code otherwise; `step-needs` with fields.
 */
export function takeStep(ground: CasesGround, actor: Actor | null, command: StepCommand): Promise<CaseRow> {
  const who = signedIn(actor)
  return inTransaction(ground.db, async (tx) => {
    const rows = await lockCases(tx, [command.id, ...(command.duplicateOf === undefined ? [] : [command.duplicateOf])])
    const row = rows.find((candidate) => candidate.id === command.id)
    const reader = row && await readerOf(tx, who, row)
    if (!row || !reader) throw refuse('not-found')
    if (command.version !== row.version) throw refuseCase('case-moved-on', { version: row.version })
    const legs = await readLegs(tx, row.id)
    allow(command.step, factsOf(row, legs), reader, ground.clock.now())
    requireNeeds(command)
    const effect = await effects[command.step]?.({ ground, tx, row, command, actor: who, leg: legs.at(-1), other: rows.find((candidate) => candidate.id === command.duplicateOf) })
    const photos = await takePhotos(ground, tx, command.photos, who.personId, row.id)
    return advance(ground, tx, row, { step: command.step, ...by(command.step, reader, row), actor: who.personId, note: command.note ?? null, photos, ...effect })
  })
}

/** What the conditions of the step table look at, from the rows. */
export function factsOf(row: CaseRow, legs: readonly LegRow[]): StepFacts {
  const leg = legs.at(-1)
  return {
    state: row.state as CaseState, dueAt: row.due_at?.toISOString() ?? null, lastUrgedAt: row.last_urged_at?.toISOString() ?? null, extended: row.extended,
    objected: row.objected, positionKnown: row.lon !== null, leg: leg ? { state: leg.state as LegState, nextTryAt: leg.next_try_at?.toISOString() ?? null } : null,
  }
}

function allow(step: StepCode, facts: StepFacts, reader: Reader, now: Date): void {
  const refusal = stepRefusal(step, facts, reader.parties, now)
  if (refusal === null) return
  if (refusal === 'not-allowed') throw reader.inside && stepRule(step).by.includes('desk') ? refuseCase('not-your-desk') : refuse('not-allowed')
  if (refusal === 'wrong-state') throw refuse('wrong-state', { state: facts.state, step })
  throw refuseCase(refusal)
}

const needed: Record<Need, (command: StepCommand) => unknown> = {
  note: (c) => c.note, reason: (c) => c.reason, target: (c) => c.target, category: (c) => c.category, channel: (c) => c.channel,
  duplicateOf: (c) => c.duplicateOf, days: (c) => c.days, position: (c) => c.position, assignee: (c) => c.assignee,
}

function requireNeeds(command: StepCommand): void {
  const missing: FieldError[] = (stepRule(command.step).needs ?? []).filter((need) => needed[need](command) === undefined)
    .map((need) => ({ path: need, code: 'missing', message: `The step needs ${need}` }))
  if (missing.length > 0) throw refuseCase('step-needs', { step: command.step }, missing)
}

/** The part in which the actor takes the step, and the desk's name for those who may not know the officer's. */
function by(step: StepCode, reader: Reader, row: CaseRow): Pick<Move, 'party' | 'byName' | 'byCode'> {
  const party = stepRule(step).by.find((part) => reader.parties.includes(part)) as Party
  return party === 'desk' ? { party, byName: row.desk_name, byCode: row.desk_code } : { party }
}

interface EffectInput { ground: CasesGround; tx: Tx; row: CaseRow; command: StepCommand; actor: Actor; leg: LegRow | undefined; other: CaseRow | undefined }
type Effect = (input: EffectInput) => Promise<Pick<Move, 'changes' | 'details'>>

/** What a step changes besides the state; steps that are not here change nothing else. */
const effects: Partial<Record<StepCode, Effect>> = {
  'accept': async ({ actor }) => ({ changes: { handler_id: actor.personId } }),
  'decline': async ({ command }) => ({ details: { reason: command.reason } }),
  'merge': merge,
  'assign': async ({ command, actor }) => ({ changes: { assignee: command.assignee ?? null, handler_id: actor.personId }, details: { assignee: command.assignee } }),
  'start': async ({ actor }) => ({ changes: { handler_id: actor.personId } }),
  'hand-over': async ({ ground, tx, row, command, actor }) => {
    const channel = command.channel ?? 'hotline12345'
    const legId = await openLeg(ground, tx, row, channel, command.note ?? null)
    return { changes: { handler_id: actor.personId }, details: { channel, legId } }
  },
  'pass': pass,
  'reclassify': reclassify,
  'resend': async ({ ground, tx, leg }) => {
    await resumeLeg(ground, tx, (leg as LegRow).id)
    return { details: { legId: leg?.id } }
  },
  'recall': async ({ ground, tx, leg }) => {
    await recallLeg(ground, tx, (leg as LegRow).id)
    return { details: { legId: leg?.id } }
  },
  'not-solved': async ({ ground, row }) => ({ changes: { due_at: freshDeadline(ground, row.category), reopened_times: row.reopened_times + 1, extended: false } }),
  'object': async ({ ground, row }) => ({ changes: { due_at: freshDeadline(ground, row.category), objected: true, duplicate_of: null } }),
  'locate': async ({ ground, row, command }) => {
    const region = regionOf(ground, command.position ?? null)
    const category = { desk: row.desk_kind as DeskKind }
    return { changes: { lon: command.position?.lon ?? null, lat: command.position?.lat ?? null, ...placementOf(ground.places, category, region) }, details: { region: region.name } }
  },
  'extend': async ({ ground, row, command }) => {
    const from = row.due_at ?? ground.clock.now()
    const dueAt = ground.calendar.workingDaysAfter(from, command.days ?? 1)
    return { changes: { due_at: dueAt, extended: true }, details: { days: command.days, dueAt: dueAt.toISOString() } }
  },
  'urge': async ({ ground }) => ({ changes: { last_urged_at: ground.clock.now() } }),
  'supervise': async () => ({ changes: { supervised: true } }),
}

/** A reopened or newly received case has the time of a new one. */
function freshDeadline(ground: CasesGround, code: string): Date {
  return ground.calendar.workingDaysAfter(ground.clock.now(), categoryOf(ground, code)?.deadline_days ?? 5)
}

/** The reporter and all followers follow the other case from now on. */
async function merge({ ground, tx, row, actor, other }: EffectInput): Promise<Pick<Move, 'changes' | 'details'>> {
  const unfit = !other || other.id === row.id || !seesInside(other, sightOf(actor)) || other.sensitive !== row.sensitive
    || ['duplicate', 'not-accepted'].includes(other.state) || other.outcome === 'withdrawn'
  if (unfit) throw refuseCase('target-unfit', {}, [{ path: 'duplicateOf', code: 'target-unfit', message: 'Not a case to merge into' }])
  if (other.reporter_id !== row.reporter_id) await addFollower(tx, other.id, row.reporter_id, ground.clock.now())
  await copyFollowers(tx, row.id, other, ground.clock.now())
  return { changes: { duplicate_of: other.id }, details: { duplicateOf: other.id, number: other.number } }
}

/** To another desk, which is named; the deadline towards the reporter stays as it was. */
async function pass({ ground, row, command }: EffectInput): Promise<Pick<Move, 'changes' | 'details'>> {
  const target = command.target as NonNullable<StepCommand['target']>
  const region = ground.places.region(target.regionCode)
  const desk = region && deskRegion(ground.places, target.desk, region)
  if (!desk || (desk.path === row.desk_path && target.desk === row.desk_kind)) {
    throw refuseCase('target-unfit', {}, [{ path: 'target', code: 'target-unfit', message: 'No such desk, or the case lies there already' }])
  }
  return {
    changes: { ...deskColumns(target.desk, desk), handler_id: null, assignee: null },
    details: { from: { kind: row.desk_kind, name: row.desk_name }, to: { kind: target.desk, name: desk.name, code: desk.code } },
  }
}

async function reclassify({ ground, row, command }: EffectInput): Promise<Pick<Move, 'changes' | 'details'>> {
  const category = categoryOf(ground, command.category ?? '')
  const region = ground.places.region(row.region_code)
  if (!category || category.emergency || category.code === row.category || !region) throw refuseCase('category-unknown')
  const changes: CaseChanges = {
    category: category.code, sensitive: category.sensitive, handler_id: null, ...placementOf(ground.places, category, region),
    due_at: ground.calendar.workingDaysAfter(row.reported_at, category.deadline_days),
  }
  return { changes, details: { from: row.category, to: category.code } }
}
