import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ageAt, checkCharacter, isCreditCode, readIdNumber } from './id-number.ts'
import { isName, maskIdNumber, maskName, maskPhone, nameless } from './masks.ts'

const today = new Date('2026-04-14T11:00:00Z')
const withCheck = (first: string): string => first + checkCharacter(first)

describe('readIdNumber', () => {
  it.each([
    ['a man', withCheck('35060219800504123'), { birthDate: '1980-05-04', sex: 'male' }],
    ['a woman', withCheck('35060219800504124'), { birthDate: '1980-05-04', sex: 'female' }],
    ['a small x and spaces', '350602 19491231 002x'.replace('002x', `002${checkCharacter('35060219491231002').toLowerCase()}`), { birthDate: '1949-12-31', sex: 'female' }],
    ['the leap day', withCheck('35060220000229001'), { birthDate: '2000-02-29', sex: 'male' }],
    ['someone born today in the city', withCheck('35060220260414001'), { birthDate: '2026-04-14', sex: 'male' }],
  ])('reads %s', (_, typed, expected) => {
    expect(readIdNumber(typed, today)).toMatchObject(expected)
  })

  it.each([
    ['a wrong check character', withCheck('35060219800504123').replace(/.$/, (last) => (last === '1' ? '2' : '1'))],
    ['a leap day that was none', withCheck('35060219010229001')],
    ['a month 13', withCheck('35060219801304123')],
    ['a birth tomorrow', withCheck('35060220260415001')],
    ['an age past 130', withCheck('35060218950414001')],
    ['a leading zero', withCheck('05060219800504123')],
    ['15 digits', '350602800504123'],
    ['nothing', ''],
    ['letters', 'ABCDEFGHIJKLMNOPQR'],
  ])('refuses %s', (_, typed) => {
    expect(readIdNumber(typed, today)).toBeUndefined()
  })

  it('notices every single wrong digit', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 999 }), fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (sequence, at, shift) => {
      const number = withCheck(`35060219800504${String(sequence).padStart(3, '0')}`)
      const wrong = [...number].map((digit, i) => (i === at ? String((Number(digit) + shift) % 10) : digit)).join('')
      expect(readIdNumber(wrong, today)).toBeUndefined()
    }))
  })
})

describe('ageAt', () => {
  it.each([
    ['2008-04-14', '2026-04-13T15:59:59Z', 17], ['2008-04-14', '2026-04-13T16:00:00Z', 18], ['2008-02-29', '2026-02-28T04:00:00Z', 17], ['2008-02-29', '2026-03-01T04:00:00Z', 18], ['2027-01-01', '2026-04-14T04:00:00Z', -1],
  ])('%s is at %s %i years old by the city’s day', (birth, at, age) => {
    expect(ageAt(birth, new Date(at))).toBe(age)
  })
})

describe('isCreditCode', () => {
  it('notices every single wrong character', () => {
    const first = '123506020041A7B8C'
    const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
    const valid = [...alphabet].map((last) => first + last).filter(isCreditCode)
    expect(valid).toHaveLength(1)
    for (let at = 0; at < 18; at++) expect([...alphabet].filter((c) => isCreditCode((valid[0] as string).slice(0, at) + c + (valid[0] as string).slice(at + 1)))).toEqual([(valid[0] as string)[at]])
  })
  it('refuses letters outside the alphabet', () => expect(isCreditCode('12350602004IOSVZ8C')).toBe(false))
})

const vectors = `${process.env['REDVEST_TEST_DATA'] ?? ''}/standards/id-vectors.json`
describe.skipIf(!existsSync(vectors))('published vectors', () => {
  it('agree with both checksums', () => {
    const [id, credit] = Object.values(JSON.parse(readFileSync(vectors, 'utf8')) as Record<string, { valid: string[], invalid: string[] }>) as [{ valid: string[], invalid: string[] }, { valid: string[], invalid: string[] }]
    expect(id.valid.map((number) => readIdNumber(number, new Date('2000-01-01'))?.number)).toEqual(id.valid)
    expect(id.invalid.filter((number) => readIdNumber(number, today))).toEqual([])
    expect(credit.valid.filter((code) => !isCreditCode(code)).concat(credit.invalid.filter(isCreditCode))).toEqual([])
  })
})

describe('masks', () => {
  it.each([['张伟', '张*'], ['欧阳修远', '欧阳*'], ['欧阳', '欧*'], ['Anna Maria', 'A*']])('shows %s as %s', (name, shown) => expect(maskName(name)).toBe(shown))
  it('keeps three and four digits of a phone', () => expect(maskPhone('13800008000')).toBe('138****8000'))
  it('keeps the ends of an ID number', () => expect(maskIdNumber('35060219491231002X')).toBe('3****************X'))
  it('calls the nameless by the last digits', () => expect(nameless('138****8000')).toBe('****8000'))
  it.each([['林志强', true], ['阿卜杜拉·买买提', true], ['Anna Maria', true], ['张', false], ['张3', false], ['<b>', false], ['张 伟', false]])('%s as a name: %s', (name, fits) => expect(isName(name)).toBe(fits))
})
