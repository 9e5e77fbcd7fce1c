import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../platform/ids.ts'
import type { Report } from './contract.ts'
import { attendanceId, people, regions, smallWorld, spots, type SmallWorld } from './test/world.ts'

let w: SmallWorld
beforeAll(async () => { w = await smallWorld() })
afterAll(() => w.drop())

const counted = async (): Promise<number[]> => Promise.all((['cases.case', 'cases.step', 'platform.event'] as const)
  .map(async (table) => Number((await w.db.selectFrom(table).select((e) => e.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()).n)))

describe('a report', () => {
  it('becomes a case with a number on the desk of its category and region', async () => {
    const view = await w.reported({ attendanceId })
    expect(view).toMatchObject({
      state: 'received', category: 'street-light', region: { code: regions.east.code, name: { zh: '金宝社区', en: 'Jinbao Community' } }, desk: { kind: 'committee', regionName: { zh: '金宝社区', en: 'Jinbao Community' } },
      dueAt: '2026-04-21T15:59:59.000Z', overdue: false, parties: ['reporter'], duringPatrol: true, reporter: null, version: 1,
    })
    expect(view.number).toMatch(/^2026-0414-\d{4}$/)
    expect(view.photos).toEqual([{ id: expect.any(String), width: 64, height: 48 }])
    expect(view.history.map((entry) => entry.step)).toEqual(['report'])
    const event = await w.db.selectFrom('platform.event').selectAll().where('subject', '=', `case:${view.id}`).executeTakeFirstOrThrow()
    expect(event).toMatchObject({ type: 'cases.reported', actor: people.resident.personId, payload: { caseId: view.id, number: view.number, reporterId: people.resident.personId, regionPath: regions.east.path, category: 'street-light', attendanceId } })
  })

  it.each([
    ['street-light', 'east', 'committee', regions.east.code],
    ['fire-lane', 'east', 'street', regions.town.code],
    ['noise', 'west', 'police', regions.town.code],
    ['rubbish', 'other', 'committee', regions.other.code],
  ] as const)('of %s in the %s lies on the %s desk of %s', async (category, spot, kind, regionCode) => {
    const view = await w.reported({ category, position: spots[spot] })
    expect(view.desk).toMatchObject({ kind, regionCode })
  })

  it('sent twice is one case, also at the same time', async () => {
    const report = await w.reportOf(people.resident)
    const views = await Promise.all([1, 2, 3, 4].map(() => w.cases.report(people.resident, report)))
    const again = await w.cases.report(people.resident, { ...report, words: '别的话' })
    expect(new Set([...views, again].map((view) => view.number)).size).toBe(1)
    expect(again.words).toBe(report.words)
    expect(await w.eventsOf(report.id)).toEqual(['cases.reported'])
  })

  it('without a position goes to the city until it is pinned', async () => {
    const view = await w.reported({ position: null, address: '金宝市场后门' })
    expect(view).toMatchObject({ position: null, region: { code: '3506' }, desk: { regionCode: '3506' } })
    const pinned = await w.step(people.resident, view.id, 'locate', { position: spots.east })
    expect(pinned).toMatchObject({ position: spots.east, region: { code: regions.east.code }, desk: { regionCode: regions.east.code }, facts: { positionKnown: true } })
    await expect(w.step(people.resident, view.id, 'locate', { position: spots.west })).rejects.toMatchObject({ code: 'position-known' })
  })

  it('is taken up to a day late', async () => {
    const early = new Date(w.clock.now().getTime() - 24 * 3_600_000 + 1000)
    expect((await w.reported({ deviceTime: early.toISOString() })).deviceTime).toBe(early.toISOString())
  })

  const refused: Array<[string, Partial<Report>, string]> = [
    ['of danger right now', { category: 'danger-now', answers: { what: 'fire', hurt: true } }, 'call-110'],
    ['at sea', { position: spots.sea }, 'outside-city'],
    ['from the future', { deviceTime: '2026-04-14T11:03:00Z' }, 'from-the-future'],
    ['of the day before yesterday', { deviceTime: '2026-04-13T10:59:00Z' }, 'too-late'],
    ['of no known category', { category: 'ufo' }, 'category-unknown'],
    ['with a question left out', { answers: { extent: 'one' } }, 'answers-incomplete'],
    ['with an answer that was not offered', { answers: { extent: 'all', dark: true } }, 'answers-incomplete'],
    ['with an answer nobody asked for', { answers: { extent: 'one', dark: true, colour: 'red' } }, 'answers-incomplete'],
    ['of what can be seen, without a photo', { photos: [] }, 'photo-needed'],
    ['with a photo that never arrived', { photos: [newId()] }, 'photo-missing'],
    ['with another\'s patrol', { attendanceId: newId() }, 'attendance-not-yours'],
  ]
  it.each(refused)('%s is refused and leaves nothing', async (_, over, code) => {
    const report = await w.reportOf(people.resident, over)
    const before = await counted()
    await expect(w.cases.report(people.resident, report)).rejects.toMatchObject({ code })
    expect(await counted()).toEqual(before)
  })

  it('of what cannot be seen needs no photo', async () => {
    expect(await w.reported({ category: 'noise', answers: { source: 'square', when: 'night' }, photos: [] })).toMatchObject({ state: 'received', photos: [], cover: null })
  })

  it('without the terms agreed to is refused, as its photos are, but never what to do in danger', async () => {
    const due = { ...people.resident, termsDue: 'privacy' }
    const report = await w.reportOf(people.resident)
    const before = await counted()
    await expect(w.cases.report(due, report)).rejects.toMatchObject({ code: 'terms-needed', params: { purpose: 'privacy' } })
    await expect(w.upload(due)).rejects.toMatchObject({ code: 'terms-needed' })
    await expect(w.cases.report(due, { ...report, category: 'danger-now', answers: {} })).rejects.toMatchObject({ code: 'call-110' })
    expect(await counted()).toEqual(before)
    expect(await w.cases.report(people.resident, report)).toMatchObject({ state: 'received' })
  })

  it('names the emergency numbers when it refuses danger', async () => {
    await expect(w.reported({ category: 'danger-now', answers: {} })).rejects.toMatchObject({ params: { numbers: ['110', '119', '120', '122'] } })
  })

  it('with another\'s photo or another\'s id is refused', async () => {
    const theirs = await w.upload(people.neighbour)
    await expect(w.reported({ photos: [theirs] })).rejects.toMatchObject({ code: 'photo-missing' })
    const report = await w.reportOf(people.resident)
    await w.cases.report(people.resident, report)
    await expect(w.cases.report(people.neighbour, report)).rejects.toMatchObject({ code: 'report-id-taken' })
  })

  it('is taken so often an hour from one person, and repeats are not counted', async () => {
    const strict = await smallWorld({ reports_per_hour: 2 })
    try {
      const first = await strict.reportOf(people.resident)
      for (let i = 0; i < 4; i++) await strict.cases.report(people.resident, first)
      await strict.reported()
      await expect(strict.reported()).rejects.toMatchObject({ code: 'too-many-requests', status: 429 })
      await strict.reported({}, people.neighbour)
    } finally {
      await strict.drop()
    }
  })

  it('needs a signed-in person', async () => {
    await expect(w.cases.report(null, await w.reportOf(people.resident))).rejects.toMatchObject({ code: 'sign-in-required' })
  })
})

describe('case numbers', () => {
  it('are unique however many report at once, and begin anew with the city\'s day', async () => {
    w.clock.set('2026-04-15T15:59:00Z')
    const reports = await Promise.all(Array.from({ length: 40 }, () => w.reportOf(people.neighbour)))
    const views = await Promise.all(reports.map((report) => w.cases.report(people.neighbour, report)))
    expect(new Set(views.map((view) => view.number)).size).toBe(40)
    expect(views.every((view) => view.number.startsWith('2026-0415-'))).toBe(true)
    w.clock.set('2026-04-15T16:00:00Z')
    expect((await w.reported()).number).toBe('2026-0416-0001')
  })
})

describe('similar cases', () => {
  it('are open ones of the category nearby, told without words, photo or reporter', async () => {
    w.clock.set('2026-04-20T02:00:00Z')
    const near = await w.reported({ category: 'manhole', position: { lon: spots.west.lon, lat: 24.5501 } })
    await w.reported({ category: 'manhole', position: { lon: spots.west.lon, lat: 24.555 } })
    await w.reported({ category: 'rubbish', position: { lon: spots.west.lon, lat: 24.5501 } })
    const similar = await w.cases.similar(people.neighbour, { category: 'manhole', lon: spots.west.lon, lat: 24.55 })
    expect(similar).toEqual([{
      id: near.id, number: near.number, state: 'received', category: 'manhole', reportedAt: near.reportedAt, distance_m: 11, followers: 0, relation: 'none',
      choices: [{ zh: '缺失', en: 'Missing' }, { zh: '机动车道', en: 'Carriageway' }],
    }])
    w.clock.advance({ days: 15 })
    expect(await w.cases.similar(people.neighbour, { category: 'manhole', lon: spots.west.lon, lat: 24.55 })).toEqual([])
  })

  it('are followed instead of reported again; a follower sees the state but not the reporter\'s words', async () => {
    const near = await w.reported({ category: 'noise', words: '我家住302' })
    const view = await w.cases.follow(people.neighbour, near.id, spots.east)
    expect(view).toMatchObject({ state: 'received', followers: 1, words: '', photos: [], reporter: null, address: '', parties: ['follower'] })
    expect((await w.cases.mine(people.neighbour, { limit: 50 })).items.find((item) => item.id === near.id)).toMatchObject({ relation: 'follower', excerpt: '', cover: null })
    await w.step(people.police, near.id, 'comment', { note: '已联系302张先生' })
    await w.step(people.police, near.id, 'accept')
    await w.step(people.police, near.id, 'reply', { note: '店家已调低音量' })
    const seen = await w.cases.get(people.neighbour, near.id)
    expect(seen.history.map((entry) => entry.note)).toEqual([null, null, null, '店家已调低音量'])
    await w.cases.unfollow(people.neighbour, near.id)
    await expect(w.cases.get(people.neighbour, near.id)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('cannot be followed from afar, when sensitive, or by guessing', async () => {
    const near = await w.reported({ category: 'noise' })
    const clue = await w.reported({ category: 'suspicious' })
    expect(await w.cases.similar(people.neighbour, { category: 'suspicious', ...spots.east })).toEqual([])
    for (const [id, position] of [[near.id, spots.west], [clue.id, spots.east], [newId(), spots.east]] as const) {
      await expect(w.cases.follow(people.stranger, id, position)).rejects.toMatchObject({ code: 'not-found' })
    }
  })
})

describe('a region that moves', () => {
  it('takes its cases and desks along', async () => {
    const view = await w.reported({ category: 'fire-lane' })
    const [reaction] = w.cases.reactions
    await w.db.transaction().execute((tx) => reaction!.handle(tx, {
      id: newId(), type: 'places.region-moved', version: 1, at: w.clock.now(), actor: 'system', subject: 'region:350602001', payload: { code: '350602001', oldPath: regions.town.path, newPath: '3506.3506z01.350602001' },
    }))
    const row = await w.db.selectFrom('cases.case').selectAll().where('id', '=', view.id).executeTakeFirstOrThrow()
    expect(row).toMatchObject({ region_path: '3506.3506z01.350602001.350602001001', desk_path: '3506.3506z01.350602001' })
  })
})
