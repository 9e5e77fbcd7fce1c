/** `npm run build`: the three web apps into web/dist, compressed beside themselves; nothing is done while the sources are the same. */
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, extname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip, gzipSync } from 'node:zlib'
import sharp from 'sharp'

const { browserSafe, platformForWeb } = createRequire(import.meta.url)('../server/map.cjs') as { browserSafe: string[]; platformForWeb: string[] }
const root = join(import.meta.dirname, '..')
const dist = join(root, 'web/dist')
const COMPRESSIBLE = new Set(['.html', '.js', '.mjs', '.css', '.svg', '.json', '.webmanifest'])

const stampFile = join(dist, '.stamp')

/** True when the built pages are those of the sources. */
export const isBuilt = (): boolean => existsSync(stampFile) && readFileSync(stampFile, 'utf8') === sourcesHash()

/** Builds what changed; `only` names one app. Returns false when everything was up to date. */
export async function build(options: { only?: string | undefined; force?: boolean; say?: (line: string) => void } = {}): Promise<boolean> {
  const say = options.say ?? console.log
  const stamp = sourcesHash()
  if (options.force !== true && options.only === undefined && isBuilt()) return false
  const started = performance.now()
  // Loaded only when there is something to build: a second start needs neither Vite nor its plugins.
  const [{ build: viteBuild }, { apps, viteConfig }] = await Promise.all([import('vite'), import('../web/vite.ts')])
  rmSync(stampFile, { force: true })
  // Under a test runner the pages would be built as for developing: larger and slower.
  const { NODE_ENV: before } = process.env
  process.env['NODE_ENV'] = 'production'
  const fontCss = writeFont()
  for (const app of apps.filter(({ name }) => options.only === undefined || name === options.only)) {
    say(`building ${app.name}`)
    await viteBuild(viteConfig(app, dist, fontCss))
    if (app.name === 'phone') await drawIcons(join(dist, app.folder))
    await compressFolder(join(dist, app.folder))
  }
  if (before === undefined) delete process.env['NODE_ENV']
  else process.env['NODE_ENV'] = before
  await compressFolder(join(dist, 'fonts'))
  const sizes = Object.fromEntries(apps.filter(({ folder }) => existsSync(join(dist, folder))).map(({ name, folder }) => [name, firstLoadBytes(join(dist, folder))]))
  writeFileSync(join(dist, 'sizes.json'), `${JSON.stringify(sizes, null, 2)}\n`)
  for (const [name, bytes] of Object.entries(sizes)) say(`${name}: first load ${(bytes / 1024).toFixed(1)} KB of gzipped script`)
  if (options.only === undefined) writeFileSync(stampFile, stamp)
  say(`web built in ${((performance.now() - started) / 1000).toFixed(1)} s`)
  return true
}

function sourcesHash(): string {
  const files = [
    ...globSync('web/**/*.{ts,tsx,css,html,svg,png,json}', { cwd: root, exclude: ['web/dist/**'] }).filter((file) => !file.startsWith('web/dist/')),
    ...globSync('server/**/{contract,steps}.ts', { cwd: root }),
    ...globSync('server/*/shapes.ts', { cwd: root }), ...[...browserSafe, ...platformForWeb.map((name) => `platform/${name}`)].map((name) => `server/${name}.ts`), 'bin/build.ts', 'package-lock.json',
  ]
  const hash = createHash('sha256')
  for (const file of files.sort()) hash.update(file).update('\0').update(readFileSync(join(root, file))).update('\0')
  return hash.digest('hex')
}

/** Copies the font once for all apps, woff2 only, and returns the address of its style sheet. */
function writeFont(): string {
  const source = join(root, 'node_modules/@fontsource/noto-sans-sc')
  const target = join(dist, 'fonts')
  const css = ['400', '600'].map((weight) => readFileSync(join(source, `${weight}.css`), 'utf8')).join('\n')
    .replace(/,\s*url\([^)]*\.woff\)\s*format\('woff'\)/g, '').replaceAll('./files/', './').replace(/\/\*.*?\*\/\n/g, '')
  const name = `noto-sans-sc-${createHash('sha256').update(css).digest('hex').slice(0, 10)}.css`
  if (existsSync(join(target, name))) return `/fonts/${name}`
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target, { recursive: true })
  for (const [, file] of css.matchAll(/url\(\.\/([^)]+)\)/g)) writeFileSync(join(target, file as string), readFileSync(join(source, 'files', file as string)))
  writeFileSync(join(target, name), css)
  return `/fonts/${name}`
}

async function drawIcons(folder: string): Promise<void> {
  for (const size of [192, 512]) await sharp(join(folder, 'icon.svg'), { density: 300 }).resize(size, size).png().toFile(join(folder, `icon-${size}.png`))
  // Launchers cut this one to their own shape, so it reaches into the corners.
  const square = readFileSync(join(folder, 'icon.svg'), 'utf8').replace(/ rx="\d+"/, '')
  await sharp(Buffer.from(square), { density: 300 }).resize(512, 512).png().toFile(join(folder, 'icon-maskable-512.png'))
}

async function compressFolder(folder: string): Promise<void> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)).filter((file) => COMPRESSIBLE.has(extname(file)) && !existsSync(`${file}.br`))
  await Promise.all(files.map(async (file) => {
    const content = readFileSync(file)
    if (content.length < 1024) return
    const [br, gz] = await Promise.all([promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }), promisify(gzip)(content, { level: 9 })])
    writeFileSync(`${file}.br`, br)
    writeFileSync(`${file}.gz`, gz)
  }))
}

interface ManifestChunk { file: string; imports?: string[]; dynamicImports?: string[]; isEntry?: boolean }

/** Gzipped bytes of all script that the app needs before its first page: the entry, its static imports, the first page and Chinese words. */
function firstLoadBytes(folder: string): number {
  const chunks = JSON.parse(readFileSync(join(folder, 'manifest.vite.json'), 'utf8')) as Record<string, ManifestChunk>
  const counted = new Set<string>()
  const count = (key: string): void => {
    const chunk = chunks[key]
    if (chunk === undefined || counted.has(chunk.file)) return
    counted.add(chunk.file)
    chunk.imports?.forEach(count)
  }
  for (const [key, chunk] of Object.entries(chunks)) {
    if (chunk.isEntry === true || /words\/zh\/(kit|phone|console)\.ts$/.test(key) || /(^|\/)(home|situation)\/page\.tsx$/.test(key)) count(key)
  }
  return [...counted].filter((file) => file.endsWith('.js')).reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file)), { level: 9 }).length, 0)
}

if (basename(process.argv[1] ?? '') === 'build.ts') {
  const flag = process.argv.indexOf('--only')
  const built = await build({ force: process.argv.includes('--force'), only: flag < 0 ? undefined : process.argv[flag + 1] })
  if (!built) console.log('web is up to date')
}
