import { expect, it } from 'vitest'
import { countyOf, nextZoneCode } from './zone-codes.ts'

const county = { region: { code: '350604', level: 'county' } }
const holders = [{ region: { code: '350602', level: 'county' } }, county, { region: { code: '3506z01', level: 'zone' } }]

it('leads a town that a zone holds back to the county of its code', () => expect(countyOf({ code: '350604101' }, holders)).toBe(county))
it('leads a town nowhere when its county is gone', () => expect(countyOf({ code: '350699101' }, holders)).toBeUndefined())

it.each([
  ['the first for a city without zones', [], '3506z01'],
  ['not one that a dissolved zone left', ['3506z03', '3506z01'], '3506z04'],
  ['none when all are taken', Array.from({ length: 99 }, (_, at) => `3506z${String(at + 1).padStart(2, '0')}`), null],
] as const)('offers as the code of a new zone %s', (_, taken, code) => expect(nextZoneCode('3506', taken)).toBe(code))
