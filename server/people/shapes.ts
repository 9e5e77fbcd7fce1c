/** Notices (消息): their kinds as one table for server and pages, and their shapes. Pure. */
import { z } from 'zod'
import { id, instant } from '../platform/shapes.ts'

/**
 * `needs`: a person has to do or know something before it is too late; the newest unread one stands on the home page.
 * `text`: it cannot wait when what it is about begins within a day, so that a text message goes beside it.
 */
interface NoticeRule { needs?: true, text?: true }

/** Every kind of notice. Its words stand in the pages' words under the same name. */
export const noticeKinds = {
  'patrol-cancelled': { needs: true, text: true },
  'seat-assigned': {},
  'seat-taken-off': { needs: true, text: true },
  'real-name-verified': {},
  'real-name-rejected': { needs: true },
  'join-approved': {},
  'join-refused': {},
  'case-accepted': {},
  'case-handed-over': {},
  'case-replied': { needs: true },
  'case-declined': {},
  'case-merged': {},
  'case-lapsed': {},
  'record-confirmed': {},
  'record-corrected': {},
  'record-rejected': { needs: true },
  'record-reversed': { needs: true },
  'dispute-answered': {},
  'dispute-refused': {},
  'entry-kept': {},
  'entry-reversed': {},
} as const satisfies Record<string, NoticeRule>
export type NoticeKind = keyof typeof noticeKinds

export const noticeKindNames = Object.keys(noticeKinds) as [NoticeKind, ...NoticeKind[]]
const rule = (kind: NoticeKind): NoticeRule => noticeKinds[kind]
export const needingKinds: readonly NoticeKind[] = noticeKindNames.filter((kind) => rule(kind).needs)
export const isTexted = (kind: NoticeKind): boolean => rule(kind).text === true

/** What the words of a notice are filled with; ids and names of other people are never among it. */
export const noticeParams = z.object({
  /** Of the patrol, as it was called then. */
  name: z.string().optional(),
  /** When the patrol begins. */
  startsAt: instant.optional(),
  /** The unit whose liaison did it. */
  unit: z.string().optional(),
  /** Why the patrol is cancelled, in the words of the officer who did it. */
  reason: z.string().optional(),
  team: z.string().optional(),
  /** Number and category of the report. */
  number: z.string().optional(),
  category: z.string().optional(),
  /** What was credited, and before a correction what was measured. */
  minutes: z.number().int().optional(),
  points: z.number().int().optional(),
  measured: z.number().int().optional(),
})
export type NoticeParams = z.infer<typeof noticeParams>

export const notice = z.object({
  id, kind: z.enum(noticeKindNames),
  /** What it is about: `patrol:<id>`, `person:<id>`, `team:<id>`, `case:<id>`, `service-record:<id>` or `entry:<id>`. */
  subject: z.string(),
  params: noticeParams, at: instant, readAt: instant.nullable(),
})
export type Notice = z.infer<typeof notice>

/** `older`: everything up to it as well, as when a list was looked at; else this one alone, as when its card was followed. */
export const readMark = z.strictObject({ id, older: z.boolean().default(true) })
export const unread = z.object({ unread: z.number().int() })
