import { expect, it } from 'vitest'
import type { Role } from '../../../server/platform/actor.ts'
import type { Me } from '../../kit/me.ts'
import { peopleRights } from './rights.ts'

const holder = (role: Role): Pick<Me, 'grants'> => ({ grants: [{ role } as Me['grants'][number]] })
const open = (me: Pick<Me, 'grants'> | null): string[] => Object.entries(peopleRights).filter(([, may]) => may(me)).map(([part]) => part)

it.each<[Role, string[]]>([
  ['officer', ['list', 'review', 'teams', 'foundTeams', 'decideForTeams', 'organisations', 'roles', 'audit']],
  ['police', ['list', 'teams', 'organisations']],
  ['liaison', ['teams', 'foundTeams', 'decideForTeams', 'organisations']],
  ['leader', ['teams', 'decideForTeams']],
])('shows %s only what the server answers them', (role, parts) => expect(open(holder(role))).toEqual(parts))

it('shows nothing to those without a role', () => expect([open(null), open({ grants: [] })]).toEqual([[], []]))
