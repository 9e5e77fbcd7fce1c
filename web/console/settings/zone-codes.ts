/** Codes of functional zones and of the towns they take over. Pure. */

/** The code after the last one of the city, `3506z02`, for one that a dissolved zone left between them is not given again; null after the ninety-ninth. */
export function nextZoneCode(root: string, taken: readonly string[]): string | null {
  const last = Math.max(0, ...taken.map((code) => Number(code.slice(root.length + 1))))
  return last < 99 ? `${root}z${String(last + 1).padStart(2, '0')}` : null
}

/** The county that a town belongs to by its code, which a zone does not change: the first six of its nine digits. */
export const countyOf = <Held extends { region: { code: string; level: string } }>(town: { code: string }, holders: readonly Held[]): Held | undefined =>
  holders.find(({ region }) => region.level === 'county' && region.code === town.code.slice(0, 6))
