/** Runs once before all tests: a database server with the migrated template, torn down with its folder afterwards. */
import { mkdtempSync, rmSync, chmodSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { migrate, openDatabase, openPool } from '../server/platform/db.ts'
import { startEmbeddedPostgres } from '../server/platform/start/embedded-postgres.ts'
import { migrateJobs } from '../server/platform/jobs.ts'
import { administer } from '../server/platform/testing.ts'

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = mkdtempSync(join(tmpdir(), 'redvest-test-'))
  chmodSync(dir, 0o755)
  const outside = process.env['TEST_DATABASE_URL']
  // The tests' server may lose everything in a power cut; the kill test starts its own with safe settings.
  const server = outside === undefined ? await startEmbeddedPostgres(join(dir, 'postgres'), { fsync: 'off', max_connections: '300' }) : null
  const url = outside ?? (server as { url: string }).url
  await administer(url, 'drop database if exists redvest_template with (force)')
  await administer(url, 'create database redvest_template')
  const templateUrl = new URL(url)
  templateUrl.pathname = '/redvest_template'
  const pool = openPool(templateUrl.href, 2)
  const db = openDatabase(pool)
  await migrate(db)
  await migrateJobs(pool)
  await db.destroy()
  project.provide('databaseUrl', url)
  return async () => {
    await server?.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}
