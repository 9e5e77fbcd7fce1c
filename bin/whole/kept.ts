/** What must be found in a database after whatever happened to it. */
import pg from 'pg'
import { expect } from 'vitest'
import type { Acknowledged } from './citizens.ts'

export async function ask<T extends object>(url: string, query: string, values: unknown[] = []): Promise<T[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<T>(query, values)).rows
  } finally {
    await client.end()
  }
}

/** Everything that was acknowledged, looked for afterwards. */
export async function expectKept(url: string, said: Acknowledged): Promise<void> {
  const claims = await ask<{ key: string }>(url, `select patrol_id || ' ' || person_id as key from duties.claim where state <> 'released'`)
  expect([...said.claims].filter((key) => !claims.some((row) => row.key === key)), 'claims').toEqual([])
  const walks = await ask<{ id: string; ended: boolean }>(url, 'select id, ended_at is not null as ended from duties.attendance')
  expect([...said.checkIns].filter((id) => !walks.some((row) => row.id === id)), 'check-ins').toEqual([])
  expect([...said.checkOuts].filter((id) => !walks.some((row) => row.id === id && row.ended)), 'check-outs').toEqual([])
  const positions = await ask<{ id: string; sequences: number[] }>(url, 'select attendance_id as id, array_agg(distinct sequence::int) as sequences from tracking.position group by 1')
  for (const [id, upTo] of said.positions) {
    const kept = new Set(positions.find((row) => row.id === id)?.sequences)
    expect(Array.from({ length: upTo }, (_, i) => i + 1).filter((sequence) => !kept.has(sequence)), `positions of ${id}`).toEqual([])
  }
  const cases = await ask<{ key: string }>(url, `select id || ' ' || number as key from cases."case"`)
  expect([...said.cases].filter((key) => !cases.some((row) => row.key === key)), 'cases').toEqual([])
  const credits = await ask<{ key: string }>(url, `select subject || ' ' || currency || ' ' || amount as key from ledger.transfer`)
  expect([...said.credits].filter((key) => !credits.some((row) => row.key === key)), 'credits').toEqual([])
}

/** What must hold whatever was acknowledged. */
export async function expectSound(url: string): Promise<void> {
  const oversold = await ask(url, `select p.id from duties.patrol p join duties.claim c on c.patrol_id = p.id and c.state <> 'released' group by p.id, p.seats, p.seats_taken having count(*) > p.seats or count(*) <> p.seats_taken`)
  expect(oversold, 'seats').toEqual([])
  const doubles = await ask(url, `select patrol_id, person_id from duties.claim where state <> 'released' group by 1, 2 having count(*) > 1`)
  expect(doubles, 'double seats').toEqual([])
  const unbalanced = await ask(url, `select a.id from ledger.account a where a.owner like 'person:%' and a.balance <> (select coalesce(sum(case when t.credit = a.id then t.amount else -t.amount end), 0) from ledger.transfer t where a.id in (t.credit, t.debit))`)
  expect(unbalanced, 'balances').toEqual([])
}
