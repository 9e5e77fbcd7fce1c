import type { z } from 'zod'
import { signedIn, type Actor } from '../platform/actor.ts'
import { inTransaction, type Database, type Tx } from '../platform/db.ts'
import { emit } from '../platform/events.ts'
import { newId } from '../platform/ids.ts'
import { refuse } from '../platform/problem.ts'
import { consentTexts, currentVersion, requiredTexts } from './consent-texts.ts'
import { refusePeople, type Ground } from './ground.ts'
import type { consentState, Purpose } from './contract.ts'
import { insertConsent, newestConsents, standingConsent, standingConsents, withdrawConsents } from './store/consents.ts'

export type ConsentState = z.infer<typeof consentState>

/** True when the person agrees to the newest text of the purpose now; one index lookup. */
export const hasConsent = (db: Database | Tx, personId: string, purpose: Purpose): Promise<boolean> => standingConsent(db, personId, purpose, currentVersion(purpose))

/** Those of these people who agree to the newest text of the purpose now; one query. */
export const consenting = (db: Database | Tx, personIds: readonly string[], purpose: Purpose): Promise<Set<string>> => standingConsents(db, personIds, purpose, currentVersion(purpose))

/** Those of these people who agree to everything that serving needs, which `termsDue` says of an actor; one query a text. */
export async function agreeing(db: Database | Tx, personIds: readonly string[]): Promise<Set<string>> {
  let left = new Set(personIds)
  for (const { purpose } of requiredTexts) left = await consenting(db, [...left], purpose)
  return left
}

/** Refuses `terms-needed` with the first purpose that is missing. */
export async function requireConsents(db: Database | Tx, personId: string, ...purposes: Purpose[]): Promise<void> {
  for (const purpose of purposes) {
    if (!(await hasConsent(db, personId, purpose))) throw refuse('terms-needed', { purpose })
  }
}

/** Required purposes whose newest text the person has not agreed to. */
export async function consentsDue(db: Database | Tx, personId: string): Promise<Purpose[]> {
  const states = await statesOf(db, personId)
  return requiredTexts.map((text) => text.purpose).filter((purpose) => {
    const state = states.find((own) => own.purpose === purpose) as ConsentState
    return state.givenVersion !== state.currentVersion || state.withdrawnAt !== null
  })
}

async function statesOf(db: Database | Tx, personId: string): Promise<ConsentState[]> {
  const rows = await newestConsents(db, personId)
  return consentTexts.map(({ purpose, version }) => {
    const row = rows.find((own) => own.purpose === purpose)
    return { purpose, currentVersion: version, givenVersion: row?.version ?? null, givenAt: row?.given_at.toISOString() ?? null, withdrawnAt: row?.withdrawn_at?.toISOString() ?? null }
  })
}

/** The ledger of consents: entries are added and withdrawn, never changed. */
export function createConsents({ db, clock }: Ground) {
  async function myConsents(actor: Actor | null): Promise<ConsentState[]> {
    return statesOf(db, signedIn(actor).personId)
  }

  async function giveConsent(asker: Actor | null, input: { purpose: Purpose, version: number }, ip: string): Promise<ConsentState[]> {
    const { personId } = signedIn(asker)
    if (input.version !== currentVersion(input.purpose)) throw refusePeople('consent-outdated', { version: currentVersion(input.purpose) })
    if (!(await hasConsent(db, personId, input.purpose))) {
      await inTransaction(db, async (tx) => {
        const at = clock.now()
        await insertConsent(tx, { id: newId(), person_id: personId, purpose: input.purpose, version: input.version, given_at: at, ip })
        await emit(tx, { type: 'people.consent-given', actor: personId, subject: `person:${personId}`, at, payload: { personId, purpose: input.purpose, version: input.version } })
      })
    }
    return statesOf(db, personId)
  }

  async function withdrawConsent(asker: Actor | null, input: { purpose: Purpose }): Promise<ConsentState[]> {
    const { personId } = signedIn(asker)
    await inTransaction(db, async (tx) => {
      const at = clock.now()
      if ((await withdrawConsents(tx, personId, input.purpose, at)) === 0) throw refuse('not-found')
      await emit(tx, { type: 'people.consent-withdrawn', actor: personId, subject: `person:${personId}`, at, payload: { personId, purpose: input.purpose } })
    })
    return statesOf(db, personId)
  }

  return { consentTexts: () => [...consentTexts], myConsents, giveConsent, withdrawConsent }
}
