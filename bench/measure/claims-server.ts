/**
 * The server side of the claims yardstick, in a process of its own: the real application, and beside its own claims, on
 * the same sockets, the two peers: a row lock per claim on the same database and a Lua script in Redis. All three
 * answer "full" from the same kind of memory.
 */
import { sql } from 'kysely'
import { requiredTexts } from '../../server/people/consent-texts.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { secretHash } from '../../server/platform/crypto.ts'
import { newId } from '../../server/platform/ids.ts'
import { redisLuaClaim, rowLockClaim } from './claim-peers.ts'
import { measuredApp, portOf } from './measured-app.ts'
import { Redis } from './redis.ts'

const claimants = Number(process.argv[2])
const { app, db, pool, answer } = await measuredApp(16)
const tokens = Array.from({ length: claimants }, (_, i) => `bench${String(i).padStart(38, '0')}`)
const now = systemClock.now()
const persons = tokens.map(() => newId())
await sql`insert into people.person (id, phone_mask, real_name, created_at) select id, '199****0000', 'verified', ${now}::timestamptz from unnest(${persons}::uuid[]) as t (id)`.execute(db)
await sql`insert into people.session (id, person_id, token_hash, device, ip, created_at, last_seen_at, expires_at)
  select s, p, h, 'bench', '127.0.0.1', ${now}::timestamptz, ${now}::timestamptz, ${new Date(now.getTime() + 86_400_000)}::timestamptz
  from unnest(${tokens.map(() => newId())}::uuid[], ${persons}::uuid[], ${tokens.map(secretHash)}::text[]) as t (s, p, h)`.execute(db)
await sql`insert into people.consent (id, person_id, purpose, version, given_at, ip) select gen_random_uuid(), p, t.purpose, t.version, ${now}::timestamptz, '127.0.0.1'
  from unnest(${persons}::uuid[]) as p, unnest(${requiredTexts.map(({ purpose }) => purpose)}::text[], ${requiredTexts.map(({ version }) => version)}::int[]) as t (purpose, version)`.execute(db)

app.sockets.onCommand('claim-row-lock', rowLockClaim(pool))
const redis = await Redis.open()
if (redis) app.sockets.onCommand('claim-redis-lua', redisLuaClaim(redis))
await app.http.listen({ port: 0, host: '127.0.0.1' })

/** A patrol in a window of its own, so that turns do not get in each other's way. */
let window = 0
async function patrol(seats: number): Promise<string> {
  const id = newId()
  const startsAt = new Date(now.getTime() + ++window * 86_400_000)
  await sql`insert into duties.patrol (id, name, kind, region_code, region_path, region_name, shape, meeting_lon, meeting_lat, starts_at, ends_at, seats, points_per_hour, real_name_required,
    risk_text, insurance_note, release_deadline_minutes, state, published_at, created_by, created_at)
    values (${id}, 'bench', 'night', '3506', '3506', 'bench', '{"type":"LineString","coordinates":[[117.6,24.5],[117.7,24.5]]}', 117.6, 24.5, ${startsAt}::timestamptz, ${new Date(startsAt.getTime() + 7_200_000)}::timestamptz,
    ${seats}, 10, true, 'r', 'i', 0, 'open', ${now}::timestamptz, ${newId()}, ${now}::timestamptz)`.execute(db)
  await redis?.ask('HSET', `patrol:${id}`, 'seats', seats)
  return id
}

/** What the database says after a turn: seats given, and people who have more than one. */
async function audit(id: string): Promise<{ given: number; doubles: number }> {
  const { rows } = await sql<{ given: number; people: number }>`select count(*) as given, count(distinct person_id) as people from duties.claim where patrol_id = ${id} and state = 'claimed'`.execute(db)
  const [row] = rows
  return { given: row?.given ?? 0, doubles: (row?.given ?? 0) - (row?.people ?? 0) }
}

answer({
  patrol: async ({ seats }: { seats: number }) => ({ id: await patrol(seats) }),
  audit: ({ id }: { id: string }) => audit(id),
}, () => redis?.close())
process.send?.({ port: portOf(app.http), tokens, redis: redis !== null })
