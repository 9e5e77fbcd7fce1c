// Runs under whatever Node the machine has (20 or newer), before start, test, check and bench:
// installs the locked packages, the Node 24 runtime among them, when the lockfile has changed since the last time.
const { createHash } = require('node:crypto')
const { linkSync, readFileSync, renameSync, rmSync, writeFileSync } = require('node:fs')
const { spawnSync } = require('node:child_process')
const { join } = require('node:path')

const root = join(__dirname, '..')
const stampFile = join(root, 'node_modules', '.redvest-stamp')
const turnFile = join(root, '.installing')
const lockHash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex')
const read = (file) => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
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
  const mine = `${process.pid} ${beganAt(process.pid)}`
  const draft = `${turnFile}.${process.pid}`
  for (let told = false; ;) {
    writeFileSync(draft, mine)
    try {
      // A link is there whole or not at all, so nobody reads half of it.
      linkSync(draft, turnFile)
      return rmSync(draft)
    } catch (error) {
      // Where there are no links there are no turns.
      if (error.code !== 'EEXIST') return rmSync(draft)
    }
    const holder = read(turnFile)
    if (holder === '' || isAtWork(holder)) {
      if (!told) console.log('Another command is installing the packages; waiting for it …')
      told = true
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200)
    } else takeAway(holder, draft)
  }
}

/** Whoever was killed in the midst of it left its turn behind; of two that see so, one takes it away. */
function takeAway(holder, aside) {
  try {
    renameSync(turnFile, aside)
    if (read(aside) !== holder) linkSync(aside, turnFile)
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error
  }
}

/** A number alone says little: after a restart it may be anybody's, also one's own. */
function isAtWork(holder) {
  const [pid, began] = holder.split(' ')
  if (Number(pid) === process.pid) return false
  try {
    process.kill(Number(pid), 0)
  } catch (error) {
    if (error.code !== 'EPERM') return false
  }
  return began === beganAt(pid)
}

/** When a process began, in ticks since the machine did; nothing where that cannot be read. */
function beganAt(pid) {
  const stat = read(`/proc/${pid}/stat`)
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
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
