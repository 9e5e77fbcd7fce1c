/**
 * `npm run bench -- NAME [--data DIR] [--seconds S] [--json]` runs one yardstick.
 * A yardstick is a file `bench/NAME.ts` whose default export measures and returns its figures;
 * the last line printed is one JSON object with `"bench": NAME` and those figures.
 */
import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'

export interface BenchOptions {
  /** Folder with third-party data sets; undefined when none was named. */
  dataDir: string | undefined
  /** Seconds per instance or turn, where the yardstick has such a thing. */
  seconds: number | undefined
  /** Tells a person what is going on; silent with --json. */
  say: (line: string) => void
}
export type Bench = (options: BenchOptions) => Promise<Record<string, unknown>>

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { data: { type: 'string' }, seconds: { type: 'string' }, json: { type: 'boolean', default: false } },
})
const name = positionals[0] ?? ''
const file = new URL(`./${name}.ts`, import.meta.url)
if (!/^[a-z-]+$/.test(name) || name === 'run' || !existsSync(file)) {
  console.error(`There is no yardstick "${name}". Usage: npm run bench -- NAME [--data DIR] [--seconds S] [--json]`)
  process.exit(2)
}
const { default: bench } = (await import(file.href)) as { default: Bench }
const figures = await bench({
  dataDir: values.data,
  seconds: values.seconds === undefined ? undefined : Number(values.seconds),
  say: (line) => { if (!values.json) console.log(line) },
})
console.log(JSON.stringify({ bench: name, ...figures }))
process.exit(0)
