import { randomBytes } from 'node:crypto'
import { blindIndex, decrypt, encrypt, type Keyring } from '../../platform/crypto.ts'

export type SealedField = 'phone' | 'name' | 'id-number' | 'guardian'

/** The holder of a personal key; `key_sealed` is null once the person was deleted. */
export interface KeyHolder { id: string, key_sealed: string | null }

const keyContext = (personId: string): string => `people.key:${personId}`
const fieldContext = (personId: string, field: string): string => `people.${field}:${personId}`

/** A new personal key, sealed under the installation's. */
export const newPersonKey = (keys: Keyring, personId: string): string => encrypt(keys, keyContext(personId), randomBytes(32).toString('base64'))

function personKeyring(keys: Keyring, holder: KeyHolder): Keyring {
  if (holder.key_sealed === null) throw new Error(`the key of person ${holder.id} was destroyed`)
  return { newest: 1, masters: new Map([[1, Buffer.from(decrypt(keys, keyContext(holder.id), holder.key_sealed), 'base64')]]) }
}

/** Seals one value under the person's key; throws when the person was deleted. */
export const sealField = (keys: Keyring, holder: KeyHolder, field: SealedField, plain: string): string =>
  encrypt(personKeyring(keys, holder), fieldContext(holder.id, field), plain)

/** Opens what `sealField` sealed; null stays null. */
export const openField = (keys: Keyring, holder: KeyHolder, field: SealedField, sealed: string | null): string | null =>
  sealed === null ? null : decrypt(personKeyring(keys, holder), fieldContext(holder.id, field), sealed)

export const phoneIndex = (keys: Keyring, phone: string): string => blindIndex(keys, 'people.phone', phone)
export const nameIndex = (keys: Keyring, name: string): string => blindIndex(keys, 'people.name', name.normalize('NFKC').replace(/\s+/g, ' ').toLowerCase())
export const idNumberIndex = (keys: Keyring, number: string): string => blindIndex(keys, 'people.id-number', number)
/** Keyed, because a million codes are quickly tried against a plain hash. */
export const codeHash = (keys: Keyring, codeId: string, code: string): string => blindIndex(keys, 'people.code', `${codeId}:${code}`)
