import { describe, expect, test } from 'vitest'
import { ageAt, readIdNumber, checkCharacter } from '../server/people/identity/id-number.ts'
import { KINDS } from './kinds.ts'
import { volunteer, walkersIn } from './people.ts'

const DAY_MS = 86_400_000

describe('the people of the demo', () => {
  test.each([2026, 2027, 2031, 2044])('who walk may take every kind of patrol, whenever in %i the demo is started', (year) => {
    const anchors = [0, 100, 200, 300, 364].map((day) => new Date(Date.UTC(year, 0, 1) + day * DAY_MS))
    for (const now of anchors) {
      // Patrols lie up to a week behind the start and three days ahead.
      for (const day of [-7, 0, 3]) {
        const ages = walkersIn(year).map(({ born }) => ageAt(born, new Date(now.getTime() + day * DAY_MS)))
        for (const { ages: { ageMin, ageMax } } of KINDS) {
          expect(Math.min(...ages)).toBeGreaterThanOrEqual(ageMin ?? 0)
          expect(Math.max(...ages)).toBeLessThanOrEqual(ageMax ?? 150)
        }
      }
    }
  })

  test('have birth dates that an ID number can hold', () => {
    for (const { born } of [volunteer, ...walkersIn(2026)]) {
      const first = `350602${born.replaceAll('-', '')}101`
      expect(readIdNumber(first + checkCharacter(first), new Date()), born).toMatchObject({ birthDate: born })
    }
  })
})
