import { describe, expect, it } from 'vitest'
import { cityFrom } from './city.ts'

const answer = {
  name: { zh: '泉州市', en: 'Quanzhou' }, platformName: { zh: '红马甲', en: 'Redvest' }, colour: '#b3261e', regionCode: '3505', schematic: false, demo: false,
  bounds: [118, 24.5, 119, 25.5] as [number, number, number, number], center: [118.6, 24.9] as [number, number], attribution: { zh: '© OpenStreetMap 贡献者', en: '© OpenStreetMap contributors' }, mapRevision: 3,
}

describe('the city as pages see it', () => {
  it('lies where its borders are', () => expect(cityFrom(answer, 'en')).toMatchObject({ name: 'Quanzhou', bounds: answer.bounds, bare: false, attribution: '© OpenStreetMap contributors' }))
  it('lies around its middle while it has no borders, and says that it has none', () => {
    const { bounds: [west, south, east, north], bare } = cityFrom({ ...answer, bounds: null }, 'zh')
    expect(bare).toBe(true)
    expect([(west + east) / 2, (south + north) / 2].map((degrees) => degrees.toFixed(3))).toEqual(['118.600', '24.900'])
  })
  it('that nobody has founded says nothing of borders', () => expect(cityFrom({ ...answer, bounds: null, center: null, regionCode: null }, 'zh').bare).toBe(false))
})
