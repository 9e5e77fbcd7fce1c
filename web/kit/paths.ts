/**
 * Every address of every page, written once. A page that gets an address adds it here; the snapshot beside shows them all.
 * Paths are inside their app: the router knows that the console lives under /console and the phone under /m.
 */
type Query = Record<string, string | number | undefined>

const withQuery = (path: string, query: Query = {}): string => {
  const pairs = Object.entries(query).filter((pair): pair is [string, string | number] => pair[1] !== undefined && pair[1] !== '')
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs.map(([key, value]) => [key, String(value)]))}`
}

export const consolePath = {
  situation: (query?: Query) => withQuery('/', query),
  signIn: (next?: string) => withQuery('/sign-in', { next }),
  duties: (query?: Query) => withQuery('/duties', query),
  duty: (id: string) => `/duties/${encodeURIComponent(id)}`,
  reservations: (query?: Query) => withQuery('/reservations', query),
  newDuty: (query?: Query) => withQuery('/duties/new', query),
  editDuty: (id: string) => `/duties/${encodeURIComponent(id)}/edit`,
  cases: (query?: Query) => withQuery('/cases', query),
  case: (id: string) => `/cases/${encodeURIComponent(id)}`,
  firstRun: (query?: Query) => withQuery('/first-run', query),
  signOut: () => '/sign-out',
  people: (query?: Query) => withQuery('/people', query),
  review: (query?: Query) => withQuery('/people/review', query),
  grants: (query?: Query) => withQuery('/people/roles', query),
  organisations: (query?: Query) => withQuery('/people/organisations', query),
  joinRequests: (query?: Query) => withQuery('/people/join-requests', query),
  invitations: (query?: Query) => withQuery('/people/invitations', query),
  audit: (query?: Query) => withQuery('/people/audit', query),
  teams: (query?: Query) => withQuery('/people/teams', query),
  team: (id: string) => `/people/teams/${encodeURIComponent(id)}`,
  records: (query?: Query) => withQuery('/records', query),
  entryDisputes: (query?: Query) => withQuery('/records/disputes', query),
  statistics: (query?: Query) => withQuery('/statistics', query),
  policy: (query?: Query) => withQuery('/settings/policy', query),
  city: () => '/settings/city',
  zones: () => '/settings/zones',
}

export const phonePath = {
  home: () => '/',
  signIn: (next?: string) => withQuery('/sign-in', { next }),
  duties: (query?: Query) => withQuery('/duties', query),
  duty: (id: string) => `/duties/${encodeURIComponent(id)}`,
  patrol: (dutyId?: string) => withQuery('/patrol', { duty: dutyId }),
  /** A new walk, also while the summary of the last one was not read. */
  setOut: () => withQuery('/patrol', { start: '1' }),
  report: (query?: Query) => withQuery('/report', query),
  cases: () => '/cases',
  case: (id: string) => `/cases/${encodeURIComponent(id)}`,
  me: () => '/me',
  notices: () => '/me/notices',
  records: () => '/me/records',
  record: (id: string) => `/me/records/${encodeURIComponent(id)}`,
  points: () => '/me/points',
  outbox: () => '/me/outbox',
  settings: () => '/me/settings',
  consents: (next?: string) => withQuery('/me/consents', { next }),
  realName: () => '/me/real-name',
  profile: (next?: string) => withQuery('/me/profile', { next }),
  account: () => '/me/account',
  teams: () => '/teams',
  team: (id: string) => `/teams/${encodeURIComponent(id)}`,
  join: (token: string) => `/join/${encodeURIComponent(token)}`,
}
