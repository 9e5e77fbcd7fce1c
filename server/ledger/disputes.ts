import { narrowScopes, requireScopes, signedIn, withinScopes, type Actor } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import type { Clock } from '../platform/clock.ts'
import { inTransaction, type Database, type Tx } from '../platform/db.ts'
import { emit } from '../platform/events.ts'
import { newId } from '../platform/ids.ts'
import { refuse as refuseCommon, refuser } from '../platform/problem.ts'
import { nameOfRegion } from '../platform/shapes.ts'
import { disputeAllowed, disputeSteps, ledgerProblems, type DisputeSeen, type DisputeVerdict, type EntryDispute } from './contract.ts'
import { entryFor, personOf, type Ledger } from './ledger.ts'
import { closeDispute, disputesOfPerson, insertDispute, listDisputes, lockDispute, seenDispute, type DisputeRow } from './store/disputes.ts'
import { findReversal, findTransfer, transfersByIds, type TransferRow } from './store/transfers.ts'

const refuse = refuser(ledgerProblems)
const RECORD = 'service-record:'

interface Deps {
  db: Database
  clock: Clock
  ledger: Ledger
  people: { people(db: Tx | Database, ids: readonly string[]): Promise<ReadonlyMap<string, { displayName: string }>> }
  places: { region(code: string): { path: string; level: string; name: string; nameEn: string | null } | null; root(): { path: string } | null }
  /** The path of the region that what an entry is for (`<kind>:<id>`) happened in; undefined when it belongs to none. */
  regionOf: (on: Tx, subject: string) => Promise<string | undefined>
}

/** A person's word against an entry and an officer's answer. The entry stays as it is; when the person is right it is reversed. */
export function createDisputes({ db, clock, ledger, people, places, regionOf }: Deps) {
  /**
   * Opens a dispute about one's own entry; the officers of the region in which it was earned answer it, of the city when there is none.
   * Refuses `not-found` for others' entries, `dispute-the-record` for those of patrols, `is-a-reversal` for what an officer's answer took back, `already-reversed`, `already-disputed` while one is open.
   */
  async function open(actor: Actor | null, input: { transferId: string; words: string }): Promise<DisputeSeen> {
    const { personId } = signedIn(actor)
    return inTransaction(db, async (tx) => {
      const transfer = await findTransfer(tx, input.transferId)
      if (!transfer || !isOf(transfer, personId)) throw refuseCommon('not-found')
      if (transfer.subject.startsWith(RECORD)) throw refuse('dispute-the-record', { recordId: transfer.subject.slice(RECORD.length) })
      if (transfer.reverses !== null) throw refuse('is-a-reversal', { reverses: transfer.reverses })
      if (await findReversal(tx, transfer.id)) throw refuse('already-reversed')
      // Whoever earned anything did so in a city.
      const regionPath = await regionOf(tx, transfer.subject) ?? (places.root() as { path: string }).path
      const row = await insertDispute(tx, {
        id: newId(), transfer_id: transfer.id, person_id: personId, region_path: regionPath,
        words: input.words, state: 'open', answer: null, decided_by: null, opened_at: clock.now(), decided_at: null,
      })
      if (!row) throw refuse('already-disputed')
      await tell(tx, 'disputed', row, transfer, personId)
      return seenDispute(row)
    })
  }

  /**
   * Answers an open dispute in the officer's regions; `reversed` posts the opposite of the entry in the same transaction.
   * Refuses `not-found` outside them, `not-allowed` on one's own entry, `wrong-state` once it is answered, `already-reversed`, `is-a-reversal`.
   */
  async function decide(actor: Actor | null, input: { id: string; verdict: DisputeVerdict; answer: string }): Promise<EntryDispute> {
    const scopes = requireScopes(actor, 'officer', 'police')
    const officerId = signedIn(actor).personId
    return inTransaction(db, async (tx) => {
      const row = await lockDispute(tx, input.id)
      if (!row || !withinScopes(row.region_path, scopes)) throw refuseCommon('not-found')
      if (row.person_id === officerId) throw refuseCommon('not-allowed', { reason: 'own-entry' })
      if (!disputeAllowed(input.verdict, row.state)) throw refuseCommon('wrong-state', { state: row.state, step: input.verdict, allowed: disputeSteps[input.verdict] })
      const transfer = await findTransfer(tx, row.transfer_id) as TransferRow
      if (input.verdict === 'reversed') await ledger.reverse(tx, transfer.id, { actor: officerId, params: transfer.params as Record<string, unknown> })
      const after = await closeDispute(tx, row.id, { state: input.verdict, answer: input.answer, decided_by: officerId, decided_at: clock.now() })
      await tell(tx, input.verdict, after, transfer, officerId)
      return (await present(tx, [after]))[0] as EntryDispute
    })
  }

  async function tell(tx: Tx, what: 'disputed' | DisputeVerdict, row: DisputeRow, transfer: TransferRow, actor: string): Promise<void> {
    const params = transfer.params as Record<string, unknown>
    const [action, subject] = [what === 'disputed' ? 'ledger.entry-disputed' : `ledger.dispute-${what}`, `entry:${transfer.id}`]
    await emit(tx, { type: action, actor, subject, at: clock.now(), payload: { disputeId: row.id, transferId: transfer.id, personId: row.person_id, regionPath: row.region_path, name: params['name'] ?? params['number'] } })
    // What the person said stands with the dispute alone, with which it goes when the account does.
    await audit(tx, clock, { actor, action, subject, regionPath: row.region_path, reason: row.answer })
  }

  /** The disputes of the officer's regions, or of one of them: what is open first, each part newest first. */
  async function list(actor: Actor | null, query: { regionCode?: string | undefined; after?: string | undefined; limit: number }): Promise<{ items: EntryDispute[]; next: string | null }> {
    const scopes = narrowScopes(requireScopes(actor, 'officer', 'police'), query.regionCode, places)
    const rows = await listDisputes(db, scopes, query.after, query.limit)
    const last = rows.length === query.limit ? rows.at(-1) : undefined
    return { items: await present(db, rows), next: last === undefined ? null : `${last.state === 'open' ? 'open' : 'decided'}:${last.id}` }
  }

  /** What a person said against entries and what was answered, for the copy of their data. */
  const saidBy = async (personId: string): Promise<(DisputeSeen & { entryId: string })[]> =>
    (await disputesOfPerson(db, personId)).map((row) => ({ ...seenDispute(row), entryId: row.transfer_id }))

  async function present(on: Tx | Database, rows: readonly DisputeRow[]): Promise<EntryDispute[]> {
    const persons = await people.people(on, [...new Set(rows.map((row) => row.person_id))])
    const transfers = new Map((await transfersByIds(on, rows.map((row) => row.transfer_id))).map((row) => [row.id, row]))
    return rows.map((row) => ({
      ...seenDispute(row), personId: row.person_id, personName: persons.get(row.person_id)?.displayName ?? '',
      regionName: nameOfRegion(places, row.region_path.split('.').at(-1) as string), entry: entryFor(transfers.get(row.transfer_id) as TransferRow, row.person_id),
    }))
  }

  return { open, decide, list, saidBy }
}
export type Disputes = ReturnType<typeof createDisputes>

const isOf = (transfer: TransferRow, personId: string): boolean => [personOf(transfer.debit), personOf(transfer.credit)].includes(personId)
