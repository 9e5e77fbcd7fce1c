/** The face of cases: what routes, gateways, jobs and other modules may call. */
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { agreed, signedIn, type Actor } from '../platform/actor.ts'
import { inTransaction, type Tx } from '../platform/db.ts'
import { Problem, refuse } from '../platform/problem.ts'
import type { Position } from '../platform/shapes.ts'
import { defaultCategories } from './categories.ts'
import type { CaseView, Category, DeskQuery, Photo, Report, StepCommand } from './contract.ts'
import type { CasesGround, OutsideReply } from './ground.ts'
import { takeStep } from './handling.ts'
import { onOutsideReply, SEND_JOB, sendLeg } from './legs.ts'
import { advance, LAPSE_JOB, lapseMove } from './progress.ts'
import { casesReactions } from './reactions.ts'
import { countDesk, deskList, mineList, photoFor, readCase } from './reading.ts'
import { followCase, reportCase, similarCases, unfollowCase } from './reporting.ts'
import { findCase, lockCases } from './store/cases.ts'

export type { CasesAttendances, CasesPeople, CasesPlaces, OutgoingLeg, OutsideDesk, OutsideReply, ReplyResult } from './ground.ts'

const LAPSE_DAYS = 5

export interface CasesDependencies extends Omit<CasesGround, 'categories' | 'lapse_days'>, Partial<Pick<CasesGround, 'categories' | 'lapse_days'>> {
  /** New reports that one person may send; 60 when not given. */
  reports_per_hour?: number
}
export type Cases = ReturnType<typeof createCases>

export function createCases({ reports_per_hour = 60, ...dependencies }: CasesDependencies) {
  const ground: CasesGround = { categories: defaultCategories, lapse_days: LAPSE_DAYS, ...dependencies }
  const limiter = new RateLimiterMemory({ points: reports_per_hour, duration: 3600 })

  /** Sending the same id again answers with the same case and is not counted. */
  async function report(actor: Actor | null, input: Report): Promise<CaseView> {
    const { personId } = signedIn(actor)
    if (!(await findCase(ground.db, input.id))) await limiter.consume(personId).catch(() => { throw refuse('too-many-requests') })
    const row = await reportCase(ground, actor, input)
    return readCase(ground, actor, row.id)
  }

  /** The case as the actor sees it after the step; null when the step took it out of their sight. */
  async function step(actor: Actor | null, command: StepCommand): Promise<CaseView | null> {
    await takeStep(ground, actor, command)
    return readCase(ground, actor, command.id).catch((error: unknown) => {
      if (error instanceof Problem && error.code === 'not-found') return null
      throw error
    })
  }

  async function follow(actor: Actor | null, id: string, position: Position): Promise<CaseView> {
    await followCase(ground, actor, id, position)
    return readCase(ground, actor, id)
  }

  const lapse = ({ caseId, repliedAt }: { caseId: string; repliedAt: string }): Promise<void> => inTransaction(ground.db, async (tx) => {
    const [row] = await lockCases(tx, [caseId])
    const move = row ? lapseMove(row, repliedAt) : null
    if (row && move) await advance(ground, tx, row, move)
  })

  return {
    categories: (): Category[] => [...ground.categories],
    report, step, follow,
    unfollow: (actor: Actor | null, id: string) => unfollowCase(ground, actor, id),
    similar: (actor: Actor | null, query: { category: string } & Position) => similarCases(ground, actor, query),
    list: (actor: Actor | null, query: DeskQuery) => deskList(ground, actor, query),
    counts: (actor: Actor | null, query: { region?: string | undefined }) => countDesk(ground, actor, query),
    mine: (actor: Actor | null, query: { after?: string | undefined; limit: number }) => mineList(ground, actor, query),
    get: (actor: Actor | null, id: string) => readCase(ground, actor, id),
    /** Keeps an uploaded photo for the actor until a report or a step takes it. Refuses what is no readable image. */
    async storePhoto(actor: Actor | null, bytes: Buffer): Promise<Photo> {
      const file = await ground.files.putPhoto(ground.db, bytes, `person:${agreed(actor).personId}`)
      return { id: file.id, width: file.width ?? 0, height: file.height ?? 0 }
    },
    photo: async (actor: Actor | null, id: string): Promise<Buffer> => ground.files.read(await photoFor(ground, actor, id)),
    /** The path of the region of `case:<id>`; undefined when it is no case. */
    regionOf: async (on: Tx, subject: string): Promise<string | undefined> =>
      subject.startsWith('case:') ? (await findCase(on, subject.slice('case:'.length)))?.region_path : undefined,
    /** For gateways: takes in a message of an outside desk, once. */
    onOutsideReply: (reply: OutsideReply) => onOutsideReply(ground, reply),
    /** Job handlers to register by name. */
    jobs: {
      [SEND_JOB]: ({ legId }: { legId: string }): Promise<void> => sendLeg(ground, legId),
      [LAPSE_JOB]: lapse,
    },
    reactions: casesReactions,
  }
}
