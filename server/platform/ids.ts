import { randomBytes } from 'node:crypto'
import { v7 } from 'uuid'

/** UUIDv7: ordered by creation time, made by the application, never by the database. */
export const newId = (): string => v7()

/** A secret of 256 bits for links, tokens and cookies, base64url. Store only its hash. */
export const newSecret = (): string => randomBytes(32).toString('base64url')
