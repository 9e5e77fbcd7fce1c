/** Codes of functional zones and of the towns they take over. Pure. */

/** The next code after the city's four digits that is free, `3506z02`; null when all ninety-nine are taken. */
export const nextZoneCode = (root: string, taken: readonly string[]): string | null =>
  Array.from({ length: 99 }, (_, at) => `${root}z${String(at + 1).padStart(2, '0')}`).find((code) => !taken.includes(code)) ?? null

/** The county that a town belongs to by its code, which a zone does not change: the first six of its nine digits. */
export const countyOf = <Held extends { region: { code: string; level: string } }>(town: { code: string }, holders: readonly Held[]): Held | undefined =>
  holders.find(({ region }) => region.level === 'county' && region.code === town.code.slice(0, 6))
