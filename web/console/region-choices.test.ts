import { expect, it } from 'vitest'
import { regionChoices } from './region-choices.ts'

const region = (code: string, name: string, nameEn: string | null = null) => ({ code, name, nameEn })
const found = [region('1', '下沙西社区', 'Xiasha West'), region('2', '金下沙村', 'Jin Xiasha'), region('3', '下沙', 'Xiasha'), region('4', '江口')]

it.each([['Xiasha', '3 1 2 4'], ['xiasha', '3 1 2 4'], ['下沙', '3 1 2 4'], [' 金下沙 ', '2 1 3 4']])('offers the best match for "%s" first', (words, codes) =>
  expect(regionChoices(words, found, []).regions.map(({ code }) => code).join(' ')).toBe(codes))

it('offers neither the own nor the chosen region while other words are typed', () => expect(regionChoices('Xiasha', found, ['own', 'chosen']).before).toEqual([]))

it('offers the own and the chosen region, each once, when nothing is typed', () => expect(regionChoices(' ', found, ['own', '3', 'chosen', 'own']).before).toEqual(['own', 'chosen']))
