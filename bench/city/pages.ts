/** The pages of console and phone: what each asks the server at its first look, as whom. */
import { sql } from 'kysely'
import type { App } from '../../server/main.ts'
import { newId, newSecret } from '../../server/platform/ids.ts'
import { secretHash } from '../../server/platform/crypto.ts'

export interface Page { name: string; as: Role; asks: string[] }
export type Role = 'city officer' | 'county officer' | 'community officer' | 'liaison' | 'volunteer' | 'resident'
/** Cookies by role, and things that a page shows one of. */
export interface Visitors { cookies: Map<Role, string>; ids: Ids }
interface Ids { own: string; team: string; organisation: string; patrol: string; past: string; record: string; ownRecord: string; case: string; ownCase: string; person: string }

const OFFICERS = { 'city officer': '3506', 'county officer': '350602', 'community officer': '350602001001' } as const

/** The volunteer is the one with the most records. */
export async function ownVolunteer(app: App): Promise<string> {
  const { rows } = await sql<{ id: string }>`select r.person_id as id from duties.service_record r where not exists (select from people.role_grant g where g.person_id = r.person_id)
    and exists (select from people.membership m where m.person_id = r.person_id) group by 1 order by count(*) desc, 1 limit 1`.execute(app.db)
  return (rows[0] as { id: string }).id
}

async function sign(app: App, personId: string): Promise<string> {
  const [token, now] = [newSecret(), new Date()]
  await sql`insert into people.session (id, person_id, token_hash, device, ip, created_at, last_seen_at, expires_at)
    values (${newId()}, ${personId}, ${secretHash(token)}, 'bench', '127.0.0.1', ${now}::timestamptz, ${now}::timestamptz, ${new Date(now.getTime() + 86_400_000)}::timestamptz)`.execute(app.db)
  return `rv_session=${token}`
}

/** `own` and the officers are people of the demo, so they are the same before and after the city grew. */
export async function visitors(app: App, own: string): Promise<Visitors> {
  const one = async (text: string): Promise<string> => {
    const { rows } = await sql.raw<{ id: string }>(text).execute(app.db)
    if (rows[0] === undefined) throw new Error(`nothing to look at: ${text}`)
    return rows[0].id
  }
  const people = new Map<Role, string>([['volunteer', own]])
  for (const [role, code] of Object.entries(OFFICERS)) people.set(role as Role, await one(`select person_id as id from people.role_grant where role = 'officer' and region_code = '${code}' order by id limit 1`))
  people.set('liaison', await one(`select person_id as id from people.role_grant where role = 'liaison' order by id limit 1`))
  people.set('resident', await one(`select p.id from people.person p where real_name = 'unverified' and exists (select from people.session s where s.person_id = p.id and s.device = 'demo') order by id limit 1`))
  const cookies = new Map<Role, string>()
  for (const [role, id] of people) cookies.set(role, await sign(app, id))
  const within = `region_path <@ '3506.350602'`
  return {
    cookies,
    ids: {
      own, team: await one(`select team_id as id from people.membership where person_id = '${own}' and left_at is null order by id limit 1`),
      organisation: await one(`select organisation_id as id from people.role_grant where role = 'liaison' order by id limit 1`),
      patrol: await one(`select id from duties.patrol where ${within} and state = 'open' order by id limit 1`),
      past: await one(`select id from duties.patrol where ${within} and starts_at < now() and state in ('open', 'finished') order by id limit 1`),
      record: await one(`select id from duties.service_record where ${within} order by id limit 1`),
      ownRecord: await one(`select id from duties.service_record where person_id = '${own}' order by id limit 1`),
      case: await one(`select id from cases."case" where ${within} and not sensitive order by id limit 1`),
      ownCase: await one(`select id from cases."case" order by (reporter_id = '${own}') desc, id limit 1`),
      person: await one(`select id from people.person where ${within} and deleted_at is null order by id limit 1`),
    },
  }
}

const day = (shift: number): string => new Date(Date.now() + shift * 86_400_000).toISOString().slice(0, 10)

/** What officers look at, each within their own regions. */
function consolePages(ids: Ids): { name: string; asks: string[] }[] {
  const list = (path: string, query: Record<string, string | number> = {}) => `${path}?${new URLSearchParams(Object.fromEntries(Object.entries(query).map(([key, value]) => [key, String(value)])))}`
  return [
    { name: 'situation', asks: [list('/cases', { state: 'open', sort: 'newest', limit: 200 }), list('/walkers', { limit: 500 }), '/cases/counts'] },
    { name: 'duties', asks: [list('/patrols', { limit: 50 })] },
    { name: 'duties, from today on', asks: [list('/patrols', { limit: 50, from: `${day(0)}T00:00:00Z` })] },
    { name: 'duties, one day last year', asks: [list('/patrols', { limit: 50, from: `${day(-400)}T00:00:00Z`, to: `${day(-399)}T00:00:00Z` })] },
    { name: 'duties, cancelled', asks: [list('/patrols', { limit: 50, state: 'cancelled' })] },
    { name: 'duties, drafts', asks: [list('/patrols', { limit: 50, state: 'draft' })] },
    { name: 'duties, words', asks: [list('/patrols', { limit: 50, text: '夜巡77' })] },
    { name: 'duties, words that nothing has', asks: [list('/patrols', { limit: 50, text: '没有这样的勤务' })] },
    { name: 'a patrol', asks: [`/patrols/${ids.past}`, `/patrols/${ids.past}/claims`, `/patrols/${ids.past}/reservations`] },
    { name: 'records', asks: [list('/service-records', { limit: 50 })] },
    ...['pending', 'confirmed', 'rejected', 'disputed'].map((state) => ({ name: `records, ${state}`, asks: [list('/service-records', { limit: 50, state })] })),
    { name: 'a record', asks: [`/service-records/${ids.record}`] },
    { name: 'cases, open', asks: [list('/cases', { limit: 50, state: 'open', sort: 'due' }), '/cases/counts'] },
    { name: 'cases, all', asks: [list('/cases', { limit: 50, state: 'all', sort: 'newest' })] },
    { name: 'cases, closed', asks: [list('/cases', { limit: 50, state: 'closed', sort: 'newest' })] },
    { name: 'cases, mine', asks: [list('/cases', { limit: 50, state: 'all', sort: 'newest', mine: 'true' })] },
    { name: 'cases, words', asks: [list('/cases', { limit: 50, state: 'all', sort: 'newest', text: '松动' })] },
    { name: 'cases, words that nothing has', asks: [list('/cases', { limit: 50, state: 'all', sort: 'newest', text: '没有这样的案件' })] },
    { name: 'a case', asks: [`/cases/${ids.case}`] },
    { name: 'people', asks: [list('/people', { limit: 50 })] },
    { name: 'people, not verified', asks: [list('/people', { limit: 50, status: 'unverified' })] },
    { name: 'people, rejected', asks: [list('/people', { limit: 50, status: 'rejected' })] },
    { name: 'people, a name', asks: [list('/people', { limit: 50, name: '没有这个人' })] },
    { name: 'people of a team', asks: [list('/people', { limit: 50, teamId: ids.team })] },
    { name: 'a person', asks: [`/people/${ids.person}`] },
    { name: 'real-name checks', asks: [list('/real-name-applications', { limit: 50 })] },
    { name: 'roles', asks: [list('/grants', { limit: 50 })] },
    { name: 'roles, police', asks: [list('/grants', { limit: 50, role: 'police' })] },
    { name: 'organisations', asks: [list('/organisations', { limit: 200 })] },
    { name: 'teams', asks: [list('/teams', { limit: 50 })] },
    { name: 'teams, words', asks: [list('/teams', { limit: 50, name: '没有这队' })] },
    { name: 'join requests', asks: [list('/join-requests', { limit: 50 })] },
    { name: 'invitations', asks: [list('/invitations', { limit: 50 })] },
    { name: 'audit', asks: [list('/audit', { limit: 50 })] },
    { name: 'audit, one kind', asks: [list('/audit', { limit: 50, action: 'cases.sensitive-read' })] },
    { name: 'audit, one day last year', asks: [list('/audit', { limit: 50, from: `${day(-400)}T00:00:00Z`, to: `${day(-399)}T00:00:00Z` })] },
    { name: 'audit, one person', asks: [list('/audit', { limit: 50, actor: ids.own })] },
    { name: 'statistics, a week', asks: [list('/statistics/headline', { from: day(-6), to: day(0) }), list('/statistics/days', { days: 14 }), list('/statistics/teams', { limit: 100 })] },
    { name: 'statistics, a month', asks: [list('/statistics/headline', { from: day(-29), to: day(0) })] },
    { name: 'statistics, a year', asks: [list('/statistics/headline', { from: day(-364), to: day(0) })] },
    { name: 'standing policy', asks: ['/standing-policy'] },
  ]
}

const phonePages = (ids: Ids): Page[] => [
  { name: 'home', as: 'volunteer', asks: ['/me', '/me/duties', '/patrols/nearby?lon=117.653&lat=24.511'] },
  { name: 'duties', as: 'resident', asks: ['/patrols/nearby?lon=117.653&lat=24.511', '/me/duties'] },
  { name: 'a duty', as: 'volunteer', asks: [`/patrols/${ids.patrol}`] },
  { name: 'report', as: 'resident', asks: ['/case-categories', '/regions/at?lon=117.653&lat=24.511', '/cases/similar?category=manhole&lon=117.653&lat=24.511'] },
  { name: 'my cases', as: 'volunteer', asks: ['/me/cases?limit=30'] },
  { name: 'my cases, none', as: 'resident', asks: ['/me/cases?limit=30'] },
  { name: 'me', as: 'volunteer', asks: ['/me', '/me/ledger/balances'] },
  { name: 'my records', as: 'volunteer', asks: ['/me/service-records?limit=30'] },
  { name: 'a record of mine', as: 'volunteer', asks: [`/service-records/${ids.ownRecord}`] },
  { name: 'my points', as: 'volunteer', asks: ['/me/ledger/balances', '/me/ledger/entries?currency=points&limit=30'] },
  { name: 'consents', as: 'resident', asks: ['/consent-texts', '/me/consents'] },
  { name: 'account', as: 'volunteer', asks: ['/me/sessions'] },
  { name: 'teams', as: 'volunteer', asks: ['/teams?mine=true&limit=50', '/teams?limit=30', '/me/invitations', '/me/join-requests'] },
  { name: 'a team', as: 'volunteer', asks: [`/teams/${ids.team}`, `/teams/${ids.team}/members?limit=200`] },
]

export function pagesOf(ids: Ids): Page[] {
  const officers = Object.keys(OFFICERS) as Role[]
  return [
    // The one patrol, record, case and person are of the county; a community's officer would not find them.
    ...officers.flatMap((as) => consolePages(ids).filter(({ name }) => as !== 'community officer' || !name.startsWith('a ')).map((page) => ({ ...page, name: `console ${page.name}`, as }))),
    { name: 'console reservations', as: 'liaison', asks: [`/organisations/${ids.organisation}/reservations?limit=100`, `/organisations/${ids.organisation}/reservable-patrols`] },
    ...phonePages(ids).map((page) => ({ ...page, name: `phone ${page.name}` })),
  ]
}

/** Asks everything a page asks; whatever is not answered is a fault of the yardstick or of the product. */
export async function visit(app: App, page: Page, cookie: string): Promise<void> {
  for (const ask of page.asks) {
    const answer = await app.http.inject({ method: 'GET', url: `/api${ask}`, headers: { cookie } })
    if (answer.statusCode !== 200) throw new Error(`${page.name} as ${page.as}: ${ask} answered ${answer.statusCode}: ${answer.payload.slice(0, 300)}`)
  }
}
