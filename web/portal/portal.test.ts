import { expect, it } from 'vitest'
import { contrastOf } from '../kit/tokens.ts'
import { coloursOf, leadTo, portalWords, wordsOf } from './portal.ts'

const desk = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36'
const phone = 'Mozilla/5.0 (Linux; Android 12; HarmonyOS) AppleWebKit/537.36 Chrome/114.0 Mobile Safari/537.36'

it.each([
  ['a desk', { agent: desk, narrow: false, search: '' }, null],
  ['a phone', { agent: phone, narrow: true, search: '' }, '/m/'],
  ['a phone in desktop disguise', { agent: desk, narrow: true, search: '' }, '/m/'],
  ['a phone whose owner wants to read', { agent: phone, narrow: true, search: '?stay' }, null],
])('leads %s', (_, visitor, way) => expect(leadTo(visitor)).toBe(way))

it('says the same things in both languages', () => expect(Object.keys(portalWords.en)).toEqual(Object.keys(portalWords.zh)))

const city = { platformName: { zh: '芗里芗亲', en: 'Xiangli Neighbours' }, name: { zh: '漳州市', en: 'Zhangzhou' }, colour: '#a81c17', regionCode: '3506' }

it('carries the name that the city gave its platform, in title and header', () => {
  expect(wordsOf('zh', city)).toMatchObject({ brand: '芗里芗亲', city: '漳州市', page: '芗里芗亲 · 漳州市平安志愿者平台' })
  expect(wordsOf('en', city)).toMatchObject({ brand: 'Xiangli Neighbours', city: 'Zhangzhou', page: 'Xiangli Neighbours · the safety volunteers of Zhangzhou' })
})

it('calls itself by the software’s name before the city is known, and names no city before one was founded', () => {
  expect([wordsOf('zh', undefined).page, wordsOf('en', undefined).page]).toEqual(['红马甲 · 平安志愿者平台', 'Redvest · the safety volunteers of the city'])
  expect(wordsOf('zh', { ...city, regionCode: null })).toMatchObject({ city: '', page: '芗里芗亲 · 平安志愿者平台' })
})

it('takes the city’s colour, moved until it can be read by day and in the dark', () => {
  const colours = coloursOf(city)
  expect(colours['--city']).toBe('#a81c17')
  expect(contrastOf(colours['--primary-light'] as string, '#f4f3f0')).toBeGreaterThanOrEqual(7)
  expect(contrastOf(colours['--primary-dark'] as string, '#161514')).toBeGreaterThanOrEqual(7)
})
