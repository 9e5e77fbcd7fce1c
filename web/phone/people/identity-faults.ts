import { ProblemError } from '../../kit/problem.ts'

/** Fields of the form as problems of the server name them. */
export const identityFields = ['name', 'idNumber', 'guardian.name', 'guardian.phone'] as const
export type IdentityField = (typeof identityFields)[number]

/** GB 11643-1999, as server/people/identity/id-number.ts reads it; whether the birth date can be is left to the server. */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const
const CHECK_CHARACTERS = '10X98765432'
const NAME_MIN = 2

const checks = (number: string): boolean =>
  /^[1-9]\d{16}[\dX]$/.test(number) && CHECK_CHARACTERS[WEIGHTS.reduce((sum, weight, at) => sum + weight * Number(number[at]), 0) % 11] === number[17]

/** What can be seen to be wrong before anything is sent. */
export function typedFaults({ name, idNumber }: { name: string; idNumber: string }): IdentityField[] {
  return [
    ...([...name.trim()].length < NAME_MIN ? ['name' as const] : []),
    ...(checks(idNumber.replace(/\s/g, '').toUpperCase()) ? [] : ['idNumber' as const]),
  ]
}

/** The fields that the server refused; empty for a refusal of the whole. */
export const refusedFields = (error: unknown): IdentityField[] =>
  error instanceof ProblemError ? identityFields.filter((field) => error.errors.some(({ path }) => path === field)) : []
