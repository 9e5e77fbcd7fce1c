import type { z } from 'zod'
import { narrowScopes, regionScopes, requireScopes, signedIn, withinScopes, type Actor } from '../../platform/actor.ts'
import { audit } from '../../platform/audit.ts'
import { inTransaction, type Database, type Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { refuse } from '../../platform/problem.ts'
import { nameOfRegion } from '../../platform/shapes.ts'
import { knownRegion, refusePeople, type Ground } from '../ground.ts'
import { isCreditCode } from '../identity/id-number.ts'
import { nameIndex } from '../identity/vault.ts'
import { displayName } from '../persons.ts'
import type { organisation, OrganisationKind } from '../contract.ts'
import { creditCodeTaken, insertOrganisation, organisationById, organisationMembers, searchOrganisations, updateOrganisation, type OrganisationRow } from '../store/organisations.ts'

export type OrganisationView = z.infer<typeof organisation>
interface OrganisationFields { name: string, kind: OrganisationKind, creditCode: string | null }

export function createOrganisations({ db, clock, keys, regions }: Ground) {
  const view = (row: OrganisationRow): OrganisationView => ({
    id: row.id, name: row.name, kind: row.kind as OrganisationKind, creditCode: row.credit_code, regionCode: row.region_code, regionName: nameOfRegion(regions, row.region_code), teams: row.teams,
    liaisons: row.liaisons.map((liaison) => ({ personId: liaison.personId, displayName: displayName(liaison) })),
  })

  /** Organisations of the officer's regions, and those that the asker speaks for. */
  async function organisations(asker: Actor | null, input: { regionCode?: string | undefined, kind?: string | undefined, name?: string | undefined, after?: string | undefined, limit: number }): Promise<{ items: OrganisationView[], next: string | null }> {
    const actor = signedIn(asker)
    const ids = actor.grants.flatMap((grant) => grant.organisationId ?? [])
    const scopes = ids.length > 0 ? regionScopes(actor, 'officer', 'police') : requireScopes(actor, 'officer', 'police')
    const region = narrowScopes(scopes, input.regionCode, regions)
    const rows = await searchOrganisations(db, { scopes: region, ids: input.regionCode === undefined ? ids : [], kind: input.kind, name: input.name, after: input.after, limit: input.limit + 1 })
    const items = rows.slice(0, input.limit).map(view)
    return { items, next: rows.length > input.limit ? items.at(-1)?.id ?? null : null }
  }

  async function createOrganisation(asker: Actor | null, input: OrganisationFields & { regionCode: string }): Promise<OrganisationView> {
    const scopes = requireScopes(asker, 'officer')
    const { personId } = signedIn(asker)
    const region = knownRegion(regions, input.regionCode)
    if (!withinScopes(region.path, scopes)) throw refuse('not-found', { of: 'region' })
    const id = newId()
    await inTransaction(db, async (tx) => {
      await requireFreeCreditCode(tx, input.creditCode, id)
      await insertOrganisation(tx, { id, name: input.name, kind: input.kind, credit_code: input.creditCode, region_code: region.code, region_path: region.path, created_at: clock.now(), created_by: personId })
      await note(tx, 'organisation-entered', id, region.path, personId)
    })
    return view(await organisationById(db, id) as OrganisationRow)
  }

  async function editOrganisation(asker: Actor | null, input: OrganisationFields & { id: string }): Promise<OrganisationView> {
    const scopes = requireScopes(asker, 'officer')
    const found = await organisationById(db, input.id)
    if (found === undefined || !withinScopes(found.region_path, scopes)) throw refuse('not-found')
    await inTransaction(db, async (tx) => {
      await requireFreeCreditCode(tx, input.creditCode, input.id)
      await updateOrganisation(tx, input.id, { name: input.name, kind: input.kind, credit_code: input.creditCode })
      await note(tx, 'organisation-corrected', input.id, found.region_path, signedIn(asker).personId)
    })
    return view(await organisationById(db, input.id) as OrganisationRow)
  }

  async function requireFreeCreditCode(tx: Tx, code: string | null, id: string): Promise<void> {
    if (code === null) return
    if (!isCreditCode(code)) throw refusePeople('credit-code-invalid', {}, [{ path: 'creditCode', code: 'credit-code-invalid', message: 'check character does not fit' }])
    if (await creditCodeTaken(tx, code, id)) throw refusePeople('credit-code-taken')
  }

  async function note(tx: Tx, what: string, id: string, regionPath: string, actor: string): Promise<void> {
    await emit(tx, { type: `people.${what}`, actor, subject: `organisation:${id}`, at: clock.now(), payload: { organisationId: id, regionPath } })
    await audit(tx, clock, { actor, action: `people.${what}`, subject: `organisation:${id}`, regionPath })
  }

  /** One organisation for another module; undefined when unknown. */
  async function organisation(on: Database | Tx, id: string): Promise<{ id: string, name: string, regionPath: string } | undefined> {
    const row = await organisationById(on, id)
    return row && { id: row.id, name: row.name, regionPath: row.region_path }
  }

  /** Members of its open teams for another module, masked, by id: all, those among `ids`, or those of exactly this whole name. One query. */
  async function members(on: Database | Tx, organisationId: string, which: { ids?: readonly string[] | undefined, name?: string | undefined, after?: string | undefined, limit: number }): Promise<{ personId: string, phone: string, teams: string[] }[]> {
    const rows = await organisationMembers(on, organisationId, { ids: which.ids, nameIndex: which.name === undefined ? undefined : nameIndex(keys, which.name), after: which.after, limit: which.limit })
    return rows.map((row) => ({ personId: row.id, phone: row.phone_mask, teams: row.teams }))
  }

  return { organisations, createOrganisation, editOrganisation, organisation, organisationMembers: members }
}
