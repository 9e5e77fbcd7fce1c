/** `npm run check`: types, lint, walls and budgets, as far as possible at the same time; exits 1 when any of them fails. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { bundleFaults, dependencyFaults, fileFaults, folderFaults, functionFaults, longFiles, sources, unfinishedFaults } from './budgets.ts'
import { wallFaults } from './walls.ts'

const root = join(import.meta.dirname, '..')
interface Outcome { passed: boolean; words: string }

/** Runs a package's program under this Node and keeps what it says. */
function run(script: string, ...args: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'node_modules', script), ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    const words: Buffer[] = []
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => words.push(chunk))
    child.once('error', (error) => resolve({ passed: false, words: String(error) }))
    child.once('close', (code) => resolve({ passed: code === 0, words: Buffer.concat(words).toString().trim() }))
  })
}

const outcomeOf = (faults: readonly string[], aside = ''): Outcome => ({ passed: faults.length === 0, words: faults.length === 0 ? aside : faults.join('\n') })

function budgets(): Outcome {
  const files = sources(root)
  const bundles = bundleFaults(root)
  const faults = [fileFaults, functionFaults, folderFaults, unfinishedFaults].flatMap((budget) => budget(files)).concat(dependencyFaults(root, files), bundles ?? [])
  const long = longFiles(files)
  return outcomeOf(faults, [
    ...(long.length > 0 ? [`longer than the 200 lines of the rule:`, ...long.map((line) => `  ${line}`)] : []),
    ...(bundles === null ? ['the web is not built, its size was not measured: npm run build'] : []),
  ].join('\n'))
}

const checks: Record<string, () => Promise<Outcome>> = {
  'types of server and tools': () => run('typescript/bin/tsc', '-p', 'tsconfig.json'),
  'types of the pages': () => run('typescript/bin/tsc', '-p', 'web/tsconfig.json'),
  'lint': () => run('oxlint/bin/oxlint', '--deny-warnings'),
  'walls': async () => outcomeOf(await wallFaults(root)),
  'budgets': async () => budgets(),
}

const failed = (await Promise.all(Object.entries(checks).map(async ([name, check]) => {
  const { passed, words } = await check().catch((error: unknown) => ({ passed: false, words: String(error) }))
  console.log(`${passed ? 'ok    ' : 'FAILED'} ${name}`)
  if (words !== '' && (!passed || name === 'budgets')) console.log(words.replace(/^/gm, '  '))
  return passed ? [] : [name]
}))).flat()
console.log(failed.length === 0 ? 'check: all good' : `check failed: ${failed.join(', ')}`)
process.exit(failed.length === 0 ? 0 : 1)
