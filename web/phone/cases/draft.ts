import type { Category, Report } from '../../../server/cases/contract.ts'
import type { Position } from '../../../server/platform/shapes.ts'
import { shotOf, type Shot } from '../../kit/photos/photo.ts'
import type { KeptDraft } from '../outbox/database.ts'
import type { KeptReport } from './send-report.ts'

/** What the person has filled in so far. */
export interface Draft {
  shots: readonly Shot[]
  /** Null while no fix and no hand has set it, or when it is to be pinned later. */
  position: Position | null
  pinLater: boolean
  address: string
  category: string | null
  answers: Report['answers']
  words: string
}

export const emptyDraft: Draft = { shots: [], position: null, pinLater: false, address: '', category: null, answers: {}, words: '' }

/** What is still missing, as a key of the words; null when the report can go. */
export function missing(draft: Draft, categories: readonly Category[]): 'needPhoto' | 'needPlace' | 'addressNeeded' | 'needCategory' | 'needAnswers' | null {
  const category = categories.find(({ code }) => code === draft.category)
  if (category === undefined) return 'needCategory'
  if (draft.shots.length === 0 && category.photo !== 'optional') return 'needPhoto'
  if (draft.pinLater ? draft.address.trim() === '' : draft.position === null) return draft.pinLater ? 'addressNeeded' : 'needPlace'
  const answered = category.questions.every(({ code, kind }) => kind === 'text' || draft.answers[code] !== undefined)
  return answered ? null : 'needAnswers'
}

/** The draft as the outbox keeps it. */
export function keptOf(draft: Draft, id: string, deviceTime: string, attendanceId: string | null): KeptReport {
  return {
    report: {
      id, deviceTime, attendanceId, category: draft.category ?? '', answers: draft.answers, words: draft.words.trim(),
      position: draft.pinLater ? null : draft.position, address: draft.address.trim(),
    },
    photos: draft.shots.map(({ jpeg }) => jpeg),
  }
}

/** A report that was refused, back in the form. */
export const draftOf = ({ report, photos }: KeptReport): Draft => ({
  shots: photos.map(shotOf), position: report.position, pinLater: report.position === null, address: report.address, category: report.category, answers: report.answers, words: report.words,
})

/** Nothing that a person did; the pin may have come by itself. */
export const isUntouched = ({ shots, category, address, words, pinLater }: Omit<Draft, 'shots'> & { shots: readonly unknown[] }): boolean => shots.length === 0 && category === null && address === '' && words === '' && !pinLater

/** The draft as this phone keeps it while it is written. */
export const keptDraftOf = ({ shots, ...filled }: Draft, personId: string | null, now: Date): Omit<KeptDraft, 'owner'> =>
  ({ personId, at: now.toISOString(), filled, photos: shots.map(({ jpeg }) => jpeg) })

export const restoredDraft = ({ filled, photos }: KeptDraft): Draft => ({ ...filled, shots: photos.map(shotOf) })

/** What an earlier visit left that a person did. The pin alone, left behind when the app was swiped away, may be of another place. */
export const worthRestoring = (kept: KeptDraft | null): KeptDraft | null => (kept === null || isUntouched({ ...kept.filled, shots: kept.photos }) ? null : kept)
