/** The composition root: wires modules, gateways and reactions, and nothing else. */
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { apiChinese } from './api-words.ts'
import { createCases, type Cases, type OutsideReply } from './cases/cases.ts'
import { mountPhotos, photoRoutes } from './cases/photos.ts'
import { casesReactions } from './cases/reactions.ts'
import { casesRoutes } from './cases/routes.ts'
import { contract } from './contract.ts'
import { createDuties } from './duties/duties.ts'
import { dutiesReactions } from './duties/reactions.ts'
import { dutiesRoutes } from './duties/routes.ts'
import { createHotline12345Simulator } from './gateways/hotline12345.ts'
import { createPolice110Simulator } from './gateways/police110.ts'
import { consoleSms } from './gateways/sms.ts'
import { createDisputes } from './ledger/disputes.ts'
import { createLedger } from './ledger/ledger.ts'
import { ledgerReactions } from './ledger/reactions.ts'
import { ledgerRoutes } from './ledger/routes.ts'
import { requiredTexts } from './people/consent-texts.ts'
import { createPeople } from './people/people.ts'
import { peopleReactions } from './people/reactions.ts'
import { peopleRoutes } from './people/routes.ts'
import { createPlaces } from './places/places.ts'
import { placesRoutes } from './places/routes.ts'
import { mountTiles, tileRoutes } from './places/tiles.ts'
import { chineseCalendar } from './platform/calendar.ts'
import type { Clock } from './platform/clock.ts'
import type { Keyring } from './platform/crypto.ts'
import { openDatabase, openPool } from './platform/db.ts'
import type { Reaction } from './platform/events.ts'
import { EventPump } from './platform/events/pump.ts'
import { FileStore } from './platform/files.ts'
import { createHttp, mountApi } from './platform/http.ts'
import { JobRunner } from './platform/jobs.ts'
import { fontCssIn, mountPages } from './platform/pages/pages.ts'
import { LiveSockets, type SocketLimits } from './platform/live-sockets.ts'
import { statisticsRoutes } from './statistics/routes.ts'
import { createStatistics } from './statistics/statistics.ts'
import { problems } from './problems.ts'
import { serveLive } from './tracking/live-desk.ts'
import { trackingReactions } from './tracking/reactions.ts'
import { trackingRoutes } from './tracking/routes.ts'
import { createTracking, INTAKE_LOCK_MS } from './tracking/tracking.ts'

export interface AppDeps {
  databaseUrl: string
  clock: Clock
  keys: Keyring
  /** Folder for files and journals. */
  dataDir: string
  /** The demo shows sign-in codes on the page. */
  demo: boolean
  publicUrl: string | undefined
  timeZone: string
  /** How long delivered events stay, when not as long as usual. */
  eventsKeptDays?: number | undefined
  /** How many live sockets there may be, when not as many as usual. */
  liveLimits?: Partial<SocketLimits>
  /** How the simulators of 12345 and 110 behave. */
  outsideDesks: { answerAfter_s: number; failTimes: number }
  /** Built pages; none are served when undefined. */
  pagesDir: string | undefined
  report: (error: unknown, where: string) => void
  /** Lines for whoever runs the server. */
  say: (line: string) => void
}

/** The pool of requests and jobs, and a small one of its own for positions, which must never wait behind them. */
function openStores(databaseUrl: string) {
  const pool = openPool(databaseUrl)
  return { pool, db: openDatabase(pool), intakeDb: openDatabase(openPool(databaseUrl, 2, INTAKE_LOCK_MS)) }
}

export async function createApp(deps: AppDeps) {
  const { clock, keys, demo, report } = deps
  const { pool, db, intakeDb } = openStores(deps.databaseUrl)
  const places = createPlaces({ db, clock, endRolesIn: (tx, regionCode, by) => people.endRolesIn(tx, regionCode, by) })
  await places.load()
  const sms = consoleSms(demo ? () => {} : deps.say)
  const wordsElsewhere = async (personId: string) => ({ entryDisputes: await disputes.saidBy(personId), recordDisputes: await duties.records.saidBy(personId) })
  const people = createPeople({ db, clock, keys, regions: places, sms, demo, timeZone: deps.timeZone, wordsElsewhere, platformName: (language = 'zh') => places.city().platformName[language] })
  const ledger = createLedger({ db, clock })
  const tracking = await createTracking({ db, intakeDb, clock, keys, places, people, journalDir: join(deps.dataDir, 'journal'), report })
  const sockets = new LiveSockets({ actorOf: people.actorOf, endedAmong: people.endedAmong, publicUrl: deps.publicUrl, report, limits: deps.liveLimits ?? {} })
  serveLive(sockets, tracking)
  const duties = createDuties({ db, clock, people, places, ledger, tracking })
  sockets.onCommand('claim', (actor, input) => duties.claims.claim(actor, (input as { patrolId: string }).patrolId))

  const [calendar, files] = [chineseCalendar(deps.timeZone), new FileStore(join(deps.dataDir, 'files'), clock)]
  const desks = { db, clock, dayOf: calendar.dayOf, deliver: (reply: OutsideReply) => cases.onOutsideReply(reply), settings: deps.outsideDesks }
  const [hotline, police] = [createHotline12345Simulator(desks), createPolice110Simulator(desks)]
  const cases: Cases = createCases({
    db, clock, calendar, files, places, people,
    attendances: { belongsTo: duties.attendances.belongsTo }, outside: { hotline12345: hotline, police110: police },
  })

  // What else an entry is for belongs to no region; cases know theirs.
  const disputes = createDisputes({ db, clock, ledger, people, places, regionOf: cases.regionOf })
  const statistics = createStatistics({ db, clock, timeZone: deps.timeZone, places, onDuty: () => tracking.presence.paths() })
  sockets.every(60_000, () => void statistics.sample().catch((error: unknown) => report(error, 'statistics.sample')))

  const pump = await EventPump.open(db, clock, report, [...peopleReactions, people.noticesReaction, ...ledgerReactions(ledger), ...trackingReactions(tracking), ...dutiesReactions(duties), ...casesReactions, ...liveReactions(sockets)])
  const jobs = new JobRunner(pool, deps.timeZone, report)
  for (const [name, handler] of Object.entries({ ...people.jobs, ...duties.jobs, ...cases.jobs })) jobs.on(name, handler as never)
  for (const { job } of [hotline, police]) jobs.on(job.name, job.handle as never)

  jobs.daily('tracking.drop-old-days', async () => void (await tracking.dropOldDays()))
  jobs.daily('people.drop-old-notices', people.dropOldNotices)
  jobs.daily('platform.drop-old-events', () => pump.prune(deps.eventsKeptDays))
  jobs.daily('platform.drop-untaken-files', () => files.dropUntaken(db))

  const options = { resolveActor: (request: { headers: { cookie?: string } }) => people.actorOf(request.headers.cookie), report, publicUrl: deps.publicUrl }
  const http: FastifyInstance = await createHttp(options)
  const router = { places: placesRoutes(places), people: peopleRoutes(people), ledger: ledgerRoutes(ledger, disputes), tracking: trackingRoutes(tracking), duties: dutiesRoutes(duties), cases: casesRoutes(cases), statistics: statisticsRoutes(statistics) }
  await mountApi(http, router, contract, { ...options, title: 'Redvest', version: '1', problems, chinese: apiChinese, plainRoutes: { ...tileRoutes, ...photoRoutes }, fontCss: deps.pagesDir === undefined ? undefined : fontCssIn(deps.pagesDir) })
  mountTiles(http, places)
  mountPhotos(http, { cases, resolveActor: options.resolveActor })
  sockets.attach(http.server)
  if (deps.pagesDir !== undefined) await mountPages(http, deps.pagesDir, () => places.city().platformName.zh)

  let refreshing: NodeJS.Timeout | undefined
  return {
    db, sockets, places, people, ledger, disputes, tracking, duties, cases, http, pump, jobs,
    /** Starts the work beside requests. */
    async start() {
      pump.start()
      refreshing = setInterval(() => void places.refresh().catch((error: unknown) => report(error, 'places.refresh')), 5000)
      await jobs.start()
    },
    /** Ends requests first, then the work beside them; nothing acknowledged is lost by stopping. */
    async stop() {
      clearInterval(refreshing)
      // Closing waits for every connection, and sockets that are open never end by themselves.
      const closed = http.close()
      sockets.stop()
      await closed
      await jobs.stop()
      await pump.stop()
      await tracking.stop()
      await Promise.all([db.destroy(), intakeDb.destroy()])
    },
  }
}
export type App = Awaited<ReturnType<typeof createApp>>

/** Sockets keep neither a session that ended nor rights that changed. */
const liveReactions = (sockets: LiveSockets): Reaction[] => [
  { name: 'live.on-sessions-ended', types: ['people.sessions-ended'], handle: async (_, { payload }) => sockets.endSessions(payload['sessionIds'] as string[]) },
  {
    name: 'live.on-rights-changed', types: ['people.role-granted', 'people.role-revoked', 'people.verified', 'people.rejected', 'people.deleted'],
    handle: async (_, { payload }) => sockets.refreshRights([payload['personId'] as string]),
  },
  {
    name: 'live.on-consents-changed', types: ['people.consent-given', 'people.consent-withdrawn'],
    handle: async (_, { payload }) => { if (requiredTexts.some(({ purpose }) => purpose === payload['purpose'])) sockets.refreshRights([payload['personId'] as string]) },
  },
  { name: 'live.on-grants-moved', types: ['people.grants-moved'], handle: async (_, { payload }) => sockets.refreshRights(payload['personIds'] as string[]) },
]
