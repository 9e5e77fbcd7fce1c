import { Logger, makeWorkerUtils, parseCronItems, run, type CronItem, type CronMatcher, type Runner, type TaskSpec, type WorkerUtils } from 'graphile-worker'
import { sql } from 'kysely'
import type pg from 'pg'
import type { Database, Tx } from './db.ts'

/** Work that happens later or is tried again. `key` replaces an earlier job of the same key that has not begun. */
export interface NewJob {
  name: string
  payload: Record<string, unknown>
  runAt?: Date
  key?: string
  /** Tries before it is given up; delays grow by e^n seconds. */
  maxAttempts?: number
}

export type JobHandler = (payload: never, attempt: number) => Promise<void>

/** Queues a job in the caller's transaction: it exists exactly when the change does. */
export async function enqueue(tx: Tx | Database, job: NewJob): Promise<void> {
  const spec: TaskSpec = { runAt: job.runAt, jobKey: job.key, maxAttempts: job.maxAttempts ?? 25 }
  await sql`select graphile_worker.add_job(${job.name}, ${JSON.stringify(job.payload)}::json, null::text,
    ${spec.runAt ?? null}::timestamptz, ${spec.maxAttempts}::int, ${spec.jobKey ?? null}::text)`.execute(tx)
}

/** Installs or upgrades the queue's own schema. */
export async function migrateJobs(pool: pg.Pool): Promise<void> {
  const utils: WorkerUtils = await makeWorkerUtils({ pgPool: pool, logger: quiet })
  await utils.migrate()
  await utils.release()
}

/**
 * Gives back the jobs that a killed process held; without this the queue waits hours for it. Only where this process is
 * the only server on the database.
 */
export async function releaseDeadWorkers(pool: pg.Pool): Promise<void> {
  await pool.query('select graphile_worker.force_unlock_workers(array(select distinct locked_by from graphile_worker._private_jobs where locked_by is not null))')
}

const quiet = new Logger(() => () => {})

/** Runs the queue's jobs until `stop`; the scheduler of the whole server. */
export class JobRunner {
  readonly #pool: pg.Pool
  readonly #handlers = new Map<string, JobHandler>()
  readonly #report: (error: unknown, job: string) => void
  readonly #nightly: CronItem[] = []
  readonly #isNight: CronMatcher
  #runner: Runner | undefined
  /** @param timeZone the city's, by its IANA name */
  constructor(pool: pg.Pool, timeZone: string, report: (error: unknown, job: string) => void) {
    this.#pool = pool
    this.#isNight = atFour(timeZone)
    this.#report = report
  }

  on(name: string, handler: JobHandler): void {
    this.#handlers.set(name, handler)
  }

  /** Runs once a night, at four o'clock in the city, by one of the servers. */
  daily(name: string, handler: () => Promise<void>): void {
    this.on(name, handler)
    this.#nightly.push({ task: name, match: this.#isNight })
  }

  async start(): Promise<void> {
    const taskList = Object.fromEntries([...this.#handlers].map(([name, handler]) => [name, async (payload: unknown, context: { job: { attempts: number } }) => {
      try {
        await handler(payload as never, context.job.attempts)
      } catch (error) {
        this.#report(error, name)
        throw error
      }
    }]))
    this.#runner = await run({ pgPool: this.#pool, taskList, parsedCronItems: parseCronItems(this.#nightly), concurrency: 4, noHandleSignals: true, pollInterval: 1000, logger: quiet })
  }

  async stop(): Promise<void> {
    await this.#runner?.stop()
    this.#runner = undefined
  }

  /** Runs one handler now, as the queue would; for tests. */
  async runNow(name: string, payload: Record<string, unknown>): Promise<void> {
    const handler = this.#handlers.get(name)
    if (!handler) throw new Error(`no handler for job ${name}`)
    await handler(payload as never, 1)
  }
}

/** Matches the minute, given in UTC, at which it is four o'clock in the zone: an hour that no zone skips or repeats when its clocks change. */
export function atFour(timeZone: string): CronMatcher {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' })
  // The queue tells the minute without its year; near enough, because offsets depend on the season.
  return ({ min, hour, date, month }) => format.format(Date.UTC(new Date().getUTCFullYear(), month - 1, date, hour, min)) === '04:00'
}
