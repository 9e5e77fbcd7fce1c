/** What keeps the code small: sizes of files, functions, folders, dependencies and bundles. Every fault names its fix. */
import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { parseSync } from '@swc/core'

const FILE_LINES = { rule: 200, max: 400 }
const FUNCTION_LINES_MAX = 70
const COMPONENT_LINES_MAX = 120
const FOLDER_FILES_MAX = 15
const DEPENDENCIES_MAX = { server: 45, web: 25 }
const FIRST_LOAD_MAX_KB: Record<string, number> = { phone: 250, console: 700 }

const isTest = (file: string): boolean => /\.(test|journey)\.tsx?$/.test(file)
/** Sizes do not matter where people do not read line by line: generated text, words in two languages. */
const isExempt = (file: string): boolean => file === 'server/platform/schema.ts' || /(^|\/)words\//.test(file)
/** Folders that may hold more, each with its reason. */
const wideFolders: Record<string, string> = { 'web/kit': 'what every page may use, one small idea a file, found by its name' }

export interface Source { path: string; text: string }

/** All hand-written sources of the repository, paths from its root with forward slashes. */
export function sources(root: string): Source[] {
  return globSync('{server,web,bin,bench,world,journeys}/**/*.{ts,tsx,cjs,mjs}', { cwd: root }).map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !path.startsWith('web/dist/') && !path.includes('node_modules/')).sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

const linesOf = (text: string): number => text.split('\n').length - (text.endsWith('\n') ? 1 : 0)

/** Files above the rule of thumb but within the limit: printed, not refused. */
export const longFiles = (files: readonly Source[]): string[] =>
  files.filter(({ path, text }) => !isExempt(path) && linesOf(text) > FILE_LINES.rule).map(({ path, text }) => `${path}: ${linesOf(text)} lines`)

export const fileFaults = (files: readonly Source[]): string[] =>
  files.filter(({ path, text }) => !isExempt(path) && linesOf(text) > FILE_LINES.max)
    .map(({ path, text }) => `${path} has ${linesOf(text)} lines, at most ${FILE_LINES.max}: move one idea into a file of its own`)

// ── Functions ──

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression', 'ClassMethod', 'PrivateMethod', 'Constructor', 'MethodProperty'])
interface Node { type: string; span?: { start: number; end: number }; [key: string]: unknown }

/**
 * Functions longer than their limit. A function declared inside another counts for itself and not for the one around it, so that
 * a module's `create…` may hold its verbs. Test files are exempt: `describe` is a function.
 */
export function functionFaults(files: readonly Source[]): string[] {
  return files.filter(({ path }) => !isTest(path) && !isExempt(path) && /\.tsx?$/.test(path)).flatMap(({ path, text }) => {
    const max = path.endsWith('.tsx') ? COMPONENT_LINES_MAX : FUNCTION_LINES_MAX
    const fix = path.endsWith('.tsx') ? 'take a part of the page out as a component' : 'give a step of it a name and a function'
    return longFunctions(path, text, max).map(({ line, lines }) => `${path}:${line} has a function of ${lines} lines, at most ${max}: ${fix}`)
  })
}

function longFunctions(path: string, text: string, max: number): { line: number; lines: number }[] {
  // The parser counts bytes from wherever it stopped last; an empty statement in front shows where this file begins.
  const tree = parseSync(`;${text}`, { syntax: 'typescript', tsx: path.endsWith('.tsx'), target: 'es2022' }) as unknown as { body: Node[] }
  const start = tree.body[0]?.span?.start ?? 0
  const bytes = Buffer.from(`;${text}`)
  const lineAt = (offset: number): number => bytes.subarray(0, offset - start).toString().split('\n').length
  const found: { line: number; lines: number }[] = []
  /** Collects below a node and returns the lines that declared functions take there. */
  const walk = (value: unknown): number => {
    if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + walk(item), 0)
    if (typeof value !== 'object' || value === null) return 0
    const node = value as Node
    const declared = Object.values(node).reduce((sum: number, part) => sum + walk(part), 0)
    if (!FUNCTIONS.has(node.type) || !node.span) return declared
    const line = lineAt(node.span.start)
    const lines = lineAt(node.span.end) - line + 1
    if (lines - declared > max) found.push({ line, lines: lines - declared })
    return node.type === 'FunctionDeclaration' ? lines : declared
  }
  walk(tree.body)
  return found
}

// ── Folders ──

const countsInFolder = (path: string): boolean => !isTest(path) && !isExempt(path) && basename(path) !== 'testing.ts' && !/^server\/[^/]+\/test\//.test(path) && !path.endsWith('.d.ts')

export function folderFaults(files: readonly Source[]): string[] {
  const perFolder = Map.groupBy(files.filter(({ path }) => countsInFolder(path)), ({ path }) => dirname(path))
  const crowded = [...perFolder].filter(([folder, held]) => held.length > FOLDER_FILES_MAX && wideFolders[folder] === undefined)
    .map(([folder, held]) => `${folder} holds ${held.length} source files, at most ${FOLDER_FILES_MAX}: give an idea of several files a folder of its own`)
  const deep = [...perFolder.keys()].filter((folder) => /^server\/[^/]+\/[^/]+\//.test(`${folder}/`) && folder.split('/').length > 3)
    .map((folder) => `${folder} lies two levels below its module: one is enough`)
  return [...crowded, ...deep]
}

// ── Words that must not stay ──

// Written so that this line is not itself one.
const UNFINISHED = /\b(?:T[O]DO|F[I]XME|X[X]X)\b/
const LEFT_OUT = /\b(?:it|test|describe)(?:\.\w+)*\.(?:only|skip|todo)\b/

export const unfinishedFaults = (files: readonly Source[]): string[] => files.flatMap(({ path, text }) => text.split('\n').flatMap((line, i) => [
  ...(UNFINISHED.test(line) ? [`${path}:${i + 1} is marked unfinished: finish it, or file an issue and delete the mark`] : []),
  ...(isTest(path) && LEFT_OUT.test(line) ? [`${path}:${i + 1} leaves a test out: repair it, or delete it; skipIf is for services a machine may lack`] : []),
]))

// ── Dependencies ──

interface PackageJson { dependencies: Record<string, string>; devDependencies: Record<string, string>; optionalDependencies: Record<string, string> }
const packageOf = (specifier: string): string => specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/')
const importsOf = (text: string): string[] => [...text.matchAll(/(?:from|import|import\(|resolve\(|require\()\s*'([^'.][^']*)'/g)].map(([, specifier]) => packageOf(specifier as string))
/** Used by being there: tools that scripts start, and files that are read. */
const withoutImport = /^(@types\/.*|typescript|oxlint|kysely-codegen|@sparticuz\/chromium|@axe-core\/playwright|@fontsource\/.*|echarts|vite-plugin-pwa|workbox-.*)$/

export function dependencyFaults(root: string, files: readonly Source[]): string[] {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as PackageJson
  const explained = new Set([...readFileSync(join(root, 'docs/dependencies.md'), 'utf8').matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name as string))
  const all = [...Object.keys(dependencies), ...Object.keys(devDependencies), ...Object.keys(optionalDependencies)]
  const imported = new Set(files.flatMap(({ text }) => importsOf(text)))
  const bundled = new Set(files.filter(({ path }) => path.startsWith('web/') && !isTest(path)).flatMap(({ text }) => importsOf(text)).filter((name) => name in dependencies || name in devDependencies))
  const [server, web] = [Object.keys(dependencies).length, bundled.size]
  return [
    ...(server > DEPENDENCIES_MAX.server ? [`package.json has ${server} server dependencies, at most ${DEPENDENCIES_MAX.server}: remove one that a few lines replace`] : []),
    ...(web > DEPENDENCIES_MAX.web ? [`the pages import ${web} packages, at most ${DEPENDENCIES_MAX.web}: remove one that a few lines replace`] : []),
    ...all.filter((name) => !explained.has(name)).map((name) => `${name} has no reason: add its line to docs/dependencies.md`),
    ...[...explained].filter((name) => !all.includes(name)).map((name) => `docs/dependencies.md explains ${name}, which is not in package.json: delete the line`),
    ...[...Object.keys(dependencies), ...Object.keys(devDependencies)].filter((name) => !imported.has(name) && !withoutImport.test(name)).map((name) => `${name} is imported nowhere: npm uninstall ${name}`),
  ]
}

// ── Bundles ──

/** Null when the web is not built. */
export function bundleFaults(root: string): string[] | null {
  const file = join(root, 'web/dist/sizes.json')
  if (!existsSync(file)) return null
  const sizes = JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>
  return Object.entries(FIRST_LOAD_MAX_KB).filter(([app, max_KB]) => (sizes[app] ?? Infinity) > max_KB * 1024)
    .map(([app, max_KB]) => `the first load of ${app} is ${Math.ceil((sizes[app] ?? 0) / 1024)} KB of gzipped script, at most ${max_KB}: load a page's part lazily`)
}
