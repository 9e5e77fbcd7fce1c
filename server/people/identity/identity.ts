import type { z } from 'zod'
import { narrowScopes, requireScopes, signedIn, SYSTEM, type Actor } from '../../platform/actor.ts'
import { audit } from '../../platform/audit.ts'
import { inTransaction, type Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { refuse } from '../../platform/problem.ts'
import { requireConsents } from '../consents.ts'
import { refusePeople, regionNameOr, type Ground } from '../ground.ts'
import { ageAt, birthDateIn, readIdNumber, sexIn } from './id-number.ts'
import { isName, maskIdNumber, maskName } from './masks.ts'
import { ageOf, displayName } from '../persons.ts'
import { realNameCan, type application, type fullIdentity } from '../contract.ts'
import { applicationInScopes, applicationsInScopes, decideApplication, holderOfIdNumber, insertApplication, newestApplication, type ApplicationRow, type ApplicationState } from '../store/identities.ts'
import { personForUpdate, personInScopes, updatePerson, type PersonRow } from '../store/persons.ts'
import { idNumberIndex, nameIndex, openField, sealField } from './vault.ts'

const AGE_MIN = 14
const AGE_ADULT = 18

export interface RealNameInput { name: string, idNumber: string, guardian?: { name: string, phone: string } | undefined }
export type ApplicationView = z.infer<typeof application>

/** The fields of a person that a rejected or deleted identity leaves empty. */
export const noIdentity = { name_sealed: null, name_index: null, name_mask: null, id_number_sealed: null, id_number_index: null, id_number_mask: null, guardian_sealed: null } as const

export function createIdentity(ground: Ground) {
  const { db, clock, keys, regions } = ground

  /**
   * Hands in name and ID number for the check. Refuses a number that cannot be (`id-number-invalid`), people under 14, minors without a guardian,
   * and a number that someone else holds, without saying whose (`identity-refused`).
   */
  async function registerRealName(asker: Actor | null, input: RealNameInput): Promise<void> {
    const { personId } = signedIn(asker)
    const now = clock.now()
    const number = readIdNumber(input.idNumber, now)
    if (number === undefined) throw refusePeople('id-number-invalid', {}, [{ path: 'idNumber', code: 'id-number-invalid', message: 'check digits or date do not fit' }])
    if (!isName(input.name)) throw refuse('invalid-input', {}, [{ path: 'name', code: 'name-invalid', message: 'as written on the ID card' }])
    const age = ageAt(number.birthDate, now)
    if (age < AGE_MIN) throw refusePeople('too-young')
    if (age < AGE_ADULT && input.guardian === undefined) throw refusePeople('guardian-needed')
    const clash = await inTransaction(db, async (tx) => {
      const row = await personForUpdate(tx, personId)
      if (row === undefined) throw refuse('sign-in-required')
      await requireConsents(tx, personId, 'service-terms', 'privacy', 'real-name')
      if (!realNameCan('submit', row.real_name)) throw refusePeople('already-registered')
      if (row.region_path === null) throw refusePeople('region-needed')
      const index = idNumberIndex(keys, number.number)
      if ((await holderOfIdNumber(tx, index)) !== undefined) return row
      await updatePerson(tx, personId, {
        real_name: 'pending', name_sealed: sealField(keys, row, 'name', input.name), name_index: nameIndex(keys, input.name), name_mask: maskName(input.name),
        id_number_sealed: sealField(keys, row, 'id-number', number.number), id_number_index: index, id_number_mask: maskIdNumber(number.number),
        guardian_sealed: input.guardian === undefined ? null : sealField(keys, row, 'guardian', `${input.guardian.name} ${input.guardian.phone}`),
      })
      await insertApplication(tx, { id: newId(), person_id: personId, submitted_at: now })
      await tell(tx, 'people.real-name-submitted', personId, personId, row.region_path)
      return null
    })
    if (clash !== null) await refuseClash(clash)
  }

  // The officer of the region sees that someone tried, so that a borrowed number can be followed up.
  async function refuseClash(row: PersonRow): Promise<never> {
    await audit(db, clock, { actor: row.id, action: 'people.identity-clash', subject: `person:${row.id}`, regionPath: row.region_path })
    throw refusePeople('identity-refused')
  }

  const tell = (tx: Tx, type: string, actor: string, personId: string, regionPath: string | null): Promise<void> =>
    emit(tx, { type, actor, subject: `person:${personId}`, at: clock.now(), payload: { personId, regionPath } })

  async function applications(actor: Actor | null, input: { state: ApplicationState, regionCode?: string | undefined, after?: string | undefined, limit: number }): Promise<{ items: ApplicationView[], next: string | null }> {
    const scopes = narrowScopes(requireScopes(actor, 'officer'), input.regionCode, regions)
    const rows = await applicationsInScopes(db, scopes, { state: input.state, after: input.after, limit: input.limit + 1 })
    const items = rows.slice(0, input.limit).map(view)
    return { items, next: rows.length > input.limit ? items.at(-1)?.id ?? null : null }
  }

  const view = (row: ApplicationRow): ApplicationView => {
    const age = ageOf(keys, { ...row, id: row.person_id }, clock.now())
    return {
      id: row.id, personId: row.person_id, displayName: displayName(row), idNumber: row.id_number_mask, age, minor: age !== null && age < AGE_ADULT,
      regionName: regionNameOr(regions, row.region_code), state: row.state, submittedAt: row.submitted_at.toISOString(), decidedAt: row.decided_at?.toISOString() ?? null, reason: row.reason,
    }
  }

  /** Verifies or rejects. A rejection needs a reason, frees the number for its rightful holder, and may come after a verification that turned out wrong. */
  async function decide(asker: Actor | null, input: { id: string, verdict: 'verified' | 'rejected', reason: string }): Promise<ApplicationView> {
    const scopes = requireScopes(asker, 'officer')
    const actor = signedIn(asker)
    if (input.verdict === 'rejected' && input.reason.length < 2) throw refusePeople('reason-needed')
    return inTransaction(db, async (tx) => {
      const found = await applicationInScopes(tx, input.id, scopes)
      if (found === undefined) throw refuse('not-found')
      if (found.person_id === actor.personId) throw refusePeople('own-rights')
      const row = await personForUpdate(tx, found.person_id) as PersonRow
      const newest = await newestApplication(tx, row.id)
      if (newest?.id !== input.id || !realNameCan(input.verdict === 'verified' ? 'verify' : 'reject', row.real_name)) throw refuse('wrong-state', { state: row.real_name })
      await settle(tx, row, input, actor.personId)
      await audit(tx, clock, { actor: actor.personId, action: `people.real-name-${input.verdict}`, subject: `person:${row.id}`, regionPath: row.region_path, reason: input.reason || null })
      return view(await applicationInScopes(tx, input.id, scopes) as ApplicationRow)
    })
  }

  async function settle(tx: Tx, row: PersonRow, decision: { id: string, verdict: 'verified' | 'rejected', reason: string }, by: string): Promise<void> {
    await decideApplication(tx, decision.id, { state: decision.verdict, decided_at: clock.now(), decided_by: by, reason: decision.reason || null })
    await updatePerson(tx, row.id, { real_name: decision.verdict, ...(decision.verdict === 'rejected' ? noIdentity : {}) })
    await tell(tx, `people.${decision.verdict}`, by, row.id, row.region_path)
  }

  /** For seeding and imports that were checked outside: verifies a pending person in the system's name. 409 in other states. */
  async function verifyBySystem(personId: string): Promise<void> {
    await inTransaction(db, async (tx) => {
      const row = await personForUpdate(tx, personId)
      const pending = await newestApplication(tx, personId)
      if (row === undefined || pending?.state !== 'pending') throw refuse('wrong-state')
      await settle(tx, row, { id: pending.id, verdict: 'verified', reason: '' }, SYSTEM)
      await audit(tx, clock, { actor: SYSTEM, action: 'people.real-name-verified', subject: `person:${personId}`, regionPath: row.region_path })
    })
  }

  /** The full identity of a person in one's scope. Writes who read it and why before answering. */
  async function readIdentity(asker: Actor | null, input: { id: string, reason: string }, ip: string): Promise<z.infer<typeof fullIdentity>> {
    const scopes = requireScopes(asker, 'officer', 'police')
    const row = await personInScopes(db, input.id, scopes)
    if (row === undefined) throw refuse('not-found')
    await audit(db, clock, { actor: signedIn(asker).personId, action: 'people.identity-read', subject: `person:${row.id}`, regionPath: row.region_path, reason: input.reason, ip })
    return openIdentity(row)
  }

  /** Everything sealed about a person, opened; the caller answers for why. */
  function openIdentity(row: PersonRow): z.infer<typeof fullIdentity> {
    const idNumber = openField(keys, row, 'id-number', row.id_number_sealed)
    return {
      name: openField(keys, row, 'name', row.name_sealed), idNumber, phone: openField(keys, row, 'phone', row.phone_sealed) ?? '',
      birthDate: idNumber && birthDateIn(idNumber), sex: idNumber === null ? null : sexIn(idNumber), guardian: openField(keys, row, 'guardian', row.guardian_sealed),
    }
  }

  return { registerRealName, applications, decideApplication: decide, verifyBySystem, readIdentity, openIdentity }
}
