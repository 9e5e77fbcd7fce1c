import type { Actor } from '../../platform/actor.ts'
import type { Database } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { refuse as refuseCommon, refuser, type Problem } from '../../platform/problem.ts'
import { dutyProblems, type Claim } from '../contract.ts'
import { asksAboutPerson, claimRefusal, type Candidate } from '../eligibility.ts'
import type { DutyPeople, DutyPerson } from '../ports.ts'
import { takeSeats, type SeatWish } from '../store/claims.ts'
import { patrolsById, type PatrolRow } from '../store/patrols.ts'

const refuse = refuser(dutyProblems)

export interface SeatRequest {
  patrolId: string
  person: Pick<Actor, 'personId' | 'realName'>
}
export type Answer = Claim | Problem

/**
 * Decides many claims, in order of arrival, in one transaction that is one trip to the database however many they are.
 * Patrols are judged as they were last read; the seats are given only where the patrol is still the same, else it is read and judged again.
 * @param known patrols that were read a moment ago; those that are missing are read and added
 * @returns one answer per request
 */
export async function seatAll(db: Database, people: DutyPeople, requests: readonly SeatRequest[], now: Date, known: Map<string, PatrolRow>): Promise<Answer[]> {
  const answers: Answer[] = []
  for (let open = requests.map((_, index) => index); open.length > 0;) open = await seatOnce(db, people, requests, open, answers, now, known)
  return answers
}

/** Answers those of `open` and returns what must be asked again: second wishes of one person, which would not see the first, and wishes for a patrol that has changed. */
async function seatOnce(db: Database, people: DutyPeople, requests: readonly SeatRequest[], open: readonly number[], answers: Answer[], now: Date, known: Map<string, PatrolRow>): Promise<number[]> {
  const patrols = await patrolsAsked(db, requests, open, known)
  const candidateOf = await candidates(db, people, requests, open, patrols)
  const claimedAt = now.toISOString()
  const wishes: SeatWish[] = []
  const wishing = new Set<string>()
  const again: number[] = []
  for (const index of open) {
    const { patrolId, person: { personId } } = requests[index] as SeatRequest
    const patrol = patrols.get(patrolId)
    if (!patrol || unpublished(patrol)) {
      answers[index] = refuseCommon('not-found')
      continue
    }
    const code = claimRefusal(patrol, candidateOf(index, patrol), now)
    if (code) answers[index] = refuse(code)
    else if (wishing.has(personId)) again.push(index)
    else {
      const id = newId()
      wishing.add(personId)
      answers[index] = { id, patrolId, personId, claimedAt }
      wishes.push({ index, id, patrolId, personId, version: patrol.version })
    }
  }
  if (wishes.length === 0) return again
  for (const { index, reason } of await takeSeats(db, wishes, now)) {
    const { patrolId } = requests[index] as SeatRequest
    if (reason !== 'patrol-changed') answers[index] = refuse(reason, reason === 'kept-for-units' ? { until: patrols.get(patrolId)?.units_until?.toISOString() } : {})
    else {
      again.push(index)
      // Another batch may have read it anew meanwhile.
      if (known.get(patrolId) === patrols.get(patrolId)) known.delete(patrolId)
    }
  }
  return again.toSorted((a, b) => a - b)
}

const unpublished = ({ state }: PatrolRow): boolean => state === 'draft' || state === 'scheduled'

/** The patrols asked for, as this round judges them; those that are not known yet are read. Other batches change what is known while this one waits. */
async function patrolsAsked(db: Database, requests: readonly SeatRequest[], open: readonly number[], known: Map<string, PatrolRow>): Promise<Map<string, PatrolRow>> {
  const asked = new Map([...new Set(open.map((index) => (requests[index] as SeatRequest).patrolId))].map((id) => [id, known.get(id)]))
  const unknown = [...asked].flatMap(([id, row]) => (row === undefined ? [id] : []))
  for (const row of unknown.length > 0 ? await patrolsById(db, unknown) : []) {
    known.set(row.id, row)
    asked.set(row.id, row)
  }
  return new Map([...asked].flatMap(([id, row]) => (row === undefined ? [] : [[id, row] as const])))
}

/** Reads of people what the patrols' conditions ask; most patrols ask nothing beyond the real name. */
async function candidates(db: Database, people: DutyPeople, requests: readonly SeatRequest[], open: readonly number[], patrols: ReadonlyMap<string, PatrolRow>): Promise<(index: number, patrol: PatrolRow) => Candidate> {
  const asksMore = new Set([...patrols.values()].filter(asksAboutPerson).map(({ id }) => id))
  const asking = asksMore.size === 0 ? [] : open.map((index) => requests[index] as SeatRequest).filter(({ patrolId }) => asksMore.has(patrolId))
  const details = asking.length === 0 ? new Map<string, DutyPerson>() : await people.people(db, [...new Set(asking.map((r) => r.person.personId))])
  return (index, patrol) => {
    const { personId, realName } = (requests[index] as SeatRequest).person
    const person = details.get(personId)
    return { realName, age: person?.ageAt(patrol.starts_at) ?? null, skills: person?.skills ?? [] }
  }
}
