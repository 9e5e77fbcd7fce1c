/** SQL of the simulators. */
import { sql, type Selectable } from 'kysely'
import type { Database, Tx } from '../platform/db.ts'
import type { GatewaysSimulatedTicket } from '../platform/schema.ts'

export type Ticket = Selectable<GatewaysSimulatedTicket>

export const findTicket = (db: Database | Tx, legId: string): Promise<Ticket | undefined> =>
  db.selectFrom('gateways.simulated_ticket').selectAll().where('leg_id', '=', legId).executeTakeFirst()

interface NewTicket { legId: string; channel: string; caseNumber: string; category: string; at: Date; numberOf: (count: number) => string }

/** The leg's ticket: the one it already has, or a new one. */
export async function keepTicket(tx: Tx, leg: NewTicket): Promise<{ ticket: Ticket; fresh: boolean }> {
  const { rows } = await sql<{ n: number }>`select nextval('gateways.simulated_number') as n`.execute(tx)
  const inserted = await tx.insertInto('gateways.simulated_ticket')
    .values({ leg_id: leg.legId, channel: leg.channel, number: leg.numberOf(Number(rows[0]?.n)), case_number: leg.caseNumber, category: leg.category, received_at: leg.at })
    .onConflict((c) => c.column('leg_id').doNothing()).returningAll().executeTakeFirst()
  return inserted ? { ticket: inserted, fresh: true } : { ticket: await findTicket(tx, leg.legId) as Ticket, fresh: false }
}
