import type { ProblemTable } from '../problem.ts'
import type { ApiDescription, DescribedOperation } from './api-description.ts'

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
const json = (value: unknown): string => `<pre>${escape(JSON.stringify(value, null, 2))}</pre>`

/** The description of the API as one page to read: no script, nothing from elsewhere. */
export function apiPage(api: ApiDescription, problems: ProblemTable): string {
  const operations = Object.entries(api.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })))
  const byTag = Map.groupBy(operations, ({ operation }) => operation.tags?.[0] ?? 'other')
  const nav = [...byTag.keys()].map((tag) => `<a href="#${escape(tag)}">${escape(tag)}</a>`).join(' ')
  const parts = [...byTag].map(([tag, held]) => `<h2 id="${escape(tag)}">${escape(tag)}</h2>${held.map(operationPart).join('')}`).join('')
  const codes = Object.entries(problems).map(([code, { status, zh, en }]) => `<tr><td>${status}</td><td><code>${escape(code)}</code></td><td lang="zh">${escape(zh)}</td><td>${escape(en)}</td></tr>`).join('')
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escape(api.info.title)} API</title><style>${STYLE}</style></head>
<body><header><h1>${escape(api.info.title)} API</h1><p>${escape(api.info.description ?? '')}</p><p><a href="/api/openapi.json">openapi.json</a> (OpenAPI ${escape(api.openapi)}), ${operations.length} operations.</p><nav>${nav} <a href="#problems">problems</a></nav></header>
<main>${parts}<h2 id="problems">problems</h2><table><thead><tr><th>status</th><th>code</th><th>中文</th><th>English</th></tr></thead><tbody>${codes}</tbody></table></main></body></html>`
}

function operationPart({ path, method, operation }: { path: string; method: string; operation: DescribedOperation }): string {
  const parameters = (operation.parameters ?? []).map(({ name, in: where, required, schema }) => `<tr><td><code>${escape(name)}</code>${required ? ' *' : ''}</td><td>${escape(where)}</td><td><code>${escape(JSON.stringify(schema ?? {}))}</code></td></tr>`).join('')
  const body = operation.requestBody ? `<h3>body</h3>${json(operation.requestBody.content)}` : ''
  const answers = Object.entries(operation.responses ?? {}).filter(([status]) => status !== 'default').map(([status, answer]) => `<h3>${escape(status)}</h3>${json(answer)}`).join('')
  return `<details><summary><b class="${escape(method)}">${escape(method.toUpperCase())}</b> <code>/api${escape(path)}</code> ${escape(operation.summary ?? '')}</summary>
${operation.description ? `<p>${escape(operation.description)}</p>` : ''}${parameters ? `<table><tbody>${parameters}</tbody></table>` : ''}${body}${answers}</details>`
}

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:62rem;margin:0 auto;padding:1rem;color:#1f1d1a;background:#fff}code,pre{font:14px/1.4 ui-monospace,monospace}
pre{background:#f4f3f0;padding:.6rem;overflow:auto;max-height:26rem}nav{display:flex;flex-wrap:wrap;gap:.8rem}a{color:#8c1d18}summary{cursor:pointer;padding:.35rem 0;overflow-wrap:anywhere}
summary b{display:inline-block;min-width:4.2em}details[open]{border-left:3px solid #c8c4bc;padding-left:.8rem}table{border-collapse:collapse}td,th{text-align:left;padding:.2rem .8rem .2rem 0;vertical-align:top;overflow-wrap:anywhere}
@media(prefers-color-scheme:dark){body{background:#171614;color:#eceae6}pre{background:#24221f}a{color:#ff9c93}}`
