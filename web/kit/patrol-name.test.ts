import { expect, test } from 'vitest'
import { SELF_STARTED_NAME } from '../../server/duties/steps.ts'
import { isSelfStarted } from './patrol-name.ts'

test.each([
  ['a walk without a patrol', { patrolId: null, name: SELF_STARTED_NAME }, true],
  ['a walk on a patrol', { patrolId: '01900000-0000-7000-8000-000000000001', name: '西桥夜巡' }, false],
  ['a walk on a patrol that an officer called so', { patrolId: '01900000-0000-7000-8000-000000000001', name: SELF_STARTED_NAME }, false],
  ['an entry from before patrols were kept in it, by its name', { name: SELF_STARTED_NAME }, true],
  ['a notice of a patrol', { name: '西桥夜巡' }, false],
  ['what has no name', { name: '' }, false],
])('%s', (_, walk, self) => expect(isSelfStarted(walk)).toBe(self))
