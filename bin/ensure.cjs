// Runs under whatever Node the machine has (20 or newer), before start, test, check and bench:
// installs the locked packages, the Node 24 runtime among them, when the lockfile has changed since the last time.
const { createHash } = require('node:crypto')
const { existsSync, readFileSync, rmSync, writeFileSync } = require('node:fs')
const { spawnSync } = require('node:child_process')
const { join } = require('node:path')

const root = join(__dirname, '..')
const stampFile = join(root, 'node_modules', '.redvest-stamp')
const turnFile = join(root, '.installing')
const lockHash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex')
const read = (file) => existsSync(file) ? readFileSync(file, 'utf8') : ''
const installed = () => read(stampFile) === lockHash

if (!installed()) {
  const major = Number(process.versions.node.split('.')[0])
  if (major < 20) {
    console.error(`Redvest needs Node 20 or newer to install itself; this is ${process.versions.node}.`)
    process.exit(1)
  }
  takeTurn()
  process.on('exit', () => rmSync(turnFile, { force: true }))
  if (!installed()) install()
}

/** Two installing into one folder would spoil each other's work: the second waits, and finds it done. */
function takeTurn() {
  for (let told = false; ;) {
    try {
      return writeFileSync(turnFile, String(process.pid), { flag: 'wx' })
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    if (!told) console.log('Another command is installing the packages; waiting for it …')
    told = true
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200)
    // Whoever was killed in the midst of it left its turn behind.
    const pid = Number(read(turnFile))
    if (pid > 0 && !alive(pid)) rmSync(turnFile, { force: true })
  }
}

function alive(pid) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function install() {
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
