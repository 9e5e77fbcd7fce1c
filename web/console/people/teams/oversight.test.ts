import { expect, test } from 'vitest'
import type { Me } from '../../../kit/me.ts'
import { overseesTeam, seesMembers } from './oversight.ts'

const team = { id: 'team', organisationId: 'unit', standing: 'none' as const }
const regions = ['350602001001', '350602001', '350602', '3506']
type Grant = Me['grants'][number]
const grant = (role: Grant['role'], where: Partial<Grant>): Grant => ({ role, regionCode: null, organisationId: null, teamId: null, ...where }) as Grant

// The answers of `GET /teams/:team/members` in server/people/routes.test.ts.
test.each<[who: string, grants: Grant[], sees: boolean]>([
  ['a resident', [], false],
  ['its leader', [grant('leader', { teamId: 'team' })], true],
  ['the leader of another team', [grant('leader', { teamId: 'other' })], false],
  ['the liaison of its organisation', [grant('liaison', { organisationId: 'unit' })], true],
  ['the liaison of another one', [grant('liaison', { organisationId: 'other' })], false],
  ['an officer of its region', [grant('officer', { regionCode: '350602001001' })], true],
  ['an officer above', [grant('officer', { regionCode: '3506' })], true],
  ['an officer elsewhere', [grant('officer', { regionCode: '350603' })], false],
  ['the police of its region', [grant('police', { regionCode: '350602001' })], false],
  ['the police here who are officers there', [grant('police', { regionCode: '350602001' }), grant('officer', { regionCode: '350603' })], false],
])('%s', (_, grants, sees) => {
  expect(overseesTeam(grants, team, regions)).toBe(sees)
  expect(seesMembers(team, overseesTeam(grants, team, regions))).toBe(sees)
  expect(seesMembers({ ...team, standing: 'member' }, overseesTeam(grants, team, regions)), 'as a member').toBe(true)
})

test('only an officer waits for the regions to be known', () => {
  expect(overseesTeam([grant('officer', { regionCode: '3506' })], team, undefined)).toBeUndefined()
  expect(overseesTeam([grant('police', { regionCode: '3506' })], team, undefined)).toBe(false)
  expect(overseesTeam([grant('leader', { teamId: 'team' })], team, undefined)).toBe(true)
})

test('a team without an organisation is nobody’s who speaks for one', () => {
  expect(overseesTeam([grant('leader', { teamId: 'other' })], { ...team, organisationId: null }, regions)).toBe(false)
})
