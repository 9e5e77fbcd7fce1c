/** `npm test [-- --full]`: every test, browser journeys included; the last line is `N passed, N failed`. */
import { parseArgs } from 'node:util'
import { startVitest } from 'vitest/node'
import { build } from './build.ts'
import { findChromium } from './chromium.ts'

const { values: flags, positionals } = parseArgs({ allowPositionals: true, options: { full: { type: 'boolean', default: false } } })
if (flags.full) process.env['REDVEST_FULL'] = '1'

// Journeys and page tests look at what people get: the built pages.
await build({ say: (line) => console.log(line) })
const chromium = await findChromium()
const warnIfBlind = (): void => {
  if (chromium === null) console.log('No Chromium was found (CHROMIUM_PATH, the package @sparticuz/chromium, PATH): the browser journeys are skipped.')
}
warnIfBlind()
if (chromium !== null) process.env['CHROMIUM_PATH'] = chromium

const vitest = await startVitest('test', positionals, { run: true, watch: false, reporters: ['default'], project: chromium === null ? ['!journeys'] : [] })
const tests = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()])
const count = (state: string): number => tests.filter((test) => test.result().state === state).length
const brokenModules = vitest.state.getTestModules().filter((module) => module.state() === 'failed' && module.errors().length > 0).length
const unhandled = vitest.state.getUnhandledErrors().length
await vitest.close()
const failed = count('failed') + brokenModules + unhandled
// Said again here, because nobody scrolls up to what was said before hundreds of tests.
warnIfBlind()
if (count('skipped') > 0) console.log(`${count('skipped')} skipped: long ones run with npm run test:full, those on data of others with REDVEST_TEST_DATA.`)
console.log(`${count('passed')} passed, ${failed} failed`)
process.exit(failed > 0 || count('passed') === 0 ? 1 : 0)
