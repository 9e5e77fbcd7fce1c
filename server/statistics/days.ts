const DAY_MS = 86_400_000

/** The day that the clocks of a zone show at an instant, `YYYY-MM-DD`. */
export const dayOf = (at: Date, zone: string): string => new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(at)

/** A day moved by whole days. */
export const shifted = (day: string, days: number): string => new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)

/** The instant at which a day begins in a zone. */
export function midnight(day: string, zone: string): Date {
  const wanted = Date.parse(`${day}T00:00:00Z`)
  const shown = (at: number): number => Date.parse(`${new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(at).replace(' ', 'T')}Z`)
  let at = wanted
  for (let round = 0; round < 2; round++) at = wanted - (shown(at) - at)
  return new Date(at)
}
