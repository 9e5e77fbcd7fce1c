/** GB 11643-1999: 6 region digits, birth date, 3 sequence digits (odd: male), check character by ISO 7064 MOD 11-2. */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const
const CHECK_CHARACTERS = '10X98765432'
const AGE_MAX_YEARS = 130

export interface IdNumber {
  number: string
  /** YYYY-MM-DD. */
  birthDate: string
  sex: 'female' | 'male'
}

/**
 * Reads an ID number as people type it (small x, spaces). Undefined when it has not 18 characters, the check
 * character does not fit, or the birth date does not exist, lies in the future or more than 130 years back.
 */
export function readIdNumber(typed: string, today: Date): IdNumber | undefined {
  const number = checkedNumber(typed)
  if (number === undefined) return undefined
  const birthDate = birthDateIn(number)
  if (!isDay(birthDate)) return undefined
  const age = ageAt(birthDate, today)
  if (age < 0 || age > AGE_MAX_YEARS) return undefined
  return { number, birthDate, sex: sexIn(number) }
}

/** The number as it is kept, when it has 18 characters and its check character fits; whether its birth date can be is not looked at. */
export function checkedNumber(typed: string): string | undefined {
  const number = typed.replace(/\s/g, '').toUpperCase()
  return /^[1-9]\d{16}[\dX]$/.test(number) && checkCharacter(number) === number[17] ? number : undefined
}

/** YYYY-MM-DD, of a number that was read before. */
export const birthDateIn = (number: string): string => `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`
export const sexIn = (number: string): IdNumber['sex'] => (Number(number[16]) % 2 === 1 ? 'male' : 'female')

/** The 18th character that belongs to the first 17 digits. */
export function checkCharacter(number: string): string {
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(number[i]), 0)
  return CHECK_CHARACTERS[sum % 11] as string
}

const isDay = (text: string): boolean => {
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === text
}

/** Whole years between a birth date (YYYY-MM-DD) and the day it is at `at` in the city (UTC+8); negative before birth. */
export function ageAt(birthDate: string, at: Date): number {
  const [year = 0, month = 0, day = 0] = birthDate.split('-').map(Number)
  const local = new Date(at.getTime() + CITY_OFFSET_MS)
  const before = local.getUTCMonth() + 1 < month || (local.getUTCMonth() + 1 === month && local.getUTCDate() < day)
  return local.getUTCFullYear() - year - (before ? 1 : 0)
}
const CITY_OFFSET_MS = 8 * 3600 * 1000

const CREDIT_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const CREDIT_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const

/** GB 32100-2015: 18 characters, the last checked modulo 31. */
export function isCreditCode(code: string): boolean {
  if (code.length !== 18 || [...code].some((c) => !CREDIT_ALPHABET.includes(c))) return false
  const sum = CREDIT_WEIGHTS.reduce((total, weight, i) => total + weight * CREDIT_ALPHABET.indexOf(code[i] as string), 0)
  return CREDIT_ALPHABET[(31 - (sum % 31)) % 31] === code[17]
}
