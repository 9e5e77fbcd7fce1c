import type { Actor } from '../../platform/actor.ts'
import type { Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { Problem, refuse as refuseCommon, refuser } from '../../platform/problem.ts'
import { dutyProblems, type Claim } from '../contract.ts'
import { asksAboutPerson, claimRefusal, freeSeats, type Candidate } from '../eligibility.ts'
import type { DutyPeople, DutyPerson } from '../ports.ts'
import { addTakenSeats, holdersOf, insertClaims, standingClaims, takeTurn } from '../store/claims.ts'
import { lockPatrols, type PatrolRow } from '../store/patrols.ts'

const refuse = refuser(dutyProblems)

export interface SeatRequest {
  patrolId: string
  person: Pick<Actor, 'personId' | 'realName'>
}
type Answer = Claim | Problem

/** A patrol without a free seat: who has its seats, and until when the rest is kept for units; null when all are taken. */
export interface Full {
  holders: ReadonlySet<string>
  keptUntil: Date | null
}

export function noSeat({ holders, keptUntil }: Full, personId: string): Problem {
  if (holders.has(personId)) return refuse('already-claimed')
  return keptUntil === null ? refuse('patrol-full') : refuse('kept-for-units', { until: keptUntil.toISOString() })
}

/**
 * Decides many claims in one transaction, in order of arrival: waits for its turn, locks the patrols, inserts the winners in one
 * statement and lets whoever has another duty at that time leave the seat to the next. The number of statements does not grow with the number of claims.
 * @returns one answer per request, and for each patrol without a free seat what those who ask next are told
 */
export async function seatAll(tx: Tx, people: DutyPeople, requests: readonly SeatRequest[], now: Date): Promise<{ answers: Answer[]; full: Map<string, Full> }> {
  await takeTurn(tx)
  const patrolIds = [...new Set(requests.map((r) => r.patrolId))].toSorted()
  const patrols = new Map((await lockPatrols(tx, patrolIds)).map((row) => [row.id, row]))
  const answers = await judge(tx, people, requests, patrols, now)
  const wanted = answers.flatMap((answer, index) => (answer instanceof Problem ? [] : [{ index, claim: answer, patrol: patrols.get(answer.patrolId) as PatrolRow }]))
  const { seated, turnedAway, unseated } = await giveSeats(tx, wanted, now)
  for (const { index, problem } of await explainConflicts(tx, turnedAway)) answers[index] = problem
  await recordSeats(tx, seated, now)
  const full = await findFull(tx, patrols, seated)
  for (const { index, claim } of unseated) answers[index] = noSeat(full.get(claim.patrolId) as Full, claim.personId)
  return { answers, full }
}

interface Wanted {
  index: number
  claim: Claim
  patrol: PatrolRow
}

async function judge(tx: Tx, people: DutyPeople, requests: readonly SeatRequest[], patrols: ReadonlyMap<string, PatrolRow>, now: Date): Promise<Answer[]> {
  const asking = requests.filter((r) => { const patrol = patrols.get(r.patrolId); return patrol !== undefined && asksAboutPerson(patrol) })
  const known = asking.length === 0 ? new Map<string, DutyPerson>() : await people.people(tx, [...new Set(asking.map((r) => r.person.personId))])
  return requests.map(({ patrolId, person }) => {
    const patrol = patrols.get(patrolId)
    if (!patrol || patrol.state === 'draft' || patrol.state === 'scheduled') return refuseCommon('not-found')
    const details = known.get(person.personId)
    const candidate: Candidate = { realName: person.realName, age: details?.ageAt(patrol.starts_at) ?? null, skills: details?.skills ?? [] }
    const code = claimRefusal(patrol, candidate, now)
    return code ? refuse(code) : { id: newId(), patrolId, personId: person.personId, claimedAt: now.toISOString() }
  })
}

async function giveSeats(tx: Tx, wanted: Wanted[], now: Date): Promise<{ seated: Wanted[]; turnedAway: Wanted[]; unseated: Wanted[] }> {
  const free = new Map(wanted.map(({ patrol }) => [patrol.id, freeSeats(patrol)]))
  const result = { seated: [] as Wanted[], turnedAway: [] as Wanted[], unseated: [] as Wanted[] }
  let waiting = wanted
  while (waiting.length > 0) {
    const round: Wanted[] = []
    const rest: Wanted[] = []
    const asked = new Set<string>()
    for (const one of waiting) {
      const left = free.get(one.patrol.id) as number
      // Two claims of one person cannot see each other inside one statement, so the second waits for the next.
      if (left === 0 || asked.has(one.claim.personId)) rest.push(one)
      else {
        asked.add(one.claim.personId)
        free.set(one.patrol.id, left - 1)
        round.push(one)
      }
    }
    if (round.length === 0) break
    const rows = round.map(({ claim, patrol }) => ({ id: claim.id, patrolId: patrol.id, personId: claim.personId, startsAt: patrol.starts_at, endsAt: patrol.ends_at }))
    const inserted = await insertClaims(tx, rows, now)
    for (const one of round) {
      if (inserted.has(one.claim.id)) result.seated.push(one)
      else {
        result.turnedAway.push(one)
        free.set(one.patrol.id, (free.get(one.patrol.id) as number) + 1)
      }
    }
    waiting = rest
  }
  result.unseated = waiting
  return result
}

async function explainConflicts(tx: Tx, turnedAway: readonly Wanted[]): Promise<{ index: number; problem: Problem }[]> {
  if (turnedAway.length === 0) return []
  const standing = await standingClaims(tx, [...new Set(turnedAway.map((one) => one.claim.personId))], new Date(Math.min(...turnedAway.map(({ patrol }) => patrol.starts_at.getTime()))))
  return turnedAway.map(({ index, claim }) => {
    const mine = standing.some((row) => row.person_id === claim.personId && row.patrol_id === claim.patrolId)
    return { index, problem: refuse(mine ? 'already-claimed' : 'overlapping-duty') }
  })
}

async function recordSeats(tx: Tx, seated: readonly Wanted[], now: Date): Promise<void> {
  const byPatrol = Map.groupBy(seated, ({ patrol }) => patrol.id)
  await addTakenSeats(tx, new Map([...byPatrol].map(([patrolId, all]) => [patrolId, all.length])))
  for (const [patrolId, all] of byPatrol) {
    const personIds = all.map(({ claim }) => claim.personId)
    const actor = personIds.length === 1 ? (personIds[0] as string) : 'system'
    await emit(tx, { type: 'duties.seats-claimed', actor, subject: `patrol:${patrolId}`, at: now, payload: { patrolId, personIds } })
  }
}

async function findFull(tx: Tx, patrols: ReadonlyMap<string, PatrolRow>, seated: readonly Wanted[]): Promise<Map<string, Full>> {
  const taken = Map.groupBy(seated, ({ patrol }) => patrol.id)
  const full = [...patrols.values()].filter((p) => freeSeats(p) <= (taken.get(p.id)?.length ?? 0))
  const holders = full.length === 0 ? new Map<string, Set<string>>() : await holdersOf(tx, full.map((p) => p.id))
  return new Map(full.map((p) => [p.id, { holders: holders.get(p.id) ?? new Set(), keptUntil: p.seats_kept > 0 ? p.units_until : null }]))
}
