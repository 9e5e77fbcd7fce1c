import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, open } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Keys of the installation. The file holds versioned 256-bit master keys; the newest encrypts, all decrypt.
 * It is backed up apart from the database: whoever has only one of the two can read nothing.
 */
export interface Keyring {
  readonly newest: number
  readonly masters: ReadonlyMap<number, Buffer>
}

export async function openKeyring(file: string): Promise<Keyring> {
  if (!existsSync(file)) await writeFirstKey(file)
  const stored = JSON.parse(await readFile(file, 'utf8')) as Record<string, string>
  const masters = new Map(Object.entries(stored).map(([version, key]) => [Number(version), Buffer.from(key, 'base64')]))
  return { newest: Math.max(...masters.keys()), masters }
}

async function writeFirstKey(file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  const handle = await open(`${file}.new`, 'w', 0o600)
  await handle.writeFile(JSON.stringify({ 1: randomBytes(32).toString('base64') }))
  await handle.sync()
  await handle.close()
  await rename(`${file}.new`, file)
}

export const ephemeralKeyring = (): Keyring => ({ newest: 1, masters: new Map([[1, randomBytes(32)]]) })

const derived = new WeakMap<Buffer, Map<string, Buffer>>()

/** A key per purpose; kept, because every position asks for one. Purposes are few. */
function derive(master: Buffer, purpose: string): Buffer {
  const keys = derived.get(master) ?? new Map<string, Buffer>()
  derived.set(master, keys)
  const key = keys.get(purpose) ?? Buffer.from(hkdfSync('sha256', master, '', `redvest:${purpose}`, 32))
  keys.set(purpose, key)
  return key
}

/**
 * Encrypts personal data with AES-256-GCM. `context` (for example `people.identity:<person id>`) is bound to the
 * ciphertext: moved to another row it no longer opens. Returns `version.iv.tag.text`, base64url.
 */
export function encrypt(keys: Keyring, context: string, plain: string): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', derive(keys.masters.get(keys.newest) as Buffer, 'encrypt'), iv)
  cipher.setAAD(Buffer.from(context))
  const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return [String(keys.newest), iv.toString('base64url'), cipher.getAuthTag().toString('base64url'), text.toString('base64url')].join('.')
}

/** Opens what `encrypt` sealed; throws when key, context or bytes do not fit. */
export function decrypt(keys: Keyring, context: string, sealed: string): string {
  const [version = '', iv = '', tag = '', text = ''] = sealed.split('.')
  const master = keys.masters.get(Number(version))
  if (!master) throw new Error(`no key of version ${version}`)
  const decipher = createDecipheriv('aes-256-gcm', derive(master, 'encrypt'), Buffer.from(iv, 'base64url'))
  decipher.setAAD(Buffer.from(context))
  decipher.setAuthTag(Buffer.from(tag, 'base64url'))
  return Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString('utf8')
}

/** A keyed hash to look an identifier up by without storing it. Always under the first key, so that it never changes. */
export const blindIndex = (keys: Keyring, purpose: string, value: string): string =>
  createHmac('sha256', derive(keys.masters.get(1) as Buffer, `index:${purpose}`)).update(value).digest('base64url')

/** Hash for stored secrets (session tokens, invitations): the secret is 256 random bits, so no salt is needed. */
export const secretHash = (secret: string): string => createHash('sha256').update(secret).digest('base64url')
