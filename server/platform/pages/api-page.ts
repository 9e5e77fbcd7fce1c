import type { ProblemTable } from '../problem.ts'
import type { ApiChinese, ApiDescription, DescribedOperation } from './api-description.ts'

export type PageLanguage = 'zh' | 'en'

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
const json = (value: unknown): string => `<pre>${escape(JSON.stringify(value, null, 2))}</pre>`

/** Both languages stand in the page; the style shows the chosen one. */
const both = (zh: string, en: string): string => (zh === en ? escape(en) : `<span lang="zh-CN">${escape(zh)}</span><span lang="en">${escape(en)}</span>`)

/**
 * The description of the API as one page to read in two languages, `language` first; nothing from elsewhere, and its one script only changes the language.
 * @param fontCss address of the shipped Chinese font's style sheet, for devices without one; undefined where no pages are built
 */
export function apiPage(api: ApiDescription, problems: ProblemTable, chinese: ApiChinese, language: PageLanguage, fontCss?: string): string {
  const operations = Object.entries(api.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })))
  const byTag = Map.groupBy(operations, ({ operation }) => operation.tags?.[0] ?? 'other')
  const nav = [...byTag.keys()].map((tag) => `<a href="#${escape(tag)}">${both(chinese.tags[tag] ?? tag, tag)}</a>`).join(' ')
  const parts = [...byTag].map(([tag, held]) => `<h2 id="${escape(tag)}">${both(chinese.tags[tag] ?? tag, tag)}</h2>${held.map(operationPart).join('')}`).join('')
  const codes = Object.entries(problems).map(([code, { status, zh, en }]) => `<tr><td>${status}</td><td><code>${escape(code)}</code></td><td>${both(zh, en)}</td></tr>`).join('')
  const titles = { zh: `${chinese.title}开放接口`, en: `${api.info.title} API` }
  return `<!doctype html><html lang="${language === 'zh' ? 'zh-CN' : 'en'}" data-language="${language}" data-title-zh="${escape(titles.zh)}" data-title-en="${escape(titles.en)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escape(titles[language])}</title>${fontCss === undefined ? '' : `<link rel="stylesheet" href="${escape(fontCss)}">`}<style>${STYLE}</style><script src="/api/page.js"></script></head>
<body><header><p class="languages"><button type="button" lang="zh-CN" data-choose="zh">中文</button> <button type="button" lang="en" data-choose="en">English</button></p><h1>${both(titles.zh, titles.en)}</h1><p>${both(chinese.about, api.info.description ?? '')}</p>
<p><a href="/api/openapi.json">openapi.json</a> (OpenAPI ${escape(api.openapi)})${both(`，共 ${operations.length} 个操作。`, `, ${operations.length} operations.`)}</p><nav>${nav} <a href="#problems">${both('拒绝', 'problems')}</a></nav></header>
<main>${parts}<h2 id="problems">${both('拒绝', 'problems')}</h2><table><thead><tr><th>${both('状态', 'status')}</th><th>${both('代码', 'code')}</th><th>${both('含义', 'meaning')}</th></tr></thead><tbody>${codes}</tbody></table></main></body></html>`
}

function operationPart({ path, method, operation }: { path: string; method: string; operation: DescribedOperation }): string {
  const summary = operation.summary ?? ''
  const parameters = (operation.parameters ?? []).map(({ name, in: where, required, schema }) => `<tr><td><code>${escape(name)}</code>${required ? ' *' : ''}</td><td>${both(PLACES[where] ?? where, where)}</td><td><code>${escape(JSON.stringify(schema ?? {}))}</code></td></tr>`).join('')
  const body = operation.requestBody ? `<h3>${both('请求正文', 'body')}</h3>${json(operation.requestBody.content)}` : ''
  const answers = Object.entries(operation.responses ?? {}).filter(([status]) => status !== 'default').map(([status, answer]) => `<h3>${escape(status)}</h3>${json(answer)}`).join('')
  return `<details><summary><b class="${escape(method)}">${escape(method.toUpperCase())}</b> <code>/api${escape(path)}</code> ${both(operation['x-summary-zh'] ?? summary, summary)}</summary>
${operation.description ? `<p>${escape(operation.description)}</p>` : ''}${parameters ? `<table><tbody>${parameters}</tbody></table>` : ''}${body}${answers}</details>`
}

const PLACES: Record<string, string> = { path: '路径', query: '查询', header: '请求头', cookie: 'cookie' }

/** The language as the other pages choose it: what this device remembers, else what the browser speaks. */
export const PAGE_SCRIPT = `const root = document.documentElement
function show(language) {
  root.lang = language === 'zh' ? 'zh-CN' : 'en'
  root.dataset.language = language
  document.title = root.getAttribute('data-title-' + language)
}
const stored = localStorage.getItem('redvest.language')
show(stored === 'zh' || stored === 'en' ? stored : navigator.language.startsWith('en') ? 'en' : 'zh')
document.addEventListener('click', ({ target }) => {
  const chosen = target.closest('[data-choose]')?.dataset.choose
  if (chosen === undefined) return
  localStorage.setItem('redvest.language', chosen)
  show(chosen)
})
`

// Chinese from the device where it has any, else from the shipped font, fetched in the parts that are needed; behind system-ui Chromium would not ask it.
const FONTS = '"PingFang SC","HarmonyOS Sans SC",MiSans,"Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",system-ui,sans-serif'
// Latin letters of the English page from the device's own font, as in web/kit/kit.css.
const latin = (weight: number, ...names: string[]): string =>
  `@font-face{font-family:"Device Latin";font-weight:${weight};unicode-range:U+20-24F,U+2010-2027,U+2030-205E;src:${names.map((name) => `local("${name}")`).join()}}`

const STYLE = `${latin(400, 'Segoe UI', 'Roboto', 'Helvetica Neue', 'Arial', 'Liberation Sans', 'DejaVu Sans')}${latin(600, 'Segoe UI Semibold', 'Roboto Medium', 'Helvetica Neue Medium', 'Arial Bold', 'Liberation Sans Bold', 'DejaVu Sans Bold')}
body{font:16px/1.5 ${FONTS};max-width:62rem;margin:0 auto;padding:1rem;color:#1f1d1a;background:#fff}code,pre{font:14px/1.4 ui-monospace,monospace}
pre{background:#f4f3f0;padding:.6rem;overflow:auto;max-height:26rem}nav{display:flex;flex-wrap:wrap;gap:.8rem}a{color:#8c1d18}summary{cursor:pointer;padding:.35rem 0;overflow-wrap:anywhere}
summary b{display:inline-block;min-width:4.2em}details[open]{border-left:3px solid #c8c4bc;padding-left:.8rem}table{border-collapse:collapse}td,th{text-align:left;padding:.2rem .8rem .2rem 0;vertical-align:top;overflow-wrap:anywhere}
[data-language=en] body{font-family:"Device Latin",${FONTS}}[data-language=zh] span[lang=en],[data-language=en] span[lang=zh-CN]{display:none}.languages{float:right;margin:0}.languages button{font:inherit;color:inherit;background:none;border:0;padding:.6rem;cursor:pointer}
[data-language=zh] [data-choose=zh],[data-language=en] [data-choose=en]{font-weight:600;text-decoration:underline}
@media(prefers-color-scheme:dark){body{background:#171614;color:#eceae6}pre{background:#24221f}a{color:#ff9c93}}`
