import type { Actor } from '../../platform/actor.ts'
import type { Database } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { Problem, refuse as refuseCommon, refuser } from '../../platform/problem.ts'
import { dutyProblems, type Claim } from '../contract.ts'
import { asksAboutPerson, claimRefusal, type Candidate } from '../eligibility.ts'
import type { DutyPeople, DutyPerson } from '../ports.ts'
import { takeSeats } from '../store/claims.ts'
import { patrolsById, type PatrolRow } from '../store/patrols.ts'

const refuse = refuser(dutyProblems)

export interface SeatRequest {
  patrolId: string
  person: Pick<Actor, 'personId' | 'realName'>
}
export type Answer = Claim | Problem

interface Wanted {
  index: number
  claim: Claim
  patrol: PatrolRow
}

/**
 * Decides many claims, in order of arrival, in one transaction that is one trip to the database however many they are.
 * Patrols are judged as they were last read; the seats are given only where the patrol is still the same, else it is read and judged again.
 * @param known patrols that were read a moment ago; those that are missing are read and added
 * @returns one answer per request
 */
export async function seatAll(db: Database, people: DutyPeople, requests: readonly SeatRequest[], now: Date, known: Map<string, PatrolRow>): Promise<Answer[]> {
  const answers: Answer[] = []
  for (let open = requests.map((_, index) => index); open.length > 0;) {
    await readUnknown(db, known, open.map((index) => (requests[index] as SeatRequest).patrolId))
    const judged = await judge(db, people, open.map((index) => requests[index] as SeatRequest), known, now)
    const wanted: Wanted[] = []
    judged.forEach((answer, i) => {
      const index = open[i] as number
      answers[index] = answer
      if (!(answer instanceof Problem)) wanted.push({ index, claim: answer, patrol: known.get(answer.patrolId) as PatrolRow })
    })
    open = await seatOnce(db, wanted, answers, now, known)
  }
  return answers
}

async function readUnknown(db: Database, known: Map<string, PatrolRow>, patrolIds: readonly string[]): Promise<void> {
  const unknown = [...new Set(patrolIds)].filter((id) => !known.has(id))
  if (unknown.length > 0) for (const row of await patrolsById(db, unknown)) known.set(row.id, row)
}

async function judge(db: Database, people: DutyPeople, requests: readonly SeatRequest[], patrols: ReadonlyMap<string, PatrolRow>, now: Date): Promise<Answer[]> {
  const asksMore = new Set([...new Set(requests.map(({ patrolId }) => patrolId))].filter((id) => asksAboutPerson(patrols.get(id))))
  const asking = asksMore.size === 0 ? [] : requests.filter(({ patrolId }) => asksMore.has(patrolId))
  const details = asking.length === 0 ? new Map<string, DutyPerson>() : await people.people(db, [...new Set(asking.map((r) => r.person.personId))])
  const claimedAt = now.toISOString()
  return requests.map(({ patrolId, person }) => {
    const patrol = patrols.get(patrolId)
    if (!patrol || patrol.state === 'draft' || patrol.state === 'scheduled') return refuseCommon('not-found')
    const known = details.get(person.personId)
    const candidate: Candidate = { realName: person.realName, age: known?.ageAt(patrol.starts_at) ?? null, skills: known?.skills ?? [] }
    const code = claimRefusal(patrol, candidate, now)
    return code ? refuse(code) : { id: newId(), patrolId, personId: person.personId, claimedAt }
  })
}

/** Returns what must be asked again: second wishes of one person, which would not see the first, and wishes for a patrol that has changed. */
async function seatOnce(db: Database, wanted: readonly Wanted[], answers: Answer[], now: Date, known: Map<string, PatrolRow>): Promise<number[]> {
  const firstOf = new Map<string, Wanted>()
  const again: number[] = []
  for (const one of wanted) {
    if (firstOf.has(one.claim.personId)) again.push(one.index)
    else firstOf.set(one.claim.personId, one)
  }
  const round = [...firstOf.values()]
  if (round.length === 0) return []
  const refused = await takeSeats(db, round.map(({ claim, patrol }) => ({ id: claim.id, patrolId: patrol.id, personId: claim.personId, version: patrol.version })), now)
  for (const { index, reason } of refused) {
    const one = round[index] as Wanted
    if (reason === 'patrol-changed') {
      known.delete(one.patrol.id)
      again.push(one.index)
    } else answers[one.index] = refuse(reason, reason === 'kept-for-units' ? { until: one.patrol.units_until?.toISOString() } : {})
  }
  return again.toSorted((a, b) => a - b)
}
