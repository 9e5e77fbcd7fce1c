import { expect, it } from 'vitest'
import { leadTo, portalWords } from './portal.ts'

const desk = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36'
const phone = 'Mozilla/5.0 (Linux; Android 12; HarmonyOS) AppleWebKit/537.36 Chrome/114.0 Mobile Safari/537.36'

it.each([
  ['a desk', { agent: desk, narrow: false, search: '' }, null],
  ['a phone', { agent: phone, narrow: true, search: '' }, '/m/'],
  ['a phone in desktop disguise', { agent: desk, narrow: true, search: '' }, '/m/'],
  ['a phone whose owner wants to read', { agent: phone, narrow: true, search: '?stay' }, null],
])('leads %s', (_, visitor, way) => expect(leadTo(visitor)).toBe(way))

it('says the same things in both languages', () => expect(Object.keys(portalWords.en)).toEqual(Object.keys(portalWords.zh)))
