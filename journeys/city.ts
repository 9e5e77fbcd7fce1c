/** A city of its own for one journey: the real server as a process, on a free port and a folder of its own. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const STOP_MS = 30_000

export interface City {
  /** `http://localhost:PORT`. */
  address: string
  stop(): Promise<void>
}

/** Starts the demo city with five walkers and an impatient 12345; resolves when it serves, rejects with what it said when it ends before. */
export async function startCity(): Promise<City> {
  const dataDir = mkdtempSync(join(tmpdir(), 'redvest-journey-'))
  // The database server runs as another user where the tests run as root.
  chmodSync(dataDir, 0o755)
  const { NODE_ENV: _, VITEST: _test, ...env } = process.env
  const server = spawn(process.execPath, ['bin/start.ts', '--walkers', '5'], {
    cwd: join(import.meta.dirname, '..'), stdio: ['ignore', 'pipe', 'pipe'], env: { ...env, PORT: '0', DATABASE_URL: '', REDVEST_DATA: dataDir, SIMULATED_ANSWER_S: '1' },
  })
  const stop = async (): Promise<void> => {
    await ended(server)
    rmSync(dataDir, { recursive: true, force: true })
  }
  try {
    return { address: await printedAddress(server), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

function printedAddress(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const hear = (text: Buffer): void => {
      said += text.toString()
      const address = /Phone\s+(http:\/\/\S+)\/m\/[\s\S]*Ctrl-C/.exec(said)?.[1]
      if (address !== undefined) resolve(address)
    }
    server.stdout?.on('data', hear)
    server.stderr?.on('data', (text: Buffer) => { hear(text); process.stderr.write(text) })
    server.once('exit', (code) => reject(new Error(`the city ended with ${code} before it served:\n${said}`)))
  })
}

/** Ctrl-C, and no mercy for who does not listen. */
async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const exit = once(server, 'exit')
  server.kill('SIGINT')
  const patience = setTimeout(() => server.kill('SIGKILL'), STOP_MS)
  await exit
  clearTimeout(patience)
}
