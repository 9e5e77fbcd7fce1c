import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '../platform/actor.ts'
import { newId } from '../platform/ids.ts'
import { Problem } from '../platform/problem.ts'
import type { NewPatrol, PatrolState } from './contract.ts'
import { patrolStates, patrolSteps } from './contract.ts'
import { dutyWorld, grantFor, north, south, type DutyWorld } from './testing.ts'

let w: DutyWorld
beforeAll(async () => { w = await dutyWorld() })
afterAll(() => w.drop())

const code = async (work: () => Promise<unknown>): Promise<string> => {
  try {
    await work()
    return 'done'
  } catch (error) {
    if (error instanceof Problem) return error.code
    throw error
  }
}

describe('who may publish a patrol in a community', () => {
  const roles: [string, () => Actor | null, string][] = [
    ['a guest', () => null, 'sign-in-required'],
    ['a resident', () => w.person({ realName: 'unverified' }), 'not-allowed'],
    ['a volunteer', () => w.person(), 'not-allowed'],
    ['an officer of another community', () => w.person({ grants: [grantFor(south)] }), 'not-found'],
    ['an officer of the community', () => w.person({ grants: [grantFor(north)] }), 'done'],
    ['the police station there', () => w.person({ grants: [grantFor(north, 'police')] }), 'done'],
    ['a unit liaison with a region', () => w.person({ grants: [grantFor(north, 'liaison')] }), 'not-allowed'],
    ['an officer of the street above', () => w.officer, 'done'],
  ]
  it.each(roles)('%s drafts, edits, publishes and cancels, or is answered as if it were not there', async (_, who, expected) => {
    const actor = who()
    expect(await code(() => w.duties.patrols.draft(actor, w.newPatrol()))).toBe(expected)
    const { id } = await w.duties.patrols.draft(w.officer, w.newPatrol())
    expect(await code(() => w.duties.patrols.edit(actor, { id, ...w.newPatrol({ seats: 5 }) }))).toBe(expected)
    expect(await code(() => w.duties.claims.one(actor, id))).toBe(expected === 'done' ? 'done' : 'not-found')
    expect(await code(() => w.duties.patrols.publish(actor, { id, at: null }))).toBe(expected)
    expect(await code(() => w.duties.patrols.cancel(actor, { id, reason: '下雨' }))).toBe(expected)
    const seen = await w.duties.claims.one(w.officer, id)
    expect([seen.seats, seen.state]).toEqual(expected === 'done' ? [5, 'cancelled'] : [3, 'draft'])
  })

  it('shows an officer only the patrols of the own regions', async () => {
    await w.published({ name: '北区任务' })
    const elsewhere = w.person({ grants: [grantFor(south)] })
    expect((await w.duties.patrols.list(elsewhere, { limit: 100 })).items).toEqual([])
    expect(await code(() => w.duties.patrols.list(elsewhere, { regionCode: north.code, limit: 10 }))).toBe('not-found')
    expect((await w.duties.patrols.list(w.officer, { text: '北区', limit: 100 })).items.map((p) => p.name)).toEqual(['北区任务'])
  })

  it.each(['soonest', 'latest'] as const)('pages through the patrols of several regions as through one list, %s first', async (order) => {
    const several = w.person({ grants: [grantFor(north), grantFor(south)] })
    const name = `两区任务 ${order}`
    const southern: NewPatrol['shape'] = { type: 'LineString', coordinates: [[117.65, 24.49], [117.66, 24.49]] }
    for (const [day, place] of [[2, {}], [4, { regionCode: south.code, shape: southern }], [3, {}], [5, { regionCode: south.code, shape: southern }]] as const) {
      await w.published({ name, startsAt: `2026-05-0${day}T11:00:00Z`, endsAt: `2026-05-0${day}T13:00:00Z`, ...place })
    }
    const days: string[] = []
    for (let after: string | undefined; ;) {
      const page = await w.duties.patrols.list(several, { order, text: name, limit: 3, after })
      days.push(...page.items.map(({ startsAt }) => startsAt.slice(8, 10)))
      if (page.next === null) break
      after = page.next
    }
    expect(days).toEqual(order === 'soonest' ? ['02', '03', '04', '05'] : ['05', '04', '03', '02'])
  })

  it.each(['soonest', 'latest'] as const)('pages through patrols, %s first, without losing or repeating one', async (order) => {
    const seen: string[] = []
    for (let after: string | undefined; ;) {
      const page = await w.duties.patrols.list(w.officer, { order, limit: 2, after })
      seen.push(...page.items.map((p) => p.id))
      if (page.next === null) break
      after = page.next
    }
    const { items } = await w.duties.patrols.list(w.officer, { limit: 200 })
    const sorted = items.toSorted((a, b) => a.startsAt.localeCompare(b.startsAt) || a.id.localeCompare(b.id)).map((p) => p.id)
    expect(seen).toEqual(order === 'soonest' ? sorted : sorted.toReversed())
  })
})

describe('a patrol that cannot be', () => {
  const bad: [string, Partial<NewPatrol>, string][] = [
    ['begins a year and two days ahead', { startsAt: '2027-04-16T11:00:00Z', endsAt: '2027-04-16T13:00:00Z' }, 'window-too-far'],
    ['lies in the past', { startsAt: '2026-04-14T07:00:00Z', endsAt: '2026-04-14T08:00:00Z' }, 'window-in-past'],
    ['begins in the sea', { shape: { type: 'LineString', coordinates: [[117.4, 24.51], [117.66, 24.51]] } }, 'outside-city'],
    ['runs into the sea', { shape: { type: 'LineString', coordinates: [[117.65, 24.51], [117.4, 24.51]] } }, 'outside-city'],
    ['begins in another community', { shape: { type: 'LineString', coordinates: [[117.65, 24.49], [117.66, 24.51]] } }, 'outside-region'],
    ['names a region that does not exist', { regionCode: '999999' }, 'not-found'],
  ]
  it.each(bad)('%s is refused and nothing is kept', async (_, change, expected) => {
    const count = async () => (await w.db.selectFrom('duties.patrol').select('id').execute()).length
    const before = await count()
    expect(await code(() => w.duties.patrols.draft(w.officer, w.newPatrol(change)))).toBe(expected)
    expect(await count()).toBe(before)
  })
})

describe('the steps of a patrol', () => {
  const inState: Record<PatrolState, () => Promise<string>> = {
    draft: async () => (await w.duties.patrols.draft(w.officer, w.newPatrol())).id,
    scheduled: async () => { const id = await inState.draft(); await w.duties.patrols.publish(w.officer, { id, at: '2026-04-14T10:30:00Z' }); return id },
    open: () => w.published(),
    cancelled: async () => { const id = await w.published(); await w.duties.patrols.cancel(w.officer, { id, reason: '下雨' }); return id },
    finished: async () => { const id = await w.published(); await w.duties.patrols.finishDue(id); return id },
  }
  const steps = {
    edit: (id: string) => w.duties.patrols.edit(w.officer, { id, ...w.newPatrol() }),
    publish: (id: string) => w.duties.patrols.publish(w.officer, { id, at: null }),
    cancel: (id: string) => w.duties.patrols.cancel(w.officer, { id, reason: '改期' }),
    claim: (id: string) => w.duties.claims.claim(w.person(), id),
  }
  it.each(patrolStates.flatMap((state) => Object.keys(steps).map((step) => [state, step as keyof typeof steps] as const)))('in state %s, %s follows the table', async (state, step) => {
    const allowed = (patrolSteps[step] as readonly string[]).includes(state)
    const answer = await code(async () => steps[step](await inState[state]()))
    expect(answer === 'done').toBe(allowed)
    if (!allowed) expect(['wrong-state', 'patrol-not-open', 'not-found']).toContain(answer)
  })

  it('publishes at the set hour and tells so', async () => {
    const id = await inState.scheduled()
    await w.duties.patrols.publishDue(id)
    expect((await w.duties.claims.one(null, id)).state).toBe('open')
    expect(await w.events()).toContain('duties.patrol-published')
  })

  it('refuses to be published after it begins to be over or before now', async () => {
    const id = await inState.draft()
    expect(await code(() => w.duties.patrols.publish(w.officer, { id, at: '2026-04-14T09:00:00Z' }))).toBe('publish-time-unfit')
    expect(await code(() => w.duties.patrols.publish(w.officer, { id, at: '2026-04-14T14:00:00Z' }))).toBe('publish-time-unfit')
  })
})

describe('the seats of a cancelled patrol', () => {
  it('are named to officers of the region with the people who had them, not who gave theirs back, and to nobody else', async () => {
    const id = await w.published()
    const [had, walked, gaveBack] = [w.person(), w.person(), w.person()]
    for (const one of [had, walked, gaveBack]) await w.duties.claims.claim(one, id)
    await w.duties.claims.release(gaveBack, id)
    w.clock.set('2026-04-14T10:45:00Z')
    await w.duties.attendances.checkIn(walked, { id: newId(), patrolId: id, at: w.clock.now().toISOString(), position: { lon: 117.65, lat: 24.51, accuracy_m: 5 } })
    await w.duties.patrols.cancel(w.officer, { id, reason: '暴雨' })
    const seats = await w.duties.claims.ofPatrol(w.officer, id)
    expect(seats.map(({ claim: { personId }, personName, state, attendance }) => [personId, personName, state, attendance !== null])).toEqual([[had.personId, '张*', 'cancelled', false], [walked.personId, '张*', 'attended', true]])
    const elsewhere = w.person({ grants: [{ role: 'officer', regionPath: '3506.350603', organisationId: null, teamId: null }] })
    await expect(w.duties.claims.ofPatrol(elsewhere, id)).rejects.toMatchObject({ code: 'not-found' })
    for (const nobody of [had, w.person(), null]) await expect(w.duties.claims.ofPatrol(nobody, id)).rejects.toThrow(Problem)
    w.clock.set('2026-04-14T10:00:00Z')
  })
})
