import { resolve } from 'node:path'
import { z } from 'zod'

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** Every setting of the server, parsed once; a wrong one stops the start and all faults are named together. */
const settings = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().default('0.0.0.0'),
  /** Folder for everything the server keeps: embedded database, files, journals, keys. */
  REDVEST_DATA: z.string().default('data'),
  /** An existing PostgreSQL 15 or later; without it the embedded server is started. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** Address people open, for links and the Origin check; defaults to what the request says. */
  PUBLIC_URL: z.url().optional(),
  /** The city's time zone by its IANA name. */
  TZ_CITY: z.string().refine(isTimeZone, 'is no time zone such as Asia/Shanghai').default('Asia/Shanghai'),
  /** Days that delivered events are kept, instead of the usual. */
  EVENTS_KEPT_DAYS: z.coerce.number().int().min(1).max(3650).optional(),
  /** Live sockets at once, in all and from one address, instead of the usual. */
  LIVE_SOCKETS_MAX: z.coerce.number().int().min(1).optional(),
  LIVE_SOCKETS_PER_ADDRESS: z.coerce.number().int().min(1).optional(),
  /** The simulators of 12345 and 110: seconds until each answer, and how many tries of each hand-over fail first. */
  SIMULATED_ANSWER_S: z.coerce.number().min(0).max(86_400).default(20),
  SIMULATED_FAILURES: z.coerce.number().int().min(0).max(20).default(0),
})

export interface Config {
  port: number
  host: string
  dataDir: string
  databaseUrl: string | undefined
  publicUrl: string | undefined
  timeZone: string
  eventsKeptDays: number | undefined
  liveLimits: { inAll?: number; perAddress?: number }
  outsideDesks: { answerAfter_s: number; failTimes: number }
}

/** Throws an Error that names every faulty setting. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const known = Object.fromEntries(Object.keys(settings.shape).map((key) => [key, env[key] === '' ? undefined : env[key]]))
  const parsed = settings.safeParse(known)
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
    throw new Error(`These settings are not usable:\n${faults.join('\n')}`)
  }
  const { PORT, HOST, REDVEST_DATA, DATABASE_URL, PUBLIC_URL, TZ_CITY, EVENTS_KEPT_DAYS, LIVE_SOCKETS_MAX, LIVE_SOCKETS_PER_ADDRESS, SIMULATED_ANSWER_S, SIMULATED_FAILURES } = parsed.data
  return {
    port: PORT, host: HOST, dataDir: resolve(REDVEST_DATA), databaseUrl: DATABASE_URL, publicUrl: PUBLIC_URL, timeZone: TZ_CITY, eventsKeptDays: EVENTS_KEPT_DAYS,
    liveLimits: { ...(LIVE_SOCKETS_MAX !== undefined && { inAll: LIVE_SOCKETS_MAX }), ...(LIVE_SOCKETS_PER_ADDRESS !== undefined && { perAddress: LIVE_SOCKETS_PER_ADDRESS }) },
    outsideDesks: { answerAfter_s: SIMULATED_ANSWER_S, failTimes: SIMULATED_FAILURES },
  }
}
