import { constants } from 'node:fs'
import { copyFile, mkdir, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'

const isGone = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT'

/** Syncs a file or folder; a copy is safe only after this. */
export async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } catch (error) {
    // Windows does not sync folders.
    if (process.platform !== 'win32') throw error
  } finally {
    await handle.close()
  }
}

/** Copies one file with its mode, synced; false when it was gone meanwhile. */
export async function copySynced(from: string, to: string): Promise<boolean> {
  try {
    await copyFile(from, to, constants.COPYFILE_FICLONE)
  } catch (error) {
    if (isGone(error)) return false
    throw error
  }
  await sync(to)
  return true
}

/**
 * Copies a folder that others may be writing to: what goes away meanwhile is left out. Everything is synced. O(bytes).
 * @param wanted by the path inside the folder with forward slashes; false leaves a file, or a folder with all it holds, out
 */
export async function copyTree(from: string, to: string, wanted: (path: string) => boolean = () => true, inside = ''): Promise<void> {
  await mkdir(to, { recursive: true, mode: 0o700 })
  const entries = await readdir(from, { withFileTypes: true }).catch((error: unknown) => {
    if (isGone(error)) return []
    throw error
  })
  for (const entry of entries) {
    const path = `${inside}${entry.name}`
    if (!wanted(path)) continue
    if (entry.isDirectory()) await copyTree(join(from, entry.name), join(to, entry.name), wanted, `${path}/`)
    else if (entry.isFile()) await copySynced(join(from, entry.name), join(to, entry.name))
    else throw new Error(`${join(from, entry.name)} is neither a file nor a folder and cannot be backed up.`)
  }
  await sync(to)
}
