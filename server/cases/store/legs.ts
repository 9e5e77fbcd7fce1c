/** SQL of the outside part of a case. */
import type { Insertable, Selectable, Updateable } from 'kysely'
import type { Database, Tx } from '../../platform/db.ts'
import type { CasesLeg } from '../../platform/schema.ts'

export type LegRow = Selectable<CasesLeg>

export async function insertLeg(tx: Tx, row: Insertable<CasesLeg>): Promise<void> {
  await tx.insertInto('cases.leg').values(row).execute()
}

export const findLeg = (db: Database | Tx, id: string): Promise<LegRow | undefined> =>
  db.selectFrom('cases.leg').selectAll().where('id', '=', id).executeTakeFirst()

/** Oldest first. */
export const readLegs = (db: Database | Tx, caseId: string): Promise<LegRow[]> =>
  db.selectFrom('cases.leg').selectAll().where('case_id', '=', caseId).orderBy('created_at').orderBy('id').execute()

export async function updateLeg(tx: Tx, id: string, changes: Updateable<CasesLeg>): Promise<void> {
  await tx.updateTable('cases.leg').set(changes).where('id', '=', id).execute()
}

/** Returns false when the message was taken in before. */
export async function rememberMessage(tx: Tx, message: { legId: string; messageId: string; kind: string; at: Date }): Promise<boolean> {
  const result = await tx.insertInto('cases.outside_message')
    .values({ leg_id: message.legId, message_id: message.messageId, kind: message.kind, at: message.at })
    .onConflict((c) => c.doNothing()).executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows) === 1
}
