import { describe, expect, it } from 'vitest'
import { commonProblems } from '../platform/problem.ts'
import { casesProblems } from './contract.ts'
import { drawSteps } from './test/draw-steps.ts'
import { caseStates, offeredSteps, stepCodes, stepRefusal, stepRule, type CaseState, type StepFacts } from './steps.ts'

const now = new Date('2026-04-14T11:00:00Z')
const facts: StepFacts = { state: 'received', dueAt: '2026-04-21T15:59:59Z', lastUrgedAt: null, extended: false, objected: false, positionKnown: true, leg: null }

describe('the table of steps', () => {
  it('reaches every state from a report', () => {
    const reached = new Set<CaseState>(['received'])
    for (let before = 0; before !== reached.size;) {
      before = reached.size
      for (const step of stepCodes) {
        const rule = stepRule(step)
        if (rule.to !== null && rule.from.some((state) => reached.has(state))) reached.add(rule.to)
      }
    }
    expect([...reached].toSorted()).toEqual([...caseStates].toSorted())
  })

  it('leaves a way to the end from every state', () => {
    const ends = new Set<CaseState>(['closed'])
    for (let before = 0; before !== ends.size;) {
      before = ends.size
      for (const step of stepCodes) {
        const rule = stepRule(step)
        if (rule.to !== null && ends.has(rule.to)) for (const state of rule.from) ends.add(state)
      }
    }
    expect([...ends].toSorted()).toEqual([...caseStates].toSorted())
  })

  it('is what docs/case-steps.md shows', () => expect(drawSteps()).toMatchFileSnapshot('../../docs/case-steps.md'))

  it('names the outcome of every step that ends a case', () => {
    for (const step of stepCodes) {
      const rule = stepRule(step)
      expect(rule.outcome !== undefined, step).toBe(rule.to === 'closed' || rule.to === 'not-accepted' || rule.to === 'duplicate')
    }
  })

  it('refuses only with codes whose words are declared', () => {
    const codes = Object.keys({ ...casesProblems, ...commonProblems })
    const seen = caseStates.flatMap((state) => stepCodes.map((step) => stepRefusal(step, { ...facts, state, extended: true, objected: true, lastUrgedAt: now.toISOString() }, ['reporter', 'desk', 'above'], now)))
    for (const code of seen) if (code !== null) expect(codes).toContain(code)
  })
})

describe('a step is refused', () => {
  it.each([
    ['accept', {}, ['desk'], null],
    ['accept', {}, ['reporter'], 'not-allowed'],
    ['accept', {}, ['above'], 'not-allowed'],
    ['accept', { state: 'closed' }, ['desk'], 'wrong-state'],
    ['solved', { state: 'replied' }, ['desk'], 'not-allowed'],
    ['solved', { state: 'replied' }, ['reporter'], null],
    ['solved', { state: 'replied' }, ['follower'], 'not-allowed'],
    ['urge', {}, ['reporter'], 'not-overdue'],
    ['urge', { dueAt: '2026-04-13T15:59:59Z' }, ['reporter'], null],
    ['urge', { dueAt: '2026-04-13T15:59:59Z', lastUrgedAt: '2026-04-14T10:00:00Z' }, ['reporter'], 'urged-today'],
    ['urge', { dueAt: '2026-04-13T15:59:59Z', lastUrgedAt: '2026-04-13T10:00:00Z' }, ['follower'], null],
    ['extend', { state: 'accepted' }, ['desk'], null],
    ['extend', { state: 'accepted', extended: true }, ['desk'], 'already-extended'],
    ['object', { state: 'not-accepted' }, ['reporter'], null],
    ['object', { state: 'not-accepted', objected: true }, ['reporter'], 'already-objected'],
    ['locate', {}, ['reporter'], 'position-known'],
    ['resend', { state: 'handed-over', leg: { state: 'failed', nextTryAt: '2026-04-14T12:00:00Z' } }, ['desk'], 'leg-not-failed'],
    ['resend', { state: 'handed-over', leg: { state: 'failed', nextTryAt: null } }, ['desk'], null],
    ['recall', { state: 'handed-over', leg: { state: 'sent', nextTryAt: null } }, ['desk'], 'leg-under-way'],
    ['recall', { state: 'handed-over', leg: { state: 'sent', nextTryAt: null }, dueAt: '2026-04-13T15:59:59Z' }, ['desk'], null],
    ['outside-replied', { state: 'handed-over' }, ['desk', 'above', 'reporter'], 'not-allowed'],
    ['supervise', {}, ['above'], null],
    ['supervise', {}, ['desk'], 'not-allowed'],
  ] as const)('%s with %o by %o: %s', (step, over, by, refusal) => expect(stepRefusal(step, { ...facts, ...over }, by, now)).toBe(refusal))

  it('offers a reporter exactly the steps of a reporter', () => {
    expect(offeredSteps(facts, ['reporter'], now).map((offer) => offer.step)).toEqual(['solved', 'not-solved', 'withdraw', 'object', 'locate', 'urge', 'comment'])
  })
})
