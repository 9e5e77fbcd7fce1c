import type { z } from 'zod'
import { narrowScopes, requireScopes, type Actor } from '../platform/actor.ts'
import { refuse } from '../platform/problem.ts'
import type { personCard, personDetail, RealNameStatus, Skill } from './contract.ts'
import { grantView } from './grants.ts'
import { regionNameOr, type Ground } from './ground.ts'
import { nameIndex, phoneIndex } from './identity/vault.ts'
import { ageOf, displayName } from './persons.ts'
import { grantsOf } from './store/grants.ts'
import { teamsOf } from './store/joining.ts'
import { personInScopes, searchPersons, type PersonRow } from './store/persons.ts'

export type PersonCard = z.infer<typeof personCard>
export interface PeopleFilter { regionCode?: string | undefined, status?: RealNameStatus | undefined, name?: string | undefined, phone?: string | undefined, teamId?: string | undefined, after?: string | undefined, limit: number }

/** The register of people as officers see it: masked, inside their regions. */
export function createRegister({ db, clock, keys, regions }: Ground) {
  const card = (row: PersonRow): PersonCard => ({
    id: row.id, displayName: displayName(row), phone: row.phone_mask, realName: row.real_name, age: ageOf(keys, row, clock.now()), regionCode: row.region_code,
    regionName: regionNameOr(regions, row.region_code), skills: row.skills as Skill[], joinedAt: row.created_at.toISOString(),
  })

  /** People of one's regions, newest first. A full name or phone is matched exactly through its keyed hash; there is no search by part of a name. */
  async function searchPeople(actor: Actor | null, filter: PeopleFilter): Promise<{ items: PersonCard[], next: string | null }> {
    const scopes = narrowScopes(requireScopes(actor, 'officer', 'police'), filter.regionCode, regions)
    const rows = await searchPersons(db, {
      scopes, status: filter.status, teamId: filter.teamId, after: filter.after, limit: filter.limit + 1,
      nameIndex: filter.name ? nameIndex(keys, filter.name) : undefined, phoneIndex: filter.phone === undefined ? undefined : phoneIndex(keys, filter.phone),
    })
    const items = rows.slice(0, filter.limit).map(card)
    return { items, next: rows.length > filter.limit ? items.at(-1)?.id ?? null : null }
  }

  async function personDetailFor(actor: Actor | null, id: string): Promise<z.infer<typeof personDetail>> {
    const row = await personInScopes(db, id, requireScopes(actor, 'officer', 'police'))
    if (row === undefined) throw refuse('not-found')
    const [teams, grants] = await Promise.all([teamsOf(db, id), grantsOf(db, id)])
    return { ...card(row), idNumber: row.id_number_mask, teams, grants: grants.map((grant) => grantView(regions, grant)) }
  }

  return { searchPeople, personDetail: personDetailFor }
}
