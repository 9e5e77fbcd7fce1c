import { getRandomValues, randomBytes } from 'node:crypto'
import { v7 } from 'uuid'

/** The system is asked for the randomness of 256 ids at once: asking for each was most of what an id cost. */
const pool = new Uint8Array(256 * 16)
let used = pool.length
const next = { msecs: 0, seq: 0, random: new Uint8Array(16) }

/** UUIDv7 (RFC 9562): ordered by creation time, also within a millisecond; made by the application, never by the database. */
export function newId(): string {
  if (used === pool.length) {
    getRandomValues(pool)
    used = 0
  }
  for (let i = 0; i < 16; i++) next.random[i] = pool[used++]!
  const now = Date.now()
  if (now > next.msecs) {
    next.msecs = now
    // A random count below 2³¹ leaves as many ids to the millisecond.
    next.seq = new DataView(next.random.buffer).getUint32(6) >>> 1
  } else next.seq++
  return v7(next)
}

/** A secret of 256 bits for links, tokens and cookies, base64url. Store only its hash. */
export const newSecret = (): string => randomBytes(32).toString('base64url')
