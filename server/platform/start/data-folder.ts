import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Thrown when another server has the folder; the message says what to do. */
export class FolderInUse extends Error {}

/**
 * Takes the data folder for this process, so that two servers never write to one folder. A lock of a process that
 * is gone (also after kill -9) is taken over: the lock names the process and when it started, since numbers are reused.
 * @returns how to give it back
 */
export function takeDataFolder(dir: string): () => void {
  mkdirSync(dir, { recursive: true, mode: 0o755 })
  const file = join(dir, 'server.lock')
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      writeFileSync(file, JSON.stringify({ pid: process.pid, started: startOf(process.pid) }), { flag: 'wx' })
      return () => rmSync(file, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      const holder = readHolder(file)
      if (holder && holder.pid !== process.pid && startOf(holder.pid) === holder.started) {
        throw new FolderInUse(`Another Redvest (process ${holder.pid}) is running on ${dir}. Stop it first, or choose another folder with REDVEST_DATA and another PORT.`)
      }
      rmSync(file, { force: true })
    }
  }
  throw new FolderInUse(`The lock ${file} cannot be taken.`)
}

function readHolder(file: string): { pid: number; started: string } | null {
  try {
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { pid: number; started: string }) : null
  } catch {
    return null
  }
}

/** When a process started, in the system's own words; empty when it is not running. */
function startOf(pid: number): string {
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
    } catch {
      return ''
    }
  }
  try {
    process.kill(pid, 0)
    return 'running'
  } catch {
    return ''
  }
}
