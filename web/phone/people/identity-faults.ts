import { checkedNumber } from '../../../server/people/identity/id-number.ts'
import { ProblemError } from '../../kit/problem.ts'

/** Fields of the form as problems of the server name them. */
export const identityFields = ['name', 'idNumber', 'guardian.name', 'guardian.phone'] as const
export type IdentityField = (typeof identityFields)[number]

const NAME_MIN = 2

/** What can be seen to be wrong before anything is sent; whether the birth date can be is left to the server. */
export function typedFaults({ name, idNumber }: { name: string; idNumber: string }): IdentityField[] {
  return [
    ...([...name.trim()].length < NAME_MIN ? ['name' as const] : []),
    ...(checkedNumber(idNumber) === undefined ? ['idNumber' as const] : []),
  ]
}

/** The fields that the server refused; empty for a refusal of the whole. */
export const refusedFields = (error: unknown): IdentityField[] =>
  error instanceof ProblemError ? identityFields.filter((field) => error.errors.some(({ path }) => path === field)) : []
