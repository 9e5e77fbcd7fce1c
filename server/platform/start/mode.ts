import type { Database } from '../db.ts'

/** What an installation is for; `demo-loading` while the demo is being written, so that half a demo is never taken for a city. */
export type Mode = 'demo' | 'city' | 'demo-loading'

export async function readMode(db: Database): Promise<Mode | null> {
  const row = await db.selectFrom('platform.setting').select('value').where('key', '=', 'mode').executeTakeFirst()
  return row ? (row.value as Mode) : null
}

export async function writeMode(db: Database, mode: Mode, at: Date): Promise<void> {
  const value = JSON.stringify(mode)
  await db.insertInto('platform.setting').values({ key: 'mode', value, updated_at: at }).onConflict((c) => c.column('key').doUpdateSet({ value, updated_at: at })).execute()
}
