import { randomBytes } from 'node:crypto'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { copySynced, copyTree, sync } from './copies.ts'

/** Folders whose content belongs to the running server alone; PostgreSQL makes it anew. The log is copied afterwards. */
const EMPTIED = ['pg_wal', 'pg_replslot', 'pg_dynshmem', 'pg_notify', 'pg_serial', 'pg_snapshots', 'pg_stat_tmp', 'pg_subtrans']
const NOT_COPIED = /^(?:postmaster\.(?:pid|opts)|backup_label|tablespace_map|backup_manifest|global\/pg_control)$|(?:^|\/)(?:pgsql_tmp|pg_internal\.init)/
const CONTROL = 'global/pg_control'
const SEGMENT = /^[0-9A-F]{24}$/

/**
 * Copies the cluster of a running server so that a server started on the copy recovers to a moment at or after the end of the
 * copying: PostgreSQL's own procedure for base backups over SQL. Pages caught half written are mended from the write-ahead log,
 * which a replication slot of this session keeps meanwhile.
 * @param cluster the data directory, readable by this process
 * @param target a folder that does not exist yet
 */
export async function copyRunningCluster(url: string, cluster: string, target: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('select pg_create_physical_replication_slot($1, true, true)', [`backup_${randomBytes(6).toString('hex')}`])
    const begun = await client.query<{ first: string }>(`select pg_walfile_name(pg_backup_start('redvest', true)) as first`)
    await copyTree(cluster, target, (path) => !NOT_COPIED.test(path) && !EMPTIED.some((folder) => path.startsWith(`${folder}/`)))
    // Last, because it may be younger than the rest but not older.
    await copySynced(join(cluster, CONTROL), join(target, CONTROL))
    // The byte before the end: at the border of two segments the next one need not exist yet.
    const { rows } = await client.query<{ labelfile: string; spcmapfile: string; last: string }>('select labelfile, spcmapfile, pg_walfile_name(lsn - 1) as last from pg_backup_stop(false)')
    const { labelfile, spcmapfile, last } = rows[0] as { labelfile: string; spcmapfile: string; last: string }
    if (spcmapfile.trim() !== '') throw new Error('The database uses tablespaces, which this backup does not follow. Use pg_basebackup.')
    await writeFile(join(target, 'backup_label'), labelfile, { mode: 0o600, flush: true })
    await copyLog(join(cluster, 'pg_wal'), join(target, 'pg_wal'), begun.rows[0]?.first as string, last)
    await sync(target)
  } finally {
    await client.end()
  }
}

async function copyLog(from: string, to: string, first: string, last: string): Promise<void> {
  // The last eight hex digits and those before count up; the first eight are the timeline.
  const names = (await readdir(from)).filter((name) => SEGMENT.test(name) && name >= first && name <= last).toSorted()
  if (names[0] !== first || names.at(-1) !== last) throw new Error(`The write-ahead log from ${first} to ${last} is not all there.`)
  for (const name of names) if (!(await copySynced(join(from, name), join(to, name)))) throw new Error(`The write-ahead log ${name} went away while it was copied.`)
  for (const folder of ['archive_status', 'summaries']) await mkdir(join(to, folder), { recursive: true, mode: 0o700 })
  await sync(to)
}
