/** The words that a story looks for, out of the product's own: it can then be told in either language. */
import { globSync } from 'node:fs'
import { basename, join } from 'node:path'
import { defaultCategories } from '../server/cases/categories.ts'
import { stateWords, steps, type StepCode } from '../server/cases/steps.ts'

export type Language = 'zh' | 'en'
type Words = { readonly [key: string]: string | { readonly [key: string]: string } }
type Gaps = Record<string, string | number>

export interface Say {
  (key: string, gaps?: Gaps): string
  /** The same as a pattern; gaps that are not given are filled by anything. */
  like(key: string, gaps?: Gaps): RegExp
  language: Language
  step(code: StepCode): string
  state(code: keyof typeof stateWords): string
  /** A category, one of its questions, or one of the answers. */
  category(code: string, question?: string, option?: string): string
}

const folder = join(import.meta.dirname, '../web/kit/words')
const loaded = new Map<Language, ReadonlyMap<string, Words>>()
for (const language of ['zh', 'en'] as const) {
  const files = globSync(`${language}/*.ts`, { cwd: folder })
  loaded.set(language, new Map(await Promise.all(files.map(async (file) => [basename(file, '.ts'), ((await import(join(folder, file))) as { default: Words }).default] as const))))
}

/** `say('duties/list.new')`, `say.like('phone/shell.waiting', { count: 2 })`. Throws for words that are not there. */
export function speak(language: Language): Say {
  const text = (key: string): string => {
    const [feature, path] = key.split('/') as [string, string]
    const found = path.split('.').reduce<unknown>((words, part) => (words as Words | undefined)?.[part], loaded.get(language)?.get(feature))
    if (typeof found !== 'string') throw new Error(`no words ${key} in ${language}`)
    return found
  }
  const say = (key: string, gaps: Gaps = {}): string => text(key).replace(/\{(\w+)\}/g, (hole, name: string) => String(gaps[name] ?? hole))
  const like = (key: string, gaps: Gaps = {}): RegExp =>
    new RegExp(text(key).split(/(\{\w+\})/).map((part) => (part.startsWith('{') ? String(gaps[part.slice(1, -1)] ?? '.+') : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))).join(''))
  const category = (code: string, question?: string, option?: string): string => {
    const one = defaultCategories.find((held) => held.code === code)
    const asked = one?.questions.find((held) => held.code === question)
    const found = question === undefined ? one : option === undefined ? asked : asked?.options?.find((held) => held.code === option)
    if (found === undefined) throw new Error(`no category ${code} ${question ?? ''} ${option ?? ''}`)
    return found[language]
  }
  return Object.assign(say, { like, language, category, step: (code: StepCode) => steps[code][language], state: (code: keyof typeof stateWords) => stateWords[code][language] })
}
