import { expect, it } from 'vitest'
import { OFFLINE, ProblemError } from '../../kit/problem.ts'
import { isOver } from './join-page.tsx'

it.each([['not-found', 404, true], ['invitation-over', 410, true], [OFFLINE, 0, false], ['sign-in-required', 401, false], ['internal', 500, false]])('an invitation answered with %s (%i) is called invalid: %s', (code, status, over) => {
  expect(isOver(new ProblemError({ code, status }))).toBe(over)
})
it('an invitation that is being asked for is not', () => expect(isOver(null)).toBe(false))
