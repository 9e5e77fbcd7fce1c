/** A city of its own for one journey: the real server as a process, on a free port and a copy of one demo folder. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, constants, cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { giveToPostgres } from '../server/platform/start/embedded-postgres.ts'

const STOP_MS = 30_000

export interface City {
  /** `http://localhost:PORT`. */
  address: string
  stop(): Promise<void>
}

/** A new folder that the database server can enter, which runs as another user where the tests run as root. */
function openFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'redvest-journey-'))
  chmodSync(folder, 0o755)
  return folder
}

/** Loads the demo into a new folder and stops; returns the folder, which {@link startCity} takes copies of. */
export async function makeDemoFolder(): Promise<string> {
  const folder = openFolder()
  try {
    await (await serve(folder)).stop()
    return folder
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

/** Starts the demo city with five walkers and an impatient 12345 on a copy of `demoFolder`; resolves when it serves, rejects with what it said when it ends before. */
export async function startCity(demoFolder: string): Promise<City> {
  const folder = openFolder()
  const remove = (): void => rmSync(folder, { recursive: true, force: true })
  try {
    cpSync(demoFolder, folder, { recursive: true, mode: constants.COPYFILE_FICLONE })
    chmodSync(join(folder, 'postgres'), 0o700)
    giveToPostgres(join(folder, 'postgres'))
    const { address, stop } = await serve(folder)
    return { address, stop: () => stop().finally(remove) }
  } catch (error) {
    remove()
    throw error
  }
}

async function serve(folder: string): Promise<City> {
  const { NODE_ENV: _, VITEST: _test, ...env } = process.env
  const server = spawn(process.execPath, ['bin/start.ts', '--walkers', '5'], {
    cwd: join(import.meta.dirname, '..'), stdio: ['ignore', 'pipe', 'pipe'], env: { ...env, PORT: '0', DATABASE_URL: '', REDVEST_DATA: folder, SIMULATED_ANSWER_S: '1' },
  })
  const stop = (): Promise<void> => ended(server)
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
