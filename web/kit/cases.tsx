/** What phone and console both know of cases: how a state looks, what categories are called, where photos lie. */
import { useQuery } from '@tanstack/react-query'
import type { CaseSummary, Category, HistoryEntry } from '../../server/cases/contract.ts'
import type { RegionName } from '../../server/platform/shapes.ts'
import { channelWords, deskWords, stateWords, steps, type CaseState, type Channel, type DeskKind } from '../../server/cases/steps.ts'
import { api } from './client.ts'
import { keep, kept } from './kept.ts'
import { useRegionName } from './region.ts'
import { StateMark, type StateKind } from './state-mark.tsx'
import { useLanguage, useWords } from './words.ts'

const kinds: Record<CaseState, StateKind> = {
  'received': 'waiting', 'accepted': 'waiting', 'in-progress': 'running', 'handed-over': 'running', 'replied': 'need', 'reopened': 'need', 'closed': 'done', 'not-accepted': 'off', 'duplicate': 'off',
}

export const caseKind = (of: Pick<CaseSummary, 'state' | 'overdue'>, desk: boolean): StateKind =>
  of.overdue ? 'late' : desk && of.state === 'received' ? 'need' : desk && of.state === 'replied' ? 'waiting' : kinds[of.state]

/** The state of a case as shape and word; lateness comes before the rest. `desk`: what waits for the reporter is nobody's turn at the desk, what is new is. */
export function CaseMark({ of, desk = false }: { of: Pick<CaseSummary, 'state' | 'overdue'>; desk?: boolean }) {
  const language = useLanguage()
  const say = useWords('cases')
  return <StateMark kind={caseKind(of, desk)}>{stateWords[of.state][language]}{of.overdue && ` · ${say('overdue')}`}</StateMark>
}

const KEPT = 'case-categories'

/** The categories of the city, remembered on the device so that a report can be written without network. */
export function useCategories() {
  const { queryFn: fetchCategories, ...options } = api.cases.categories.queryOptions()
  return useQuery<Category[]>({
    ...options as object, queryKey: options.queryKey, initialData: () => kept<Category[]>(KEPT), initialDataUpdatedAt: 0,
    queryFn: async (context) => {
      const list = await (fetchCategories as (context: unknown) => Promise<Category[]>)(context)
      keep(KEPT, list)
      return list
    },
  })
}

export function useCategoryName(): (code: string) => string {
  const { data } = useCategories()
  const language = useLanguage()
  return (code) => data?.find((category) => category.code === code)?.[language] ?? code
}

export const photoHref = (id: string, thumb = false): string => `/api/photos/${id}${thumb ? '?size=thumb' : ''}`

/** Question and answer in words, for the details of a case. */
export function useAnswers(code: string, answers: Record<string, string | boolean>): { question: string; answer: string }[] {
  const { data } = useCategories()
  const language = useLanguage()
  const say = useWords('cases')
  const questions = data?.find((category) => category.code === code)?.questions ?? []
  return questions.flatMap((question) => {
    const given = answers[question.code]
    if (given === undefined) return []
    const chosen = question.options?.find((option) => option.code === given)?.[language]
    return [{ question: question[language], answer: typeof given === 'boolean' ? say(given ? 'yes' : 'no') : chosen ?? given }]
  })
}

/** "金宝社区 · 社区受理台". */
export function useDeskName(): (desk: { kind: DeskKind; regionName: RegionName }) => string {
  const language = useLanguage()
  const named = useRegionName()
  return ({ kind, regionName }) => `${named(regionName)} · ${deskWords[kind][language]}`
}

/** One line of a history: what was done, by whom, and what came of it. */
export function useStepWords(): (entry: HistoryEntry) => { title: string; by: string | null; detail: string | null } {
  const language = useLanguage()
  const say = useWords('cases')
  const named = useRegionName()
  const nameDesk = useDeskName()
  return (entry) => {
    const { details } = entry
    const channel = details['channel'] as Channel | undefined
    const to = details['to'] as { name?: RegionName; kind?: DeskKind } | undefined
    const parts = [
      channel === undefined || entry.by === 'outside' ? null : channelWords[channel][language],
      typeof details['number'] === 'string' ? say('ticket', { number: details['number'] }) : null,
      typeof details['assignee'] === 'string' ? details['assignee'] : null,
      to?.name === undefined || to.kind === undefined ? null : say('passedTo', { desk: nameDesk({ kind: to.kind, regionName: to.name }) }),
      typeof details['days'] === 'number' ? say('extendedBy', { days: details['days'] }) : null,
    ].filter((part) => part !== null)
    const by = entry.byName !== null ? named(entry.byName) : (entry.by === 'reporter' ? say('party.reporter') : entry.by === 'follower' ? say('party.follower') : entry.by === 'above' ? say('party.above') : null)
    return { title: steps[entry.step][language], by, detail: parts.length === 0 ? null : parts.join(' · ') }
  }
}
