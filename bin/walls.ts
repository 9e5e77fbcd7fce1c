/** The walls between modules: rules for dependency-cruiser, made from server/map.cjs. */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { cruise, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser'

interface ModuleMap { order: string[]; faces: Record<string, string[]>; pure: string[]; browserSafe: string[]; platformForWeb: string[] }
export const map = createRequire(import.meta.url)('../server/map.cjs') as ModuleMap

const any = (words: readonly string[]): string => `(?:${words.join('|')})`
const TESTS = '[.](?:test|journey)[.]tsx?$|/testing[.]ts$|^server/[^/]+/test/'
const LIBRARIES_OF_PURE = '(?:^|/)node_modules/(?:zod|@orpc/contract|@orpc/shared)/'
const pureFiles = `^server/[^/]+/${any(map.pure)}[.]ts$`
const STORES = ['^server/[^/]+/store(?:[.]ts$|/)', '^server/platform/']

const faceOf = (module: string): string => `^server/${module}/${any([module, ...map.pure, ...(map.faces[module] ?? [])])}[.]ts$`
const modules = any(map.order)

/** A module calls only those before it in the map. */
const orderRules = (): IForbiddenRuleType[] => map.order.slice(0, -1).map((module, i) => ({
  name: `order-${module}`, severity: 'error', comment: `${module} comes before these in server/map.cjs: let them call ${module}, or emit an event that they react to`,
  from: { path: `^server/${module}/`, pathNot: TESTS }, to: { path: `^server/${any(map.order.slice(i + 1))}/`, pathNot: pureFiles },
}))

const apart = (one: string, others: readonly string[]): IForbiddenRuleType => ({
  name: `apart-${one}`, severity: 'error', comment: 'console, phone and portal are built and loaded apart: what they share lives in web/kit',
  from: { path: `^web/${one}/` }, to: { path: `^web/${any(others)}/` },
})

export const rules: IForbiddenRuleType[] = [
  ...orderRules(),
  {
    name: 'face-only', severity: 'error', comment: 'enter another module by its face <module>.ts, its contract, or a further face named in server/map.cjs',
    from: { path: '^server/([^/]+)/', pathNot: TESTS }, to: { path: `^server/${modules}/`, pathNot: ['^server/$1/', ...map.order.map(faceOf)] },
  },
  {
    name: 'pure-contracts', severity: 'error', comment: 'contracts and shapes stand on zod, @orpc/contract, platform/{shapes,problem} and one another only, because pages import them',
    from: { path: [pureFiles, '^server/(?:contract|problems)[.]ts$'] }, to: { pathNot: [pureFiles, '^server/platform/(?:shapes|problem)[.]ts$', LIBRARIES_OF_PURE] },
  },
  {
    name: 'web-sees-contracts', severity: 'error', comment: 'pages see contracts, problem words and the browser-safe codecs of server/map.cjs; ask the server for the rest',
    from: { path: '^web/', pathNot: TESTS }, to: { path: '^server/', pathNot: [pureFiles, '^server/(?:contract|problems)[.]ts$', `^server/platform/${any(map.platformForWeb)}[.]ts$`, `^server/${any(map.browserSafe)}[.]ts$`] },
  },
  {
    name: 'browser-safe-codecs', severity: 'error', comment: 'what runs in a browser imports nothing that does not',
    from: { path: `^server/${any(map.browserSafe)}[.]ts$` }, to: { pathNot: [`^server/${any(map.browserSafe)}[.]ts$`, `^server/platform/${any(map.platformForWeb)}[.]ts$`, pureFiles] },
  },
  {
    name: 'sql-in-stores', severity: 'error', comment: 'write the query in the module’s store.ts (or store/) and call that',
    from: { path: '^server/', pathNot: [...STORES, TESTS] }, to: { path: ['node_modules/(?:kysely|pg)/', 'node_modules/@types/pg/'] },
  },
  {
    name: 'platform-knows-no-module', severity: 'error', comment: 'give the platform a function or an interface instead',
    from: { path: '^server/platform/', pathNot: TESTS }, to: { path: '^server/(?!platform/)' },
  },
  {
    name: 'gateways-by-main-only', severity: 'error', comment: 'a module declares a port; server/main.ts plugs the gateway in',
    from: { path: '^server/', pathNot: ['^server/main[.]ts$', '^server/gateways/', TESTS] }, to: { path: '^server/gateways/' },
  },
  { name: 'server-without-pages', severity: 'error', comment: 'the server serves built pages and imports none', from: { path: '^server/' }, to: { path: '^web/' } },
  {
    name: 'product-without-demo', severity: 'error', comment: 'the demo city is loaded by bin, tests and benches',
    from: { path: '^(?:server|web)/', pathNot: TESTS }, to: { path: '^(?:world|bench|bin|journeys)/' },
  },
  apart('console', ['phone', 'portal']), apart('phone', ['console', 'portal']), apart('portal', ['console', 'phone']),
  { name: 'kit-without-pages', severity: 'error', comment: 'the kit knows no page', from: { path: '^web/kit/', pathNot: TESTS }, to: { path: '^web/(?:console|phone|portal)/' } },
  { name: 'no-cycles', severity: 'error', comment: 'let one of the two take what it needs as a parameter, or move what both need into a third file', from: { pathNot: '^node_modules' }, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only', 'dynamic-import'] } } },
  {
    name: 'no-development-packages', severity: 'error', comment: 'move the package to "dependencies", the server runs without the others',
    from: { path: '^server/', pathNot: TESTS }, to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '(?:^|/)node_modules/@types/' },
  },
  { name: 'resolvable', severity: 'error', comment: 'nothing is found there', from: {}, to: { couldNotResolve: true, pathNot: '^virtual:' } },
]

/** The map of modules as docs/architecture.md shows it. */
export const drawnMap = (): string => [
  '| module | further faces |', '| --- | --- |',
  ...map.order.map((module) => `| ${module} | ${(map.faces[module] ?? []).map((face) => `\`${face}.ts\``).join(', ')} |`),
].join('\n')

/** Every import that a wall forbids, as one line that names the fix; empty when the walls stand. */
export async function wallFaults(root: string): Promise<string[]> {
  const { output } = await cruise(['server', 'web', 'bin', 'bench', 'world'], {
    baseDir: root, parser: 'swc', tsPreCompilationDeps: true, validate: true, ruleSet: { forbidden: rules },
    exclude: { path: '^web/dist/' }, doNotFollow: { path: 'node_modules' },
  }, { extensions: ['.ts', '.tsx', '.mjs', '.cjs', '.js', '.json'], conditionNames: ['import', 'types', 'node', 'default'], exportsFields: ['exports'], mainFields: ['module', 'main', 'types'] })
  const { summary } = output as ICruiseResult
  return summary.violations.map(({ from, to, rule, cycle }) => `${from} → ${cycle ? cycle.map(({ name }) => name).join(' → ') : to}\n    ${rule.name}: ${rules.find(({ name }) => name === rule.name)?.comment ?? ''}`)
}

if (import.meta.main) {
  const faults = await wallFaults(join(import.meta.dirname, '..'))
  console.log(faults.join('\n'))
}
