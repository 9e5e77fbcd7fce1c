import { expect, it } from 'vitest'
import { noticeWords } from './notice.tsx'

const speech = {
  say: (key: string, gaps: Record<string, string | number> = {}) => `${key} ${Object.values(gaps).join(' ')}`.trim(), language: 'zh' as const,
  category: (code: string) => code, patrolName: ({ name }: { name: string }) => name,
}

it('says why a patrol was cancelled, beside which one it was', () => {
  const params = { name: '西桥夜巡', startsAt: '2026-04-14T12:00:00Z', reason: '暴雨橙色预警' }
  expect(noticeWords({ kind: 'patrol-cancelled', params }, speech)).toMatchObject({ title: 'kind.patrol-cancelled unitUnknown', about: expect.stringMatching(/^about\.patrol 西桥夜巡 .*20:00$/), why: 'why 暴雨橙色预警' })
})

it('says nothing of a reason where none was told, as in notices from before it was', () => {
  expect(noticeWords({ kind: 'patrol-cancelled', params: { name: '西桥夜巡', startsAt: '2026-04-14T12:00:00Z' } }, speech).why).toBe('')
})
