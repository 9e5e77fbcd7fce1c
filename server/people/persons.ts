import type { Database, Tx } from '../platform/db.ts'
import { ageAt } from './identity/id-number.ts'
import { nameless } from './identity/masks.ts'
import type { RealNameStatus, Skill } from './contract.ts'
import { personById, personsByIds, teamIdsOf, type PersonRow } from './store/persons.ts'

/** What other modules may know of a person: never a full name or number. */
export interface Person {
  id: string
  /** Masked name, or the phone's last digits before a name was handed in. */
  displayName: string
  realName: RealNameStatus
  /** Whole years at an instant; null while no ID number was checked for plausibility. */
  ageAt(at: Date): number | null
  skills: Skill[]
  regionCode: string | null
  regionPath: string | null
  teamIds: string[]
  language: 'zh' | 'en'
}

export const displayName = (row: { name_mask: string | null, phone_mask: string }): string => row.name_mask ?? nameless(row.phone_mask)
export const ageOf = (row: { birth_date: string | null }, at: Date): number | null => row.birth_date === null ? null : ageAt(row.birth_date, at)

const toPerson = (row: PersonRow, teamIds: string[]): Person => ({
  id: row.id, displayName: displayName(row), realName: row.real_name, ageAt: (at) => ageOf(row, at), skills: row.skills as Skill[],
  regionCode: row.region_code, regionPath: row.region_path, teamIds, language: row.language as 'zh' | 'en',
})

/** One person for another module; undefined when unknown or deleted. Two index lookups. */
export async function person(db: Database | Tx, id: string): Promise<Person | undefined> {
  const row = await personById(db, id)
  return row && toPerson(row, (await teamIdsOf(db, [id])).get(id) ?? [])
}

/** Many persons by id in two queries; deleted persons stay in the map under their remaining mask, unknown ids are absent. */
export async function people(db: Database | Tx, ids: readonly string[]): Promise<Map<string, Person>> {
  const [rows, teams] = await Promise.all([personsByIds(db, ids), teamIdsOf(db, ids)])
  return new Map(rows.map((row) => [row.id, toPerson(row, teams.get(row.id) ?? [])]))
}
