import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { assign } from './assignment.ts'

/** Most pairs first, then least total, by trying every choice. */
function bruteForce(cost: number[], rows: number, columns: number): { assigned: number, total: number } {
  let best = { assigned: 0, total: 0 }
  const taken = new Set<number>()
  const place = (row: number, assigned: number, total: number): void => {
    if (row === rows) {
      if (assigned > best.assigned || (assigned === best.assigned && total < best.total)) best = { assigned, total }
      return
    }
    place(row + 1, assigned, total)
    for (let column = 0; column < columns; column++) {
      const pair = cost[row * columns + column]!
      if (pair === Infinity || taken.has(column)) continue
      taken.add(column)
      place(row + 1, assigned + 1, total + pair)
      taken.delete(column)
    }
  }
  place(0, 0, 0)
  return best
}

const problem = (pair: fc.Arbitrary<number>, most: number) =>
  fc.tuple(fc.integer({ min: 0, max: most }), fc.integer({ min: 0, max: most })).chain(([rows, columns]) =>
    fc.record({
      rows: fc.constant(rows),
      columns: fc.constant(columns),
      cost: fc.array(pair, { minLength: rows * columns, maxLength: rows * columns }),
    }))

const fewValues = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: -5, max: 9 }) },
  { weight: 1, arbitrary: fc.constant(Infinity) },
)
const anyValue = fc.oneof(
  { weight: 4, arbitrary: fc.double({ min: -1e4, max: 1e4, noNaN: true }) },
  { weight: 1, arbitrary: fc.constant(Infinity) },
)

describe('assign', () => {
  test('finds the most pairs at the least total of whole costs, also with forbidden pairs', () => {
    fc.assert(fc.property(problem(fewValues, 6), ({ cost, rows, columns }) => {
      const found = assign(Float64Array.from(cost), rows, columns)
      expect({ assigned: found.assigned, total: found.total }).toEqual(bruteForce(cost, rows, columns))
    }), { numRuns: 1500 })
  })

  test('finds the least total of fractional costs', () => {
    fc.assert(fc.property(problem(anyValue, 6), ({ cost, rows, columns }) => {
      const found = assign(Float64Array.from(cost), rows, columns)
      const best = bruteForce(cost, rows, columns)
      expect(found.assigned).toBe(best.assigned)
      expect(found.total).toBeCloseTo(best.total, 6)
    }), { numRuns: 1000 })
  })

  test('gives no column twice, no forbidden pair, and a total that is the sum of its pairs', () => {
    fc.assert(fc.property(problem(anyValue, 30), ({ cost, rows, columns }) => {
      const { columnOf, assigned, total } = assign(Float64Array.from(cost), rows, columns)
      const pairs = [...columnOf].map((column, row) => ({ column, row })).filter(({ column }) => column >= 0)
      expect(new Set(pairs.map(({ column }) => column)).size).toBe(assigned)
      expect(pairs.reduce((sum, { column, row }) => sum + cost[row * columns + column]!, 0)).toBeCloseTo(total, 6)
      expect(columnOf.length).toBe(rows)
    }))
  })

  test('costs the same when rows and columns are exchanged', () => {
    fc.assert(fc.property(problem(fc.integer({ min: 0, max: 50 }), 25), ({ cost, rows, columns }) => {
      const turned = new Float64Array(cost.length)
      cost.forEach((pair, k) => { turned[(k % columns) * rows + Math.floor(k / columns)] = pair })
      expect(assign(turned, columns, rows).total).toBe(assign(Float64Array.from(cost), rows, columns).total)
    }))
  })

  test('leaves the input as it was', () => {
    const cost = Float64Array.of(4, 1, Infinity, 2)
    assign(cost, 2, 2)
    expect([...cost]).toEqual([4, 1, Infinity, 2])
  })

  test('refuses sizes that do not fit and costs that are not numbers', () => {
    expect(() => assign(new Float64Array(5), 2, 3)).toThrow(expect.objectContaining({ code: 'assignment.shape' }))
    expect(() => assign(Float64Array.of(1, NaN), 1, 2)).toThrow(expect.objectContaining({ code: 'assignment.cost' }))
    expect(() => assign(Float64Array.of(1, -Infinity), 1, 2)).toThrow(expect.objectContaining({ code: 'assignment.cost' }))
  })
})

const given = process.env['REDVEST_TEST_DATA'] && join(process.env['REDVEST_TEST_DATA'], 'assign')
describe.skipIf(!given || !existsSync(given))('assign on the OR-Library problems', () => {
  test.each([[100, 305], [200, 475], [300, 626], [400, 804]])('n = %i costs %i', (n, optimum) => {
    const [size, ...cost] = readFileSync(join(given!, `assign${n}.txt`), 'utf8').trim().split(/\s+/).map(Number)
    expect(assign(Float64Array.from(cost), size!, size!).total).toBe(optimum)
  })
})
