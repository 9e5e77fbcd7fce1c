import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { FeatureWords } from './words.ts'

const here = import.meta.dirname
const web = join(here, '..')
const features = [...new Set(globSync('words/{zh,en}/*.ts', { cwd: here }).map((file) => basename(file, '.ts')))]
const load = async (language: string, feature: string): Promise<Map<string, string>> => {
  const module = (await import(join(here, 'words', language, `${feature}.ts`))) as { default: FeatureWords }
  return new Map(Object.entries(module.default).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : Object.entries(value).map(([inner, text]) => [`${key}.${inner}`, text])) as [string, string][]))
}
const withoutPlural = (key: string): string => key.replace(/_(zero|one|two|few|many|other)$/, '')
const holes = (text: string): string[] => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string))].sort()

describe('words', () => {
  it.each(features)('says everything of "%s" in both languages, with the same gaps to fill', async (feature) => {
    const [zh, en] = [await load('zh', feature), await load('en', feature)]
    expect([...new Set([...en.keys()].map(withoutPlural))].sort()).toEqual([...new Set([...zh.keys()].map(withoutPlural))].sort())
    for (const [key, text] of en) expect(holes(text), key).toEqual(holes(zh.get(key) ?? zh.get(`${withoutPlural(key)}_other`) ?? zh.get(withoutPlural(key)) ?? ''))
  })

  it('knows every word that a page uses', async () => {
    const known = new Map(await Promise.all(features.map(async (feature) => [feature, [...(await load('zh', feature)).keys()].map(withoutPlural)] as const)))
    const missing: string[] = []
    for (const file of globSync('**/*.{ts,tsx}', { cwd: web }).filter((name) => !name.includes('.test.') && !name.startsWith('dist'))) {
      for (const { feature, key, prefix } of usedWords(readFileSync(join(web, file), 'utf8'))) {
        const keys = known.get(feature) ?? []
        const found = prefix ? keys.some((one) => one.startsWith(key)) : keys.includes(key)
        if (!found) missing.push(`${file}: ${feature}/${key}`)
      }
    }
    expect(missing).toEqual([])
  })
})

/** `const say = useWords('duties')` binds a name to a feature from there on; then `say('a.b')` uses a word and say(`a.${x}`) a group. */
function usedWords(file: string): { feature: string; key: string; prefix: boolean }[] {
  const source = file.replace(/\/\*[\s\S]*?\*\//g, '')
  const bindings = [...source.matchAll(/const (\w+) = useWords\('([\w-]+)'\)/g)]
  return [...source.matchAll(/\b(\w+)\(\s*(['`])([^'`]+)\2/g)].flatMap(([, name, , text], at, uses) => {
    const feature = bindings.findLast((binding) => binding[1] === name && binding.index < (uses[at] as RegExpExecArray).index)?.[2]
    if (feature === undefined) return []
    const [fixed, ...rest] = (text as string).split('${')
    return [{ feature, key: fixed as string, prefix: rest.length > 0 }]
  })
}
