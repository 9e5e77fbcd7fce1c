// Runs under whatever Node the machine has (20 or newer), before start, test, check and bench:
// installs the locked packages, the Node 24 runtime among them, when the lockfile has changed since the last time.
const { createHash } = require('node:crypto')
const { existsSync, readFileSync, writeFileSync } = require('node:fs')
const { spawnSync } = require('node:child_process')
const { join } = require('node:path')

const root = join(__dirname, '..')
const stampFile = join(root, 'node_modules', '.redvest-stamp')
const lockHash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex')
const stamp = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : ''

if (stamp !== lockHash) {
  const major = Number(process.versions.node.split('.')[0])
  if (major < 20) {
    console.error(`Redvest needs Node 20 or newer to install itself; this is ${process.versions.node}.`)
    process.exit(1)
  }
  console.log('Installing packages (the first time takes about a minute) …')
  const npm = process.env.npm_execpath
  const command = npm ? [process.execPath, npm] : ['npm']
  const run = (...verb) => spawnSync(command[0], [...command.slice(1), ...verb, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root, stdio: ['ignore', 'inherit', 'inherit'], shell: !npm && process.platform === 'win32',
  })
  let result = run('ci')
  // A registry mirror may lack the binaries of other platforms, which `ci` insists on; the locked versions install without them.
  if (result.status !== 0) result = run('install', '--no-save')
  if (result.status !== 0) {
    console.error('The packages could not be installed; the lines above say why. Nothing else was changed.')
    process.exit(result.status ?? 1)
  }
  writeFileSync(stampFile, lockHash)
}
