import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'

/** A clone with nothing in it but what installing needs, and an npm that notes when it began and ended; it ends when `go` is there. */
let clone: string
beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'redvest-ensure-'))
  mkdirSync(join(clone, 'bin'))
  cpSync(new URL('ensure.cjs', import.meta.url), join(clone, 'bin/ensure.cjs'))
  writeFileSync(join(clone, 'package-lock.json'), '{}')
  writeFileSync(join(clone, 'npm.cjs'), `
    const { appendFileSync, existsSync, mkdirSync } = require('node:fs')
    appendFileSync('log', 'begun\\n')
    const waiting = setInterval(() => {
      if (!existsSync('go')) return
      clearInterval(waiting)
      mkdirSync('node_modules', { recursive: true })
      appendFileSync('log', 'ended\\n')
      process.exitCode = process.env.NPM_ENDS_WITH
    }, 20)`)
  go()
})
const go = (): void => writeFileSync(join(clone, 'go'), '')
afterEach(() => rmSync(clone, { recursive: true, force: true }))

async function ensure(npmEndsWith = 0, waits = (): void => {}): Promise<number> {
  const child = spawn(process.execPath, ['bin/ensure.cjs'], { cwd: clone, env: { ...process.env, npm_execpath: join(clone, 'npm.cjs'), NPM_ENDS_WITH: String(npmEndsWith) } })
  child.stdout.on('data', (data: Buffer) => { if (data.includes('waiting')) waits() })
  const [code] = await once(child, 'close')
  return code
}
const log = (): string[] => readFileSync(join(clone, 'log'), 'utf8').trim().split('\n')

it('installs once for all who start at the same time, one after the other', async () => {
  rmSync(join(clone, 'go'))
  let waiting = 0
  const waits = (): void => { if (++waiting === 2) go() }
  expect(await Promise.all([ensure(0, waits), ensure(0, waits), ensure(0, waits)])).toEqual([0, 0, 0])
  expect(log()).toEqual(['begun', 'ended'])
})

it('does nothing when the lockfile is the one that was installed, and installs anew when it has changed', async () => {
  await ensure()
  await ensure()
  expect(log()).toHaveLength(2)
  writeFileSync(join(clone, 'package-lock.json'), '{"changed":true}')
  await ensure()
  expect(log()).toHaveLength(4)
})

it.each([
  ['is gone', () => goneProcess()],
  ['had a number that is another’s now', () => Promise.resolve(`${process.pid} 1`)],
] as const)('takes over from one that was killed in the midst of it and %s', async (_, holder) => {
  writeFileSync(join(clone, '.installing'), await holder())
  expect(await ensure()).toBe(0)
  expect(readdirSync(clone).filter((name) => name.startsWith('.installing'))).toEqual([])
})

async function goneProcess(): Promise<string> {
  const gone = spawn(process.execPath, ['-e', ''])
  await once(gone, 'exit')
  return `${gone.pid} 1`
}

it('leaves nothing behind that looks installed when npm fails', async () => {
  expect(await ensure(3)).toBe(3)
  expect(existsSync(join(clone, '.installing'))).toBe(false)
  expect(await ensure()).toBe(0)
})
