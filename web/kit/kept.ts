import { keepFontFor } from './fonts.ts'

const PREFIX = 'redvest.'

/** Writes what the server said so that it is there without network, its letters too. */
export function keep(key: string, value: unknown): void {
  const text = JSON.stringify(value)
  localStorage.setItem(PREFIX + key, text)
  void keepFontFor(text)
}

/** What was kept, or undefined when there is nothing that can be read. */
export function kept<T>(key: string): T | undefined {
  try {
    return (JSON.parse(localStorage.getItem(PREFIX + key) ?? 'null') as T | null) ?? undefined
  } catch {
    return undefined
  }
}

export const forget = (key: string): void => localStorage.removeItem(PREFIX + key)

/** All that was kept, as one text: its letters are fetched again where the font has changed. */
export const keptText = (): string => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).map((key) => localStorage.getItem(key)).join('')
