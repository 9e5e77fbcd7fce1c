import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../platform/ids.ts'
import { JobRunner } from '../platform/jobs.ts'
import type { CaseView } from './contract.ts'
import { people, smallWorld, type SmallWorld } from './test/world.ts'

let w: SmallWorld
beforeAll(async () => { w = await smallWorld() })
afterAll(() => w.drop())

/** A case handed to 12345, with the id of its leg. */
async function handedOver(): Promise<{ id: string; legId: string }> {
  const { id } = await w.reported()
  await w.step(people.eastOfficer, id, 'accept')
  const view = await w.step(people.eastOfficer, id, 'hand-over', { channel: 'hotline12345', note: '请路灯单位处理' })
  return { id, legId: (view.legs[0] as CaseView['legs'][number]).id }
}
const send = (legId: string): Promise<void> => w.cases.jobs['cases.send-leg']({ legId })
const answer = (legId: string, stage: 'accepted' | 'replied'): Promise<void> => w.outside.hotline12345.job.handle({ legId, stage })
const inside = (id: string): Promise<CaseView> => w.cases.get(people.eastOfficer, id)
const stepsOf = async (id: string): Promise<string[]> => (await inside(id)).history.map((entry) => entry.step)
const tickets = async (legId: string): Promise<number> => (await w.db.selectFrom('gateways.simulated_ticket').select('leg_id').where('leg_id', '=', legId).execute()).length

describe('a leg to an outside desk', () => {
  it('is sent, accepted with a number, answered, and waits for the reporter', async () => {
    const { id, legId } = await handedOver()
    expect((await w.jobsOf('cases.send-leg')).map((job) => job.key)).toContain(`cases.send-leg:${legId}`)
    await send(legId)
    expect((await inside(id)).legs[0]).toMatchObject({ state: 'sent', number: expect.stringMatching(/^ZZ12345-20260414-\d{6}$/), attempts: 1 })
    await answer(legId, 'accepted')
    await answer(legId, 'replied')
    const view = await w.cases.get(people.resident, id)
    expect(view).toMatchObject({ state: 'replied', legs: [{ state: 'replied', attempts: 0 }] })
    expect(view.history.map((entry) => entry.step)).toEqual(['report', 'accept', 'hand-over', 'leg-sent', 'outside-accepted', 'outside-replied'])
    expect(view.history.at(-1)).toMatchObject({ byName: { zh: '12345 便民服务平台', en: expect.stringContaining('12345') }, note: expect.stringContaining('恢复照明') })
  })

  it('has a number of the city’s day, which begins before that of London', async () => {
    const { id, legId } = await handedOver()
    const evening = w.clock.now()
    w.clock.set('2026-04-14T16:30:00Z')
    await send(legId)
    w.clock.set(evening.toISOString())
    expect((await inside(id)).legs[0]?.number).toMatch(/^ZZ12345-20260415-/)
  })

  it('tells the outside desk nothing of the reporter', async () => {
    const { legId } = await handedOver()
    const told: unknown[] = []
    const real = w.outside.hotline12345.send
    w.outside.hotline12345.send = (leg) => { told.push(leg); return real(leg) }
    await send(legId)
    w.outside.hotline12345.send = real
    expect(told).toHaveLength(1)
    expect(JSON.stringify(told)).not.toContain(people.resident.personId)
    expect(JSON.stringify(told)).not.toContain('张*')
  })

  it('that fails is tried again with growing delay, out of the reporter\'s sight', async () => {
    const { id, legId } = await handedOver()
    w.settings.failTimes = 3
    const waits: number[] = []
    for (let i = 0; i < 3; i++) {
      await send(legId)
      const { legs: [leg] } = await inside(id)
      waits.push(Date.parse(leg?.nextTryAt as string) - w.clock.now().getTime())
      w.clock.set(leg?.nextTryAt as string)
      expect((await w.cases.get(people.resident, id)).legs[0]).toMatchObject({ state: 'to-send', lastError: null, nextTryAt: null })
    }
    await send(legId)
    w.settings.failTimes = 0
    expect(waits).toEqual([30_000, 120_000, 300_000])
    expect(await stepsOf(id)).toEqual(['report', 'accept', 'hand-over', 'leg-failed', 'leg-failed', 'leg-failed', 'leg-sent'])
    expect((await w.cases.get(people.resident, id)).history.map((entry) => entry.step)).not.toContain('leg-failed')
  })

  it('stands still after the last try until the desk sends it again or takes the case back', async () => {
    const { id, legId } = await handedOver()
    w.settings.failTimes = 99
    for (let i = 0; i < 8; i++) {
      await send(legId)
      w.clock.set((await inside(id)).legs[0]?.nextTryAt ?? w.clock.now())
    }
    expect((await inside(id)).legs[0]).toMatchObject({ state: 'failed', attempts: 8, nextTryAt: null })
    w.settings.failTimes = 0
    await w.step(people.eastOfficer, id, 'resend')
    await send(legId)
    expect((await inside(id)).legs[0]).toMatchObject({ state: 'sent', lastError: null })
    const other = await handedOver()
    w.settings.failTimes = 99
    await send(other.legId)
    w.settings.failTimes = 0
    expect(await w.step(people.eastOfficer, other.id, 'recall', { note: '社区自行处理' })).toMatchObject({ state: 'in-progress', legs: [{ state: 'recalled' }] })
    await send(other.legId)
    expect(await tickets(other.legId)).toBe(0)
  })

  it('is one ticket however often it is sent', async () => {
    const { id, legId } = await handedOver()
    await Promise.all([send(legId), send(legId), send(legId)])
    await send(legId)
    expect(await tickets(legId)).toBe(1)
    expect((await stepsOf(id)).filter((step) => step === 'leg-sent')).toHaveLength(1)
  })

  it('whose receipt was lost in a crash gets the same ticket at the next try', async () => {
    const { id, legId } = await handedOver()
    const real = w.outside.hotline12345.send
    w.outside.hotline12345.send = async (leg) => { await real(leg); throw new Error('the line broke') }
    await send(legId)
    w.outside.hotline12345.send = real
    await send(legId)
    expect(await tickets(legId)).toBe(1)
    expect((await inside(id)).legs[0]).toMatchObject({ state: 'sent' })
  })

  it('takes a repeated answer once, also at the same time, and ignores one that comes too late', async () => {
    const { id, legId } = await handedOver()
    await send(legId)
    await answer(legId, 'accepted')
    const reply = { legId, messageId: 'm1', kind: 'replied' as const, number: 'ZZ12345-1', text: '已修复' }
    const results = await Promise.all([1, 2, 3].map(() => w.cases.onOutsideReply(reply)))
    expect(results.toSorted()).toEqual(['repeated', 'repeated', 'taken'])
    expect(await w.cases.onOutsideReply({ ...reply, messageId: 'm2', kind: 'returned', text: '不属于我单位' })).toBe('late')
    expect((await stepsOf(id)).filter((step) => step === 'outside-replied')).toHaveLength(1)
    expect((await inside(id)).state).toBe('replied')
  })

  it('whose answer overtakes the receipt counts as sent', async () => {
    const { id, legId } = await handedOver()
    await w.cases.onOutsideReply({ legId, messageId: 'a', kind: 'replied', number: 'ZZ12345-9', text: '已处理' })
    await send(legId)
    expect(await stepsOf(id)).toEqual(['report', 'accept', 'hand-over', 'leg-sent', 'outside-replied'])
    expect((await inside(id)).legs[0]).toMatchObject({ state: 'replied', number: 'ZZ12345-9' })
  })

  it('that is returned comes back to the desk with the reason and may go elsewhere', async () => {
    const { id, legId } = await handedOver()
    await send(legId)
    await w.cases.onOutsideReply({ legId, messageId: 'r', kind: 'returned', number: 'ZZ12345-7', text: '属公安职责，请转 110' })
    expect(await inside(id)).toMatchObject({ state: 'in-progress' })
    const view = await w.step(people.eastOfficer, id, 'hand-over', { channel: 'police110' })
    expect(view.legs.map((leg) => [leg.channel, leg.state])).toEqual([['hotline12345', 'returned'], ['police110', 'to-send']])
  })

  it('of no known id is refused', async () => {
    await expect(w.cases.onOutsideReply({ legId: newId(), messageId: 'x', kind: 'replied', number: '1', text: null })).rejects.toMatchObject({ code: 'not-found' })
    await w.cases.jobs['cases.send-leg']({ legId: newId() })
  })

  it('runs through the queue from sending to answer', async () => {
    const fresh = await smallWorld()
    fresh.settings.answerAfter_s = 0
    // The queue goes by the database's own time: jobs of the stopped clock lie in its past.
    const faults: unknown[] = []
    const runner = new JobRunner(fresh.pool, 'Asia/Shanghai', (error) => faults.push(error))
    for (const [name, handler] of Object.entries(fresh.cases.jobs)) if (name !== 'cases.lapse') runner.on(name, handler)
    for (const desk of Object.values(fresh.outside)) runner.on(desk.job.name, desk.job.handle)
    await runner.start()
    try {
      const { id } = await fresh.reported()
      await fresh.step(people.eastOfficer, id, 'accept')
      await fresh.step(people.eastOfficer, id, 'hand-over', { channel: 'hotline12345' })
      await expect.poll(async () => (await fresh.cases.get(people.resident, id)).state, { timeout: 30_000, interval: 100 }).toBe('replied')
      expect(faults).toEqual([])
    } finally {
      await runner.stop()
      await fresh.drop()
    }
  })
})
