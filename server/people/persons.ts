import type { Keyring } from '../platform/crypto.ts'
import type { Database, Tx } from '../platform/db.ts'
import { ageAt, birthDateIn } from './identity/id-number.ts'
import { nameless } from './identity/masks.ts'
import { openField, type KeyHolder } from './identity/vault.ts'
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

type Numbered = KeyHolder & { id_number_sealed: string | null }
const REMEMBERED_MAX = 100_000
/** By the sealed number, in memory only: opening one costs some 80 µs, and a rush for seats asks the ages of thousands at once. */
const birthDates = new Map<string, string>()

/** The birth date that the sealed ID number holds; it is stored nowhere else. Null without a number. */
function bornOn(keys: Keyring, holder: Numbered): string | null {
  const sealed = holder.id_number_sealed
  if (sealed === null) return null
  const born = birthDates.get(sealed) ?? birthDateIn(openField(keys, holder, 'id-number', sealed) as string)
  if (birthDates.size >= REMEMBERED_MAX) birthDates.clear()
  birthDates.set(sealed, born)
  return born
}

/** Whole years; null while no ID number was checked for plausibility. */
export function ageOf(keys: Keyring, holder: Numbered, at: Date): number | null {
  const born = bornOn(keys, holder)
  return born === null ? null : ageAt(born, at)
}

const toPerson = (keys: Keyring, row: PersonRow, teamIds: string[]): Person => ({
  id: row.id, displayName: displayName(row), realName: row.real_name, ageAt: (at) => ageOf(keys, row, at), skills: row.skills as Skill[],
  regionCode: row.region_code, regionPath: row.region_path, teamIds, language: row.language as 'zh' | 'en',
})

/** One person for another module; undefined when unknown or deleted. Two index lookups. */
export async function person(keys: Keyring, db: Database | Tx, id: string): Promise<Person | undefined> {
  const row = await personById(db, id)
  return row && toPerson(keys, row, (await teamIdsOf(db, [id])).get(id) ?? [])
}

/** Many persons by id in two queries; deleted persons stay in the map under their remaining mask, unknown ids are absent. */
export async function people(keys: Keyring, db: Database | Tx, ids: readonly string[]): Promise<Map<string, Person>> {
  const [rows, teams] = await Promise.all([personsByIds(db, ids), teamIdsOf(db, ids)])
  return new Map(rows.map((row) => [row.id, toPerson(keys, row, teams.get(row.id) ?? [])]))
}
