/** Finds a Chromium for journeys and pictures: the setting, the copy inside the registry package, what PATH has. */
import { execFileSync } from 'node:child_process'
import { accessSync, constants, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Flags under which it starts as root, without graphics card, quietly. Give it a fresh profile; never add `--single-process`. */
export const CHROMIUM_ARGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync', '--hide-scrollbars',
]

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const onPath = (): string[] => (process.env['PATH'] ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)))
const canRun = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Path of a Chromium that can be started, or null when this machine has none. A CHROMIUM_PATH that cannot run is an error, not a fallback. */
export async function findChromium(): Promise<string | null> {
  const set = process.env['CHROMIUM_PATH']
  if (set !== undefined && set !== '') {
    if (!canRun(set)) throw new Error(`CHROMIUM_PATH is ${set}, which is no program that can be started`)
    return set
  }
  return (await unpacked()) ?? onPath().find(canRun) ?? null
}

/** Environment for starting it: on bare machines the libraries that came with it. */
export function chromiumEnvironment(path: string): Record<string, string> {
  const own = join(dirname(path), 'al2023/lib')
  const environment = Object.fromEntries(Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined))
  return existsSync(own) && lacksLibraries(path) ? { ...environment, LD_LIBRARY_PATH: [own, environment['LD_LIBRARY_PATH']].filter(Boolean).join(':') } : environment
}

function lacksLibraries(path: string): boolean {
  try {
    return execFileSync('ldd', [path], { encoding: 'utf8' }).includes('not found')
  } catch {
    return true
  }
}

/** Inflates the package's binary once into a folder of its version; unpacked apart and renamed, so that nobody meets half of it. */
async function unpacked(): Promise<string | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null
  let packageDir: string
  try {
    packageDir = join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '..')
  } catch {
    return null
  }
  const { version } = JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8')) as { version: string }
  const home = join(import.meta.dirname, '../node_modules/.cache', `chromium-${version}`)
  const program = join(home, 'chromium')
  if (canRun(program)) return program
  const apart = `${home}-${process.pid}`
  mkdirSync(apart, { recursive: true, mode: 0o755 })
  await inflateInto(apart, join(packageDir, 'bin'))
  try {
    renameSync(apart, home)
  } catch (error) {
    rmSync(apart, { recursive: true, force: true })
    if (!canRun(program)) throw error
  }
  return program
}

async function inflateInto(folder: string, packed: string): Promise<void> {
  const { inflate } = await import('@sparticuz/chromium')
  const before = process.env['TMPDIR']
  // The package unpacks into the folder for temporary files; for this moment that is ours.
  process.env['TMPDIR'] = folder
  try {
    for (const archive of ['chromium.br', 'swiftshader.tar.br', 'al2023.tar.br']) await inflate(join(packed, archive))
  } finally {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  }
}
