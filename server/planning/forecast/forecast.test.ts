import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomOf } from './boosting.ts'
import { forecastWeek, forecastWith, trainForecaster, SHAPE } from './forecast.ts'
import { orderPast, type Past } from './past.ts'
import { slotSurface } from './surface.ts'
import { studyOf } from './study.ts'

interface Row { time: number; x: number; y: number; kind: number }

const DAYS = 150

/** A city of 4 by 4 km: a lasting hotspot by night for kind 0, all else spread evenly. */
function cityRows(seed: number, count = 1200, days = DAYS): Row[] {
  const random = randomOf(seed)
  return Array.from({ length: count }, () => {
    const hot = random() < 0.4
    const day = Math.floor(random() * days)
    return {
      time: day * 86_400 + Math.floor((hot ? 20 + 4 * random() : 24 * random()) * 3600),
      x: hot ? 1250 + 100 * random() : 4000 * random(), y: hot ? 2250 + 100 * random() : 4000 * random(),
      kind: hot || random() < 0.3 ? 0 : 1,
    }
  })
}

const pastOf = (rows: Row[]): Past => ({
  wallclock_s: Float64Array.from(rows, (row) => row.time), x_m: Float64Array.from(rows, (row) => row.x), y_m: Float64Array.from(rows, (row) => row.y),
  kind: Uint16Array.from(rows, (row) => row.kind), kinds: ['theft', 'burglary'],
})
const sum = (values: Float64Array): number => values.reduce((a, b) => a + b, 0)
const seeds = fc.integer({ min: 1, max: 1e6 })
const few = { numRuns: 3 }

describe('a week\'s forecast', () => {
  it('is nowhere negative and adds up to about as many incidents as the weeks before', () => {
    fc.assert(fc.property(seeds, fc.constantFrom(undefined, 0, 1), (seed, kind) => {
      const rows = cityRows(seed)
      const forecast = forecastWeek(pastOf(rows), { firstDay: DAYS, kind })
      expect(forecast.week.every((expected) => expected >= 0)).toBe(true)
      const weekly = rows.filter((row) => kind === undefined || row.kind === kind).length / DAYS * 7
      const total = sum(forecast.week) + forecast.outside
      expect(total / weekly).toBeGreaterThan(0.6)
      expect(total / weekly).toBeLessThan(1.6)
    }), few)
  })

  it('expects the most where the most happened', () => {
    const forecast = forecastWeek(pastOf(cityRows(3)), { firstDay: DAYS, kind: 0 })
    const most = forecast.week.indexOf(Math.max(...forecast.week))
    expect([forecast.grid.column[most], forecast.grid.row[most]]).toEqual([6, 11])
    expect(forecast.week[most]! / sum(forecast.week)).toBeGreaterThan(0.3)
  })

  it('does not change with the order of incidents', () => {
    fc.assert(fc.property(seeds, (seed) => {
      const rows = cityRows(seed)
      const random = randomOf(seed)
      const shuffled = rows.map((row) => [random(), row] as const).sort((a, b) => a[0] - b[0]).map(([, row]) => row)
      expect(forecastWeek(pastOf(shuffled), { firstDay: DAYS, kind: 0 })).toEqual(forecastWeek(pastOf(rows), { firstDay: DAYS, kind: 0 }))
    }), few)
  })

  it('does not see incidents on or after its first day', () => {
    fc.assert(fc.property(seeds, fc.integer({ min: 60, max: 140 }), (seed, firstDay) => {
      const rows = cityRows(seed)
      const early = rows.filter((row) => row.time < firstDay * 86_400)
      expect(forecastWeek(pastOf(rows), { firstDay })).toEqual(forecastWeek(pastOf(early), { firstDay }))
    }), few)
  })

  it('moves with the city by whole blocks and by whole weeks', () => {
    fc.assert(fc.property(seeds, fc.integer({ min: -40, max: 40 }), fc.integer({ min: 1, max: 30 }), (seed, blocks, weeks) => {
      const rows = cityRows(seed).map((row) => ({ ...row, x: Math.round(row.x * 8) / 8, y: Math.round(row.y * 8) / 8 }))
      const moved = rows.map((row) => ({ ...row, x: row.x + blocks * 2000, y: row.y - 3 * blocks * 2000, time: row.time + weeks * 7 * 86_400 }))
      const here = forecastWeek(pastOf(rows), { firstDay: DAYS, kind: 0 })
      const there = forecastWeek(pastOf(moved), { firstDay: DAYS + weeks * 7, kind: 0 })
      expect(there.week).toEqual(here.week)
      expect(there.profile).toEqual(here.profile)
      expect([...there.grid.column]).toEqual([...here.grid.column].map((column) => column + blocks * 10))
    }), few)
  })

  it('is spread over weekdays and shifts without losing any, most of it when most happens', () => {
    const forecast = forecastWeek(pastOf(cityRows(9)), { firstDay: DAYS, kind: 0, shiftStarts_h: [0, 6, 14, 20] })
    const shifts = [0, 1, 2, 3].map((shift) => sum(Float64Array.from([0, 1, 2, 3, 4, 5, 6], (day) => sum(slotSurface(forecast, { day, shift })))))
    expect(shifts.reduce((a, b) => a + b, 0)).toBeCloseTo(sum(forecast.week), 4)
    expect(Math.max(...shifts)).toBe(shifts[3])
  })

  it('scores itself on the last weeks of its past when there are enough of them', () => {
    const { evidence } = forecastWeek(pastOf(cityRows(4)), { firstDay: DAYS, kind: 0 })
    expect(evidence.score!.weeks).toBeGreaterThanOrEqual(4)
    expect(evidence.score!.chosen.pai5).toBeGreaterThan(0)
    expect(evidence.thin).toBe(false)
  })
})

describe('thin pasts', () => {
  it('give an empty forecast that says so when nothing happened', () => {
    const forecast = forecastWeek(pastOf([]), { firstDay: DAYS })
    expect(forecast.week.length).toBe(0)
    expect(forecast.evidence).toMatchObject({ thin: true, incidents: 0 })
    expect(forecast.evidence.reasons).toEqual(['no_past', 'short_past', 'few_incidents', 'not_scored'])
  })

  it('are told by reason and still forecast without trees', () => {
    const forecast = forecastWeek(pastOf(cityRows(5, 80, 60)), { firstDay: 60, kind: 1 })
    expect(forecast.evidence.reasons).toEqual(['short_past', 'few_incidents', 'not_scored'])
    expect(forecast.mixture.trees).toBeUndefined()
    expect(sum(forecast.week)).toBeGreaterThan(0)
  })
})

describe('bad input', () => {
  const past = pastOf(cityRows(1, 20))
  it.each([
    ['forecast.bad_setting', () => forecastWeek(past, { firstDay: 1.5 })],
    ['forecast.bad_setting', () => forecastWeek(past, { firstDay: DAYS, kind: 2 })],
    ['forecast.bad_setting', () => forecastWeek(past, { firstDay: DAYS, shiftStarts_h: [0, 8, 8] })],
    ['forecast.bad_setting', () => forecastWeek(past, { firstDay: DAYS, shape: { cell_m: 0, block_cells: 5 } })],
    ['forecast.columns_differ', () => forecastWeek({ ...past, x_m: new Float64Array(3) }, { firstDay: DAYS })],
    ['forecast.bad_number', () => forecastWeek({ ...past, x_m: past.x_m.with(0, Number.NaN) }, { firstDay: DAYS })],
    ['forecast.bad_number', () => forecastWeek({ ...past, wallclock_s: past.wallclock_s.with(0, Number.NaN) }, { firstDay: DAYS })],
    ['forecast.unknown_kind', () => forecastWeek({ ...past, kind: past.kind.with(0, 9) }, { firstDay: DAYS })],
  ])('is refused with the code %s', (code, run) => {
    expect(run).toThrowError(expect.objectContaining({ code }))
  })

  it('includes a week that the forecaster was trained on', () => {
    const forecaster = trainForecaster(studyOf(orderPast(past), DAYS, undefined, SHAPE), DAYS)
    expect(() => forecastWith(forecaster, DAYS - 1)).toThrowError(expect.objectContaining({ code: 'forecast.bad_setting' }))
  })
})
