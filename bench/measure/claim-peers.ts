import type pg from 'pg'
import type { Actor } from '../../server/platform/actor.ts'
import { newId } from '../../server/platform/ids.ts'
import { refuser } from '../../server/platform/problem.ts'
import { dutyProblems } from '../../server/duties/contract.ts'
import { command, type Redis } from './redis.ts'

const refuse = refuser(dutyProblems)
type Command = (actor: Actor | null, input: unknown) => Promise<unknown>

/** What one writes first: lock the row, look, insert, count. One transaction a claim, the same tables and constraints. */
export function rowLockClaim(pool: pg.Pool): Command {
  const full = new Set<string>()
  return async (actor, input) => {
    const { patrolId } = input as { patrolId: string }
    const personId = (actor as Actor).personId
    if (full.has(patrolId)) throw refuse('patrol-full')
    const client = await pool.connect()
    try {
      await client.query('begin')
      const { rows } = await client.query('select seats, seats_taken, starts_at, ends_at, state from duties.patrol where id = $1 for update', [patrolId])
      const patrol = rows[0] as { seats: number; seats_taken: number; starts_at: Date; ends_at: Date; state: string }
      if (patrol.state !== 'open') throw refuse('patrol-not-open')
      if (patrol.seats_taken >= patrol.seats) {
        full.add(patrolId)
        throw refuse('patrol-full')
      }
      const id = newId()
      const busy = await client.query("select 1 from duties.claim where person_id = $1 and state in ('claimed', 'attended') and upper(window_at) > $2 and lower(window_at) < $3", [personId, patrol.starts_at, patrol.ends_at])
      if (busy.rowCount !== 0) throw refuse('overlapping-duty')
      const inserted = await client.query("insert into duties.claim (id, patrol_id, person_id, window_at, state, claimed_at) values ($1, $2, $3, tstzrange($4, $5), 'claimed', $6) on conflict do nothing",
        [id, patrolId, personId, patrol.starts_at, patrol.ends_at, new Date()])
      if (inserted.rowCount !== 1) throw refuse('overlapping-duty')
      await client.query('update duties.patrol set seats_taken = seats_taken + 1 where id = $1', [patrolId])
      await client.query('commit')
      return { id, patrolId, personId, claimedAt: new Date().toISOString() }
    } catch (error) {
      await client.query('rollback')
      throw error
    } finally {
      client.release()
    }
  }
}

const SCRIPT = `
local seats = tonumber(redis.call('HGET', KEYS[1], 'seats'))
if redis.call('SISMEMBER', KEYS[2], ARGV[1]) == 1 then return 'already-claimed' end
if redis.call('SCARD', KEYS[2]) >= seats then return 'patrol-full' end
redis.call('SADD', KEYS[2], ARGV[1])
return 'seat'`

/** The usual advice for rushes: an atomic script in memory. Nothing is on disk when it answers. */
export function redisLuaClaim(redis: Redis): Command {
  const full = new Set<string>()
  const ask = pipelined(redis)
  return async (actor, input) => {
    const { patrolId } = input as { patrolId: string }
    const personId = (actor as Actor).personId
    if (full.has(patrolId)) throw refuse('patrol-full')
    const answer = await ask(command('EVAL', SCRIPT, 2, `patrol:${patrolId}`, `holders:${patrolId}`, personId))
    if (answer === 'patrol-full') full.add(patrolId)
    if (answer !== 'seat') throw refuse(answer === 'already-claimed' ? 'already-claimed' : 'patrol-full')
    return { id: newId(), patrolId, personId, claimedAt: new Date().toISOString() }
  }
}

/** Commands of one tick, and all that come while Redis is answering, go out together, as good clients do. */
function pipelined(redis: Redis): (bytes: Buffer) => Promise<unknown> {
  let waiting: { bytes: Buffer; resolve: (reply: unknown) => void }[] = []
  let running = false
  async function run(): Promise<void> {
    running = true
    await new Promise((resolve) => setImmediate(resolve))
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      const replies = await redis.pipeline(Buffer.concat(batch.map(({ bytes }) => bytes)), batch.length, true)
      batch.forEach(({ resolve }, i) => resolve(replies[i]))
    }
    running = false
  }
  return (bytes) => new Promise((resolve) => {
    waiting.push({ bytes, resolve })
    if (!running) void run()
  })
}
