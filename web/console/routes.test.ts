import { expect, it } from 'vitest'
import type { Me } from '../kit/me.ts'
import { forOfficers, railFor, type ConsolePage } from './routes.ts'

const page = (word: string, order: number, may?: ConsolePage['may']): ConsolePage => ({ path: `/${word}`, load: () => Promise.reject(new Error('not shown')), rail: { word, icon: 'cases', order }, ...(may === undefined ? {} : { may }) })
const person = (...roles: Me['grants'][number]['role'][]): Me => ({ grants: roles.map((role) => ({ role })) }) as Me
const pages = [page('people', 50, forOfficers), { ...page('people', 50), path: '/people/teams' }, page('records', 40), { path: '/sign-in', load: page('x', 0).load, open: true }]
const words = (me: Me | null): string[] => railFor(pages, me).map(({ rail }) => rail.word)

it.each([
  ['an officer everything in order', person('officer'), ['records', 'people']],
  ['a leader only what is for all', person('leader'), ['records', 'people']],
  ['a volunteer without a role nothing', person(), []],
  ['a guest nothing', null, []],
] as const)('offers %s', (_, me, offered) => expect(words(me)).toEqual(offered))

it('leads an officer to all people and a leader to the teams by the same word', () => {
  const to = (me: Me): string | undefined => railFor(pages, me).find(({ rail }) => rail.word === 'people')?.path
  expect([to(person('officer')), to(person('leader'))]).toEqual(['/people', '/people/teams'])
})
