/** Text messages beside notices that cannot wait. */
import { chineseCalendar, startOfDay } from '../../platform/calendar.ts'
import type { Tx } from '../../platform/db.ts'
import { enqueue } from '../../platform/jobs.ts'
import type { Ground } from '../ground.ts'
import { openField } from '../identity/vault.ts'
import { markTexted, noticeById, type NoticeRow } from '../store/notices.ts'
import { personById } from '../store/persons.ts'
import { isTexted, type NoticeKind, type NoticeParams } from '../shapes.ts'

export const TEXT_JOB = 'people.text-notice'
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const QUIET_FROM_HOUR = 22
const QUIET_TO_HOUR = 7
const EARLY_HOUR = 9
const TRIES_MAX = 6
const REASON_LETTERS_MAX = 40

/**
 * When the text about something that begins at `startsAt` may go: at once, or at seven when it is night in the city, unless it begins
 * before nine of that morning.
 */
export function textTime(now: Date, startsAt: Date, timeZone: string): Date {
  const day = chineseCalendar(timeZone).dayOf(now)
  const at = (midnight: Date, hour: number): Date => new Date(midnight.getTime() + hour * HOUR_MS)
  const today = startOfDay(day, timeZone)
  if (now >= at(today, QUIET_TO_HOUR) && now < at(today, QUIET_FROM_HOUR)) return now
  const morning = now < at(today, QUIET_TO_HOUR) ? today : at(today, 24)
  return startsAt < at(morning, EARLY_HOUR) ? now : at(morning, QUIET_TO_HOUR)
}

/** Queues the text when what the notice is about begins within a day; with the notice, in the caller's transaction. */
export async function textBeside({ clock, timeZone }: Ground, tx: Tx, { id, kind, params }: { id: string, kind: NoticeKind, params: NoticeParams }): Promise<void> {
  if (!isTexted(kind) || params.startsAt === undefined) return
  const [now, startsAt] = [clock.now(), new Date(params.startsAt)]
  if (startsAt <= now || startsAt.getTime() - now.getTime() > DAY_MS) return
  await enqueue(tx, { name: TEXT_JOB, payload: { noticeId: id }, runAt: textTime(now, startsAt, timeZone), key: `text:${id}`, maxAttempts: TRIES_MAX })
}

/**
 * Job: sends the text, unless it went before, was read meanwhile, is too late, or the person does not want it. The gateway's refusal is
 * thrown, so that the queue tries again; a try that falls into the night waits for the morning.
 */
export function createTexts(ground: Ground) {
  const { db, clock, keys, sms, timeZone, platformName } = ground

  async function textNotice({ noticeId }: { noticeId: string }): Promise<void> {
    const row = await noticeById(db, noticeId)
    if (row === undefined || row.texted_at !== null || row.read_at !== null || row.params.startsAt === undefined) return
    const [now, startsAt] = [clock.now(), new Date(row.params.startsAt)]
    if (startsAt <= now) return
    const person = await personById(db, row.person_id)
    const phone = person?.text_notices === true ? openField(keys, person, 'phone', person.phone_sealed) : null
    if (person === undefined || phone === null) return
    const due = textTime(now, startsAt, timeZone)
    // Another name than its own: the queue ends this job when it is done.
    if (due > now) return enqueue(db, { name: TEXT_JOB, payload: { noticeId }, runAt: due, key: `text:${noticeId}:${due.toISOString()}`, maxAttempts: TRIES_MAX })
    const language = person.language as 'zh' | 'en'
    await sms.send(phone, `【${platformName(language)}】${words[language](row, cityTime(startsAt, language))}`)
    await markTexted(db, noticeId, clock.now())
  }

  const cityTime = (at: Date, language: 'zh' | 'en'): string =>
    new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { timeZone, month: language === 'zh' ? 'long' : 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at)

  return { textNotice }
}

/** A text is short; the notice has the reason in full. */
const inShort = (reason: string): string => {
  const letters = [...reason.replace(/\s+/g, ' ')]
  return letters.length <= REASON_LETTERS_MAX ? letters.join('') : `${letters.slice(0, REASON_LETTERS_MAX - 1).join('')}…`
}

type Sentence = (row: NoticeRow, when: string) => string
const words: Record<'zh' | 'en', Sentence> = {
  zh: ({ kind, params }, when) => (kind === 'patrol-cancelled'
    ? `您参加的“${params.name ?? ''}”（${when}）已取消，请勿前往。${params.reason === undefined ? '' : `原因：${inShort(params.reason)}`}`
    : `${params.unit ?? '单位'}已将您从“${params.name ?? ''}”（${when}）的名单中撤下，请勿前往。`),
  en: ({ kind, params }, when) => (kind === 'patrol-cancelled'
    ? `Your patrol “${params.name ?? ''}” (${when}) is cancelled. Please do not go.${params.reason === undefined ? '' : ` Reason: ${inShort(params.reason)}`}`
    : `${params.unit ?? 'Your unit'} has taken you off the patrol “${params.name ?? ''}” (${when}). Please do not go.`),
}
