import i18next from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import { loadAnew, loadAnewOnce, part } from './parts.ts'
import { asProblemError, NEW_VERSION, OFFLINE } from './problem.ts'
import type { Language } from './time.ts'

/** Words of one feature, in one language: `words/<language>/<feature>.ts`, nested at most two deep. */
export type FeatureWords = { readonly [key: string]: string | { readonly [key: string]: string } }

const files = import.meta.glob<{ default: FeatureWords }>('./words/{zh,en}/*.ts')
const STORED = 'redvest.language'

/** Starts i18next with the remembered language, else the device's, else Chinese; each feature's words are fetched when first shown. */
export async function startWords(features: readonly string[]): Promise<void> {
  await i18next
    .use({
      type: 'backend' as const,
      init: () => undefined,
      read: (language: string, feature: string, done: (error: unknown, words: FeatureWords | null) => void) => {
        const load = files[`./words/${language}/${feature}.ts`]
        if (load === undefined) return done(new Error(`no words for ${feature} in ${language}`), null)
        part(load)().then((module) => done(null, module.default), async (error: unknown) => {
          await whenWordsCome(error)
          done(error, null)
        })
      },
    })
    .use(initReactI18next)
    .init({ lng: chosenLanguage(), fallbackLng: 'zh', supportedLngs: ['zh', 'en'], ns: ['kit', ...features], defaultNS: 'kit', interpolation: { escapeValue: false, prefix: '{', suffix: '}' }, react: { useSuspense: true } })
  showLanguage(currentLanguage())
  i18next.on('languageChanged', () => showLanguage(currentLanguage()))
}

/** Words that could not be fetched come with the app loaded anew: once there is network, or at once where the page is of an older version. */
async function whenWordsCome(error: unknown): Promise<void> {
  const { code } = asProblemError(error)
  if (code === OFFLINE) {
    await new Promise((resolve) => window.addEventListener('online', resolve, { once: true }))
    await loadAnew()
  }
  if (code === NEW_VERSION) await loadAnewOnce()
}

function chosenLanguage(): Language {
  const stored = localStorage.getItem(STORED)
  if (stored === 'zh' || stored === 'en') return stored
  return navigator.languages[0]?.startsWith('en') ? 'en' : 'zh'
}

const showLanguage = (language: Language): void => {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
}

export const currentLanguage = (): Language => (i18next.language === 'en' ? 'en' : 'zh')

/** Changes the language of the page and remembers it on this device. */
export async function changeLanguage(language: Language): Promise<void> {
  localStorage.setItem(STORED, language)
  await i18next.changeLanguage(language)
}

/** All words of the present language that were fetched so far, as one text. */
export const wordsFetched = (): string => JSON.stringify(i18next.getDataByLanguage(currentLanguage()) ?? {})

export type Say = (key: string, params?: Record<string, string | number>) => string

/**
 * The words of a feature: `const say = useWords('duties')`, then `say('publish.title')`. Keys are written out, or as a template whose
 * fixed beginning names a group (`say(`state.${state}`)`), so that the words test can find them.
 */
export function useWords(feature: string): Say {
  const { t } = useTranslation(feature)
  return t as unknown as Say
}

/** The present language; the component renders again when it changes. */
export function useLanguage(): Language {
  const { i18n } = useTranslation('kit')
  return i18n.language === 'en' ? 'en' : 'zh'
}
