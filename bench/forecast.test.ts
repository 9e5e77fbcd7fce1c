import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { AccuracyTally } from '../server/planning/forecast/measure.ts'
import { orderPast } from '../server/planning/forecast/past.ts'
import { countGrid90Days, countGridAllHistory } from '../server/planning/forecast/simple.ts'
import { countCells, studyOf } from '../server/planning/forecast/study.ts'
import { readPast } from './forecast.ts'

describe('reading a set', () => {
  it('takes columns in any order, keeps commas in a last column, and leaves out rows without a place', () => {
    const past = readPast('x,y,t,cat\n1.5,-2,2010-01-02 03:04:05,"theft, other"\n,,2010-01-02,theft\n3,4,2010-01-03,theft\n')!
    expect([...past.x_m]).toEqual([1.5, 3])
    expect([...past.wallclock_s]).toEqual([Date.UTC(2010, 0, 2, 3, 4, 5) / 1000, Date.UTC(2010, 0, 3) / 1000])
    expect(past.kinds).toEqual(['theft, other', 'theft'])
  })

  it('declines a file with other columns', () => {
    expect(readPast('lon,lat\n1,2\n')).toBeUndefined()
  })
})

const set = join(process.env['REDVEST_TEST_DATA'] ?? '', 'hotspot/houston2010.csv.gz')

describe.skipIf(process.env['REDVEST_TEST_DATA'] === undefined || !existsSync(set))('the measure', () => {
  it('gives the published figures of two count grids on Houston', () => {
    const past = orderPast(readPast(gunzipSync(readFileSync(set)).toString())!)
    const end = past.day[past.count - 1]! + 1
    const study = studyOf(past, end - 84, undefined, { cell_m: 200, block_cells: 5 })
    const figures = [countGrid90Days, countGridAllHistory].map((method) => {
      const tally = new AccuracyTally()
      for (let day = end - 84; day < end; day += 7) {
        const { counts, outside } = countCells(study, day, day + 7)
        tally.add(method(study, day), counts, outside)
      }
      const { pai1, pai5 } = tally.result()
      return [pai1.toFixed(1), pai5.toFixed(1)]
    })
    expect(figures).toEqual([['26.8', '10.8'], ['27.3', '11.2']])
  })
})
