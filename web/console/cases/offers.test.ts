import { expect, it } from 'vitest'
import type { StepFacts } from '../../../server/cases/steps.ts'
import { caseOffers, foremost } from './offers.ts'

const now = new Date('2026-11-24T10:00:00Z')
const facts = (change: Partial<StepFacts>): StepFacts => ({ state: 'received', dueAt: null, lastUrgedAt: null, extended: false, objected: false, positionKnown: true, leg: null, ...change })
const at = (change: Partial<StepFacts>) => caseOffers(facts(change), ['desk'], now)

it.each([
  [{ state: 'received' }, 'accept'], [{ state: 'accepted' }, 'assign'], [{ state: 'in-progress' }, 'reply'], [{ state: 'reopened' }, 'assign'],
  [{ state: 'handed-over', leg: { state: 'failed', nextTryAt: null } }, 'resend'], [{ state: 'handed-over' }, undefined], [{ state: 'replied' }, undefined], [{ state: 'closed' }, undefined],
] as [Partial<StepFacts>, string | undefined][])('has what a case waits for foremost: %o %s', (change, step) => expect(foremost(at(change))).toBe(step))

it('keeps merging and other rare steps behind after acceptance', () => {
  const open = at({ state: 'accepted' }).filter(({ refusal }) => refusal === null).map(({ step }) => step)
  expect(open).toEqual(['assign', 'start', 'hand-over', 'reply', 'merge', 'pass', 'reclassify', 'extend', 'comment', 'note'])
})
