import { audit } from '../platform/audit.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db.ts'

const ONE_LINE_MS = 60_000
/** When so many lists are remembered, all are forgotten; that costs some lines more. */
const REMEMBERED_MAX = 10_000

/** Audit lines about looks at many people's positions at once: one for each region, so that whoever answers for it finds it. */
export class LookLog {
  readonly #db: Database
  readonly #clock: Clock
  /** When a reader's look at a region's list was last written down. */
  readonly #listed = new Map<string, number>()
  constructor(db: Database, clock: Clock) {
    this.#db = db
    this.#clock = clock
  }

  /** A live view was opened or filtered anew; what it shows from then on is one look. */
  async opened(reader: string, regionPaths: readonly string[]): Promise<void> {
    for (const path of regionPaths) await this.#write('tracking.live-view-opened', reader, path)
  }

  /** A list was read. Pages ask again every few seconds: one line a minute for the same reader and region. */
  async listed(reader: string, regionPaths: readonly string[]): Promise<void> {
    const now_ms = this.#clock.now().getTime()
    for (const path of regionPaths) {
      const key = `${reader} ${path}`
      if (now_ms - (this.#listed.get(key) ?? -Infinity) < ONE_LINE_MS) continue
      await this.#write('tracking.walkers-read', reader, path)
      if (this.#listed.size >= REMEMBERED_MAX) this.#listed.clear()
      this.#listed.set(key, now_ms)
    }
  }

  #write(action: string, reader: string, regionPath: string): Promise<void> {
    return audit(this.#db, this.#clock, { actor: reader, action, subject: 'live-map', regionPath })
  }
}
