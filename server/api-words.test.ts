import { beforeAll, expect, it } from 'vitest'
import { apiChinese } from './api-words.ts'
import { photoRoutes } from './cases/photos.ts'
import { contract } from './contract.ts'
import { tileRoutes } from './places/tiles.ts'
import { describeApi, type ApiDescription } from './platform/pages/api-description.ts'
import { apiPage, PAGE_SCRIPT } from './platform/pages/api-page.ts'
import { problems } from './problems.ts'

let api: ApiDescription
beforeAll(async () => { api = await describeApi(contract, { title: 'Redvest', version: '1', problems, chinese: apiChinese, plainRoutes: { ...tileRoutes, ...photoRoutes } }) })
const operations = () => Object.values(api.paths).flatMap((path) => Object.values(path))
const spoken = /\p{Script=Han}/u

it('says in Chinese what every operation does and what every tag is called, and nothing of operations that are gone', () => {
  expect(operations().filter((operation) => !spoken.test(operation['x-summary-zh'] ?? '')).map(({ operationId }) => operationId)).toEqual([])
  expect([...new Set(operations().flatMap(({ tags }) => tags ?? []))].toSorted()).toEqual(Object.keys(apiChinese.tags).toSorted())
  expect(Object.keys(apiChinese.summaries).toSorted()).toEqual(operations().map(({ operationId }) => operationId).toSorted())
})

it.each(['zh', 'en'] as const)('makes a page that is %s first and holds both languages of every summary and refusal', (language) => {
  const page = apiPage(api, problems, apiChinese, language)
  expect(page).toContain(`data-language="${language}"`)
  expect(page).toContain(`<title>${language === 'zh' ? '红马甲开放接口' : 'Redvest API'}</title>`)
  const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
  for (const { summary, 'x-summary-zh': zh } of operations()) for (const text of [summary as string, zh as string]) expect(page).toContain(escaped(text))
  for (const { zh, en } of Object.values(problems)) expect(page).toContain(`<span lang="zh-CN">${escaped(zh)}</span><span lang="en">${escaped(en)}</span>`)
})

it.each([
  ['what the device remembers', 'en', 'zh-CN', 'en'], ['the browser where nothing is remembered', null, 'en-GB', 'en'], ['Chinese for any other browser', null, 'fr', 'zh'], ['the browser where nonsense is remembered', 'xx', 'en', 'en'],
])('the page speaks %s', (_, remembered, language, shown) => {
  const root = { lang: '', dataset: {} as Record<string, string>, getAttribute: (name: string) => name }
  const memory = new Map(remembered === null ? [] : [['redvest.language', remembered]])
  let click: (event: object) => void = () => undefined
  const page = { documentElement: root, title: '', addEventListener: (_kind: string, heard: typeof click) => { click = heard } }
  const storage = { getItem: (key: string) => memory.get(key) ?? null, setItem: (key: string, value: string) => memory.set(key, value) }
  new Function('document', 'localStorage', 'navigator', PAGE_SCRIPT)(page, storage, { language })
  expect([root.dataset['language'], page.title]).toEqual([shown, `data-title-${shown}`])
  const other = shown === 'zh' ? 'en' : 'zh'
  click({ target: { closest: () => ({ dataset: { choose: other } }) } })
  expect([root.dataset['language'], root.lang, memory.get('redvest.language')]).toEqual([other, other === 'zh' ? 'zh-CN' : 'en', other])
})
