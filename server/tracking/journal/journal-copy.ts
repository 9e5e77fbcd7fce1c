import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { copySynced, copyTree } from '../../platform/start/copies.ts'

/**
 * Copies the journal while it is written to. The copy opens like a journal after a crash and holds every record acknowledged before
 * the copying began, but for those dropped meanwhile because the database had them. The mark goes first: segments may run ahead of
 * it, never it ahead of them. Segments go from the last to the first, because they are dropped from the first on: no gap is left.
 */
export async function copyJournal(from: string, to: string): Promise<void> {
  await copyTree(from, to, (path) => path === 'acknowledged')
  const segments = (await readdir(from).catch(() => [])).filter((name) => name.endsWith('.journal')).toSorted()
  for (const name of segments.toReversed()) if (!(await copySynced(join(from, name), join(to, name)))) return
}
