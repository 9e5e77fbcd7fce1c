import { useEffect } from 'react'

/** What a key does on this page. `/` search · `j k` next and previous · `e` act · `Escape` close; others as a page likes. */
export type KeyActs = Readonly<Record<string, () => void>>

/** The act for a key press, or undefined when the person is typing, or holds a modifier. Pure. */
export function actFor(acts: KeyActs, press: { key: string; typing: boolean; modified: boolean }): (() => void) | undefined {
  if (press.modified || (press.typing && press.key !== 'Escape')) return undefined
  return Object.hasOwn(acts, press.key) ? acts[press.key] : undefined
}

/** Binds keys while the component is on the page; the one mounted last wins. */
export function useKeys(acts: KeyActs): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const target = event.target as HTMLElement | null
      const typing = target !== null && (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName))
      const act = event.defaultPrevented ? undefined : actFor(acts, { key: event.key, typing, modified: event.ctrlKey || event.metaKey || event.altKey })
      if (act === undefined) return
      event.preventDefault()
      act()
    }
    window.addEventListener('keydown', pressed)
    return () => window.removeEventListener('keydown', pressed)
  }, [acts])
}

/** The index after `j` (+1) or `k` (-1) in a list of `length`, stopping at its ends; -1 means none chosen. */
export const moved = (index: number, by: 1 | -1, length: number): number => (length === 0 ? -1 : Math.min(length - 1, Math.max(0, index + by)))
