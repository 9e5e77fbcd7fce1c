import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'

export type Address = Readonly<Record<string, string | undefined>>

/**
 * Filters, selection and time as part of the page's address, so that it can be sent to a colleague: `const [address, change] = useAddress()`.
 * `change` replaces the given parts; `undefined` or an empty string removes one. Typing in a field replaces the history entry, `{ push: true }` adds one.
 */
export function useAddress(): [Address, (parts: Address, options?: { push?: boolean }) => void] {
  const address = useSearch({ strict: false }) as Address
  const navigate = useNavigate()
  const change = useCallback((parts: Address, options?: { push?: boolean }) => {
    const search = (before: Address): Address => Object.fromEntries(Object.entries({ ...before, ...parts }).filter(([, value]) => value !== undefined && value !== ''))
    void navigate({ to: '.', search: search as never, replace: options?.push !== true })
  }, [navigate])
  return [address, change]
}

/** Address parts stay the plain strings they are (`?id=0042`), never numbers or JSON. */
export const addressParts = {
  parseSearch: (text: string): Record<string, string> => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (parts: Record<string, unknown>): string => {
    const pairs = Object.entries(parts).filter(([, value]) => value !== undefined && value !== '').map(([key, value]) => [key, String(value)])
    return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`
  },
}
