import { expect, it } from 'vitest'
import { isCredited } from './figures.ts'

it.each([
  ['confirmed by rule', { state: 'confirmed', points: 0, decidedBy: 'system', decisionNote: null }, true],
  ['disputed with points', { state: 'disputed', points: 21, decidedBy: 'officer', decisionNote: 'less the break' }, true],
  ['disputed, confirmed by rule with hours too few for a point', { state: 'disputed', points: 0, decidedBy: 'system', decisionNote: null }, true],
  ['disputed, confirmed by an officer with hours too few for a point', { state: 'disputed', points: 0, decidedBy: 'officer', decisionNote: null }, true],
  ['disputed after a rejection', { state: 'disputed', points: 0, decidedBy: 'officer', decisionNote: 'not there' }, false],
  ['rejected', { state: 'rejected', points: 0, decidedBy: 'officer', decisionNote: 'not there' }, false],
  ['undecided', { state: 'pending', points: 0, decidedBy: null, decisionNote: null }, false],
] as const)('knows whether hours stand credited: %s', (_, record, credited) => expect(isCredited(record)).toBe(credited))
