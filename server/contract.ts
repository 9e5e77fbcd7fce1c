/** All operations of the server in one contract, and all refusals with their words. Pure: the pages are typed from it. */
import { commonProblems, type ProblemTable } from './platform/problem.ts'

export const contract = {}

export const problems: readonly ProblemTable[] = [commonProblems]
