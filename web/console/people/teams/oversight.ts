/** Who decides for a team, as the pages know it. Pure; the server decides again. */
import type { Me } from '../../../kit/me.ts'

interface Team { id: string; organisationId: string | null; standing: 'none' | 'requested' | 'member' | 'leader' }

/**
 * True for its leader, its organisation's liaison and officers of its region; police of the region and everyone else see the team's card only.
 * @param regions the team's region and those above it; undefined while they are not known
 * @returns undefined when only the regions could tell
 */
export function overseesTeam(grants: Me['grants'], team: Team, regions: readonly string[] | undefined): boolean | undefined {
  if (grants.some(({ organisationId, teamId }) => teamId === team.id || (organisationId !== null && organisationId === team.organisationId))) return true
  const officerIn = grants.flatMap(({ role, regionCode }) => (role === 'officer' && regionCode !== null ? [regionCode] : []))
  if (officerIn.length === 0) return false
  return regions && officerIn.some((code) => regions.includes(code))
}

/** Who the members are is for the team's own people and those who decide for it. */
export const seesMembers = (team: Team, oversees: boolean | undefined): boolean | undefined => (team.standing === 'member' || team.standing === 'leader' ? true : oversees)
