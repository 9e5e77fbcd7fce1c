import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { drawnMap, wallFaults } from './walls.ts'

let root: string
/** Each file breaks one wall, or none. */
const files: Record<string, string> = {
  'server/places/places.ts': "import type { People } from '../people/people.ts'\nexport type Places = People",
  'server/places/store.ts': "import { sql } from 'kysely'\nexport const one = sql`select 1`",
  'server/people/people.ts': "import { one } from '../places/store.ts'\nexport type People = typeof one",
  'server/people/contract.ts': "import type { People } from './people.ts'\nexport type Contract = People",
  'server/ledger/ledger.ts': "import { sql } from 'kysely'\nexport const post = sql`select 2`",
  'server/platform/db.ts': "export type { People } from '../people/people.ts'",
  'server/duties/duties.ts': "import type { Places } from '../places/places.ts'\nimport { post } from '../ledger/ledger.ts'\nexport const claim = (places: Places) => [places, post]",
  'server/cases/cases.ts': "import '../gateways/sms.ts'",
  'server/gateways/sms.ts': 'export const sms = 1',
  'web/phone/page.tsx': "import { claim } from '../../server/duties/duties.ts'\nimport '../console/page.tsx'\nexport const page = <p>{String(claim)}</p>",
  'web/console/page.tsx': "import type { Contract } from '../../server/people/contract.ts'\nexport const page = (contract: Contract) => <p>{String(contract)}</p>",
  'bench/one.ts': "import './two.ts'", 'bench/two.ts': "import './one.ts'", 'bin/lost.ts': "import './nowhere.ts'", 'world/city.ts': '',
}

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'redvest-walls-'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  writeFileSync(join(root, 'package.json'), '{"type":"module","dependencies":{"kysely":"1"}}')
  symlinkSync(join(import.meta.dirname, '../node_modules'), join(root, 'node_modules'))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

it('finds what breaks a wall, type imports too, and names the fix', async () => {
  const faults = await wallFaults(root)
  const found = faults.map((fault) => /^(\S+) → .*\n {4}([\w-]+):/s.exec(fault)?.slice(1).join(' ')).toSorted()
  expect(found).toEqual([
    'bench/one.ts no-cycles', 'bin/lost.ts resolvable', 'server/cases/cases.ts gateways-by-main-only', 'server/ledger/ledger.ts sql-in-stores',
    'server/people/contract.ts pure-contracts', 'server/people/people.ts face-only', 'server/places/places.ts order-places', 'server/platform/db.ts platform-knows-no-module',
    'web/phone/page.tsx apart-phone', 'web/phone/page.tsx web-sees-contracts',
  ])
  expect(faults.every((fault) => fault.includes(': '))).toBe(true)
})

it('docs/architecture.md shows the map as it is', () => expect(readFileSync(join(import.meta.dirname, '../docs/architecture.md'), 'utf8')).toContain(drawnMap()))
