/**
 * A city at full size, made by statements over whole sets on top of the demo: its map, its officers and its few people stay,
 * everybody else is added. Times, regions and people are spread by hashing a running number, so the same size is the same city.
 */
import pg from 'pg'

export interface CitySize { people: number; teams: number; patrols: number; records: number; cases: number; audit: number }

/** 600,000 people; records, attendances, claims and two ledger entries a record make 20 million rows. */
export const FULL_SIZE: CitySize = { people: 600_000, teams: 2_800, patrols: 1_400_000, records: 4_000_000, cases: 50_000, audit: 1_000_000 }

export const scaled = (records: number): CitySize => {
  const of = (whole: number): number => Math.max(1, Math.round(whole * Math.min(1, records / FULL_SIZE.records)))
  return { people: of(FULL_SIZE.people), teams: of(FULL_SIZE.teams), patrols: of(FULL_SIZE.patrols), records, cases: of(FULL_SIZE.cases), audit: of(FULL_SIZE.audit) }
}

const BIG = [
  'people.person', 'people.session', 'people.consent', 'people.membership', 'duties.patrol', 'duties.claim', 'duties.attendance', 'duties.service_record',
  'ledger.account', 'ledger.transfer', 'cases.case', 'cases.step', 'platform.audit', 'statistics.online_peak',
]
const ON_DUTY = 3_000
/** Prime, so that it meets everybody. */
const STRIDE = 7919

const SPAN = '1095 days'

/** Functions of the loading session: an id of its time, a spread number. Single expressions, so that PostgreSQL writes them into the statement. */
const functions = `
  create function pg_temp.id_at(at timestamptz, kind text, n bigint) returns uuid language sql stable as $$
    select (lpad(to_hex((date_part('epoch', at) * 1000)::bigint), 12, '0') || left(overlay(overlay(md5(kind || n) placing '7' from 1) placing '8' from 5), 20))::uuid $$;
  create function pg_temp.spread(n bigint, salt int, of_many int) returns int language sql immutable as $$
    select 1 + ((hashint8(n * 31 + salt)::bigint + 2147483648) % of_many)::int $$;`

type Statement = { what: string; text: string }

function statements({ people, teams, patrols, records, cases, audit }: CitySize, now: string, own: string): Statement[] {
  /** The moment of the n-th of many in three years. */
  const moment = (n: string, many: number) => `(${now} - interval '${SPAN}' * (1 - (${n})::float8 / ${many}))`
  /** One of the people, by a running number; consecutive ones are different people, and now and then it is who is asked as a volunteer. */
  const person = (n: string) => `case when (${n}) % 10000 = 0 then '${own}'::uuid else pg_temp.id_at(${moment(`(1 + (${n}) * ${STRIDE} % ${people})`, people)}, 'person', 1 + (${n}) * ${STRIDE} % ${people}) end`
  const place = (n: string, salt: number, many: string) => `cross join lateral (select pg_temp.spread(${n}, ${salt}, ${many}) as number) w join bench_place c on c.number = w.number`
  const communities = '(select count(*)::int from bench_place)'
  return [
    { what: 'people', text: `insert into people.person (id, key_sealed, phone_sealed, phone_index, phone_mask, name_sealed, name_index, name_mask, id_number_index, id_number_mask, real_name, region_code, region_path, created_at)
      select pg_temp.id_at(at, 'person', n), t.key_sealed, t.phone_sealed, md5('phone' || n), '139****' || lpad((n % 10000)::text, 4, '0'), t.name_sealed, md5('name' || n % 100000), '林*', md5('id' || n), '3506**********' || lpad((n % 100)::text, 2, '0'),
        case when n % 200 = 20 then 'pending' when n % 20 = 0 then 'unverified' else 'verified' end, c.code, c.path, at
      from people.person t, generate_series(1::bigint, ${people}::bigint) n cross join lateral (select ${moment('n', people)} as at) m ${place('n', 1, communities)} where t.id = '${own}'` },
    { what: 'sessions', text: `insert into people.session (id, person_id, token_hash, created_at, last_seen_at, expires_at, device, ip)
      select pg_temp.id_at(at, 'session', n), pg_temp.id_at(at, 'person', n), md5('token' || n), at, at, ${now} + interval '30 days', 'bench', '127.0.0.1' from generate_series(1::bigint, ${people}::bigint) n cross join lateral (select ${moment('n', people)} as at) m` },
    { what: 'consents', text: `insert into people.consent (id, person_id, purpose, version, given_at, ip)
      select pg_temp.id_at(at, p.purpose, n), pg_temp.id_at(at, 'person', n), p.purpose, p.version, at, '127.0.0.1' from generate_series(1::bigint, ${people}::bigint) n cross join lateral (select ${moment('n', people)} as at) m, (select distinct purpose, version from people.consent) p` },
    { what: 'organisations', text: `insert into people.organisation (id, name, kind, region_code, region_path, created_at, created_by)
      select pg_temp.id_at(at, 'organisation', n), c.name || '单位' || n, 'school', c.code, c.path, at, 'system' from generate_series(1::bigint, ${Math.ceil(teams / 5)}::bigint) n cross join lateral (select ${moment('n', teams)} as at) m ${place('n', 2, communities)}` },
    { what: 'teams', text: `insert into people.team (id, name, kind, about, organisation_id, region_code, region_path, created_at, created_by)
      select pg_temp.id_at(at, 'team', n), c.name || '巡防队' || n, 'patrol', '', case when n % 5 = 0 then pg_temp.id_at(${moment('n / 5', teams)}, 'organisation', n / 5) end, c.code, c.path, at, 'system'
      from generate_series(1::bigint, ${teams}::bigint) n cross join lateral (select ${moment('n', teams)} as at) m ${place('n', 3, communities)}` },
    { what: 'memberships', text: `insert into people.membership (id, team_id, person_id, joined_at, joined_by)
      select pg_temp.id_at(at, 'membership', n), pg_temp.id_at(${moment('k', teams)}, 'team', k), pg_temp.id_at(at, 'person', n), at, 'request'
      from generate_series(1::bigint, ${people}::bigint) n cross join lateral (select ${moment('n', people)} as at, pg_temp.spread(n, 4, ${teams}) as k) m where n % 3 > 0` },
    { what: 'leaders', text: `insert into people.role_grant (id, person_id, role, team_id, granted_at, granted_by)
      select pg_temp.id_at(at, 'leader', n), pg_temp.id_at(${moment('n * 7', people)}, 'person', n * 7), 'leader', pg_temp.id_at(at, 'team', n), at, 'system' from generate_series(1::bigint, least(${teams}, ${people} / 7)::bigint) n cross join lateral (select ${moment('n', teams)} as at) m` },
    { what: 'officers', text: `insert into people.role_grant (id, person_id, role, region_code, region_path, granted_at, granted_by)
      select pg_temp.id_at(at, 'officer', c.number), pg_temp.id_at(${moment('c.number * 11', people)}, 'person', c.number * 11), 'officer', c.code, c.path, at, 'system' from bench_place c cross join lateral (select ${moment('c.number', 5000)} as at) m where c.number * 11 <= ${people}` },
    { what: 'applications', text: `insert into people.real_name_application (id, person_id, state, submitted_at) select pg_temp.id_at(at, 'application', n), pg_temp.id_at(at, 'person', n), 'pending', at from generate_series(20::bigint, ${people}::bigint, 200::bigint) n cross join lateral (select ${moment('n', people)} as at) m` },
    { what: 'join requests', text: `insert into people.join_request (id, team_id, person_id, message, state, created_at)
      select pg_temp.id_at(at, 'join', n), pg_temp.id_at(${moment('k', teams)}, 'team', k), pg_temp.id_at(at, 'person', n), '', case when n % 60 = 0 then 'pending' else 'approved' end, at from generate_series(3::bigint, ${people}::bigint, 3::bigint) n cross join lateral (select ${moment('n', people)} as at, pg_temp.spread(n, 5, ${teams}) as k) m` },
    { what: 'patrols', text: `insert into duties.patrol (id, name, kind, region_code, region_path, region_name, shape, meeting_lon, meeting_lat, starts_at, ends_at, seats, seats_taken, points_per_hour, real_name_required, risk_text, insurance_note, release_deadline_minutes, state, published_at, created_by, created_at)
      select pg_temp.id_at(at, 'patrol', n), c.name || '夜巡' || n, 'night', c.code, c.path, c.name, jsonb_build_object('type', 'LineString', 'coordinates', jsonb_build_array(jsonb_build_array(c.lon, c.lat), jsonb_build_array(c.lon + 0.005, c.lat))), c.lon, c.lat,
        at + interval '2 days', at + interval '2 days 2 hours', 10, 3, 10, true, '注意安全', '统一投保', 60, case when at + interval '2 days 2 hours' > ${now} then 'open' when n % 50 = 0 then 'cancelled' else 'finished' end, at, '${own}'::uuid, at
      from generate_series(1::bigint, ${patrols}::bigint) n cross join lateral (select ${moment('n', patrols)} as at) m ${place('n', 6, communities)}` },
    ...walks({ people, patrols, records, now, moment, person, place, communities }),
    { what: 'accounts', text: `insert into ledger.account (id, owner, currency, balance, opened_at) select 'person:' || p.id || '/' || k.currency, 'person:' || p.id, k.currency, 1000, p.created_at from people.person p, (values ('points'), ('minutes')) k (currency) on conflict do nothing` },
    { what: 'ledger entries', text: `insert into ledger.transfer (id, key, currency, debit, credit, amount, credit_balance, reason, params, subject, actor, at)
      select pg_temp.id_at(r.ended_at, k.currency, r.number), 'service-record:' || r.id || ':1:' || k.currency, k.currency, 'city:service/' || k.currency, 'person:' || r.person_id || '/' || k.currency, 20, 1000, 'patrol-served', '{"minutes": 120}', 'service-record:' || r.id, 'system', r.ended_at
      from (select n as number, pg_temp.id_at(at + interval '2 hours', 'record', n) as id, at + interval '2 hours' as ended_at, ${person('n')} as person_id from generate_series(1::bigint, ${records}::bigint) n cross join lateral (select ${moment('n', records)} as at) m) r, (values ('points'), ('minutes')) k (currency)` },
    ...caseWork({ cases, audit, now, moment, person, place, communities }),
    { what: 'peaks', text: `insert into statistics.online_peak (day, region_code, peak, at) select d::date, c.code, 20, d from generate_series(${now} - interval '30 days', ${now}, interval '1 day') d, bench_place c on conflict do nothing` },
  ]
}

interface Spreading { now: string; moment: (n: string, many: number) => string; person: (n: string) => string; place: (n: string, salt: number, many: string) => string; communities: string }

/** A patrol, the claims of its seats, who came, and what was credited for it. */
function walks({ people, patrols, records, now, moment, person, place, communities }: Spreading & Pick<CitySize, 'people' | 'patrols' | 'records'>): Statement[] {
  // The n-th claim belongs to the patrol of its moment, and its region to that patrol.
  const source = `from generate_series(1::bigint, ${records}::bigint) n cross join lateral (select ${moment('n', records)} as at, greatest(1, n * ${patrols} / ${records})::bigint as p) m ${place('m.p', 6, communities)}`
  return [
    { what: 'claims', text: `insert into duties.claim (id, patrol_id, person_id, window_at, state, claimed_at)
      select pg_temp.id_at(at, 'claim', n), pg_temp.id_at(${moment('p', patrols)}, 'patrol', p), ${person('n')}, tstzrange(at, at + interval '2 hours'), 'attended', at ${source} where n % 10000 > 0` },
    { what: 'attendances', text: `insert into duties.attendance (id, person_id, patrol_id, claim_id, name, region_code, region_path, region_name, points_per_hour, planned_start, planned_end, started_at, started_lon, started_lat, started_accuracy_m, ended_at, ended_lon, ended_lat, received_at)
      select pg_temp.id_at(at, 'attendance', n), ${person('n')}, case when n % 10 > 0 then pg_temp.id_at(${moment('p', patrols)}, 'patrol', p) end, pg_temp.id_at(at, 'claim', n), c.name || '夜巡', c.code, c.path, c.name, 10, at, at + interval '2 hours', at, c.lon, c.lat, 10, at + interval '2 hours', c.lon, c.lat, at ${source}` },
    { what: 'service records', text: `insert into duties.service_record (id, attendance_id, person_id, patrol_id, name, region_code, region_path, region_name, started_at, ended_at, minutes_measured, minutes, points_per_hour, points, proof_strength, proofs, flags, distance_m, moving_s, covered_share, fixes, filter_version, state, recorded_by, decided_by, decided_at, posting, created_at)
      select pg_temp.id_at(at + interval '2 hours', 'record', n), pg_temp.id_at(at, 'attendance', n), ${person('n')}, case when n % 10 > 0 then pg_temp.id_at(${moment('p', patrols)}, 'patrol', p) end, c.name || '夜巡', c.code, c.path, c.name, at, at + interval '2 hours', 120, 120, 10, 20, 'strong', '[]', '{}', 4000, 6000, 0.9, 700, 1,
        case when n % 1000 = 1 then 'rejected' when n % 1000 = 2 then 'disputed' when n % 500 = 3 then 'pending' else 'confirmed' end, 'system', 'system', at, 1, at + interval '2 hours' ${source}` },
    { what: 'people on duty', text: `insert into duties.attendance (id, person_id, name, region_code, region_path, region_name, points_per_hour, planned_end, started_at, started_lon, started_lat, started_accuracy_m, received_at)
      select pg_temp.id_at(${now}, 'on-duty', n), pg_temp.id_at(${moment('n', people)}, 'person', n), c.name || '夜巡', c.code, c.path, c.name, 10, ${now} + interval '3 hours', ${now} - interval '20 minutes', c.lon, c.lat, 10, ${now}
      from generate_series(1::bigint, least(${ON_DUTY}, ${records})::bigint) n ${place('n', 8, communities)}` },
    { what: 'open walks', text: `insert into tracking.walk (attendance_id, person_id, region_path, started_at, until) select id, person_id, region_path, started_at, planned_end from duties.attendance where ended_at is null and id not in (select attendance_id from tracking.walk)` },
  ]
}

function caseWork({ cases, audit, moment, person, place, communities }: Spreading & Pick<CitySize, 'cases' | 'audit'>): Statement[] {
  return [
    { what: 'cases', text: `insert into cases."case" (id, number, state, outcome, version, steps, category, sensitive, answers, words, device_time, reported_at, reporter_id, lon, lat, address, region_code, region_name, region_path, desk_kind, desk_code, desk_name, desk_path, due_at, handled_at, closed_at)
      select pg_temp.id_at(at, 'case', n), 'B' || lpad(n::text, 8, '0'), case when open then t.state else 'closed' end, case when open then null else coalesce(t.outcome, 'solved') end, 4, 4, t.category, false, t.answers, '井盖松动第' || n || '处', at, at, ${person('n * 13')}, c.lon, c.lat, c.name || n || '号', c.code, c.name, c.path, 'committee', c.code, c.name, c.path,
        at + interval '3 days', case when open then null else at + interval '1 day' end, case when open then null else at + interval '2 days' end
      from generate_series(1::bigint, ${cases}::bigint) n cross join lateral (select ${moment('n', cases)} as at, n > ${cases} - greatest(1, ${cases} / 15) as open) m ${place('n', 9, communities)}, bench_case t` },
    { what: 'steps of cases', text: `insert into cases.step (case_id, seq, step, from_state, to_state, at, party, actor, details, internal)
      select c.id, t.seq, t.step, t.from_state, t.to_state, c.reported_at + t.seq * interval '1 hour', t.party, case when t.party = 'reporter' then c.reporter_id::text else t.actor end, t.details, t.internal from cases."case" c join bench_case b on true join cases.step t on t.case_id = b.id where c.number like 'B%'` },
    { what: 'audit lines', text: `insert into platform.audit (id, at, actor, action, subject, region_path) select pg_temp.id_at(at, 'audit', n), at, ${person('n')}, case when n % 3 = 0 then 'people.identity-read' else 'duties.record-confirmed' end, 'person:' || ${person('n * 3')}, c.path
      from generate_series(1::bigint, ${audit}::bigint) n cross join lateral (select ${moment('n', audit)} as at) m ${place('n', 10, communities)}` },
  ]
}

/**
 * Loads without triggers, and makes the indexes afterwards; `ownId` is the person who is asked as a volunteer. The caller's server may run without fsync.
 */
export async function growCity(url: string, size: CitySize, at: { now: Date; ownId: string }, say: (line: string) => void): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const step = async (what: string, text: string): Promise<void> => {
    const began = performance.now()
    const { rowCount } = await client.query(text)
    say(`  ${what}: ${rowCount ?? ''} in ${((performance.now() - began) / 1000).toFixed(1)} s`)
  }
  try {
    await client.query(`set session_replication_role = replica; set maintenance_work_mem = '1GB'; set synchronous_commit = off;
      create temp table bench_place as select row_number() over (order by code)::int as number, code, path, name, lon, lat from places.region where level = 'community';
      create index on bench_place (number); analyze bench_place;
      create temp table bench_case as select * from cases."case" where closed_at is null and not sensitive order by steps desc, id limit 1;${functions}`)
    const { rows } = await client.query<{ name: string; definition: string }>(`select format('%I.%I', schemaname, indexname) as name, indexdef as definition from pg_indexes i
      where schemaname || '.' || tablename = any($1) and not exists (select from pg_constraint c where c.conindid = format('%I.%I', schemaname, indexname)::regclass) and indexdef not like '%USING gin%'`, [BIG])
    for (const { name } of rows) await client.query(`drop index ${name}`)
    for (const { what, text } of statements(size, `timestamptz '${at.now.toISOString()}'`, at.ownId)) {
      await step(what, text)
    }
    for (const { name, definition } of rows) await step(`index ${name}`, definition)
    await step('statistics of the tables', 'vacuum analyze')
  } finally {
    await client.end()
  }
}

/** Rows of everything, partitions included. */
export async function countRows(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ n: number }>(`select sum(n_live_tup)::float8 as n from pg_stat_user_tables where schemaname <> 'graphile_worker'`)
    return Math.round(rows[0]?.n ?? 0)
  } finally {
    await client.end()
  }
}
