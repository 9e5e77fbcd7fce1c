/** How a notice reads and where it leads; the page and the card on Home say it alike. */
import type { Notice, NoticeKind } from '../../../server/people/shapes.ts'
import { useCategoryName } from '../../kit/cases.tsx'
import { phonePath } from '../../kit/paths.ts'
import { usePatrolName } from '../../kit/patrol-name.ts'
import type { StateKind } from '../../kit/state-mark.tsx'
import { clockTime, dayWords, type Language } from '../../kit/time.ts'
import { useLanguage, useWords, type Say } from '../../kit/words.ts'

const marks: Record<NoticeKind, StateKind> = {
  'patrol-cancelled': 'need', 'seat-assigned': 'waiting', 'seat-taken-off': 'need', 'real-name-verified': 'done', 'real-name-rejected': 'need', 'join-approved': 'done', 'join-refused': 'off',
  'case-accepted': 'running', 'case-handed-over': 'running', 'case-replied': 'need', 'case-declined': 'off', 'case-merged': 'off', 'case-lapsed': 'off',
  'record-confirmed': 'done', 'record-corrected': 'done', 'record-rejected': 'need', 'record-reversed': 'need', 'dispute-answered': 'done', 'dispute-refused': 'off', 'entry-kept': 'off', 'entry-reversed': 'done',
}
/** What was read no longer calls: what is left to do stands with the thing itself. */
export const noticeMark = ({ kind, readAt }: Pick<Notice, 'kind' | 'readAt'>): StateKind => (readAt !== null && marks[kind] === 'need' ? 'waiting' : marks[kind])

/** The page of what the notice is about. */
export function noticePath(subject: string): string {
  const [what = '', id = ''] = subject.split(':')
  if (what === 'patrol') return phonePath.duty(id)
  if (what === 'case') return phonePath.case(id)
  if (what === 'team') return phonePath.team(id)
  if (what === 'entry') return phonePath.points()
  return what === 'service-record' ? phonePath.record(id) : phonePath.realName()
}

/** `title`: what happened; `about`: to which patrol, report, team or record, empty when the title says it all; `why`: an officer's reason, empty when none was told. */
export interface NoticeWords { title: string; about: string; why: string }
interface Speech { say: Say; language: Language; category: (code: string) => string; patrolName: (of: { name: string }) => string }

export function noticeWords({ kind, params }: Pick<Notice, 'kind' | 'params'>, { say, language, category, patrolName }: Speech): NoticeWords {
  const { name: stored = '', startsAt, unit, team, reason, number, category: code = '', minutes, points = 0, measured = 0 } = params
  const name = patrolName({ name: stored })
  const told = { title: say(`kind.${kind}`, { unit: unit ?? say('unitUnknown') }), why: reason === undefined ? '' : say('why', { reason }) }
  if (number !== undefined) return { ...told, about: say('about.case', { category: category(code), number }) }
  if (startsAt !== undefined) return { ...told, about: say('about.patrol', { name, when: `${dayWords(startsAt, language)} ${clockTime(startsAt, language)}` }) }
  if (minutes !== undefined) return { ...told, about: say(minutes < measured ? 'about.corrected' : 'about.credited', { name, minutes, points, measured }) }
  return { ...told, about: team ?? name }
}

export function useNoticeWords(): (notice: Pick<Notice, 'kind' | 'params'>) => NoticeWords {
  const speech = { say: useWords('notices'), language: useLanguage(), category: useCategoryName(), patrolName: usePatrolName() }
  return (notice) => noticeWords(notice, speech)
}
