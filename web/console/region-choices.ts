import type { Region } from '../../server/places/contract.ts'

type Found = Pick<Region, 'code' | 'name' | 'nameEn'>

/** How well a region's name fits the words: 0 is the name itself, 3 that it was found by something else. Pure. */
export function matchRank(words: string, { name, nameEn }: Found): number {
  const asked = words.trim().toLowerCase()
  const names = [name, nameEn ?? ''].map((one) => one.toLowerCase())
  if (names.includes(asked)) return 0
  if (names.some((one) => one.startsWith(asked))) return 1
  return names.some((one) => one.includes(asked)) ? 2 : 3
}

/**
 * What a region's list offers. While words are typed only what was found for these very words, the best match first, so that Enter takes it;
 * `always`, what stands there without a search, comes back when the words are gone. Pure.
 */
export function regionChoices<F extends Found>(words: string, found: readonly F[], always: readonly string[]): { regions: F[]; before: string[] } {
  if (words.trim() !== '') return { regions: found.toSorted((a, b) => matchRank(words, a) - matchRank(words, b)), before: [] }
  return { regions: [...found], before: always.filter((code, at) => always.indexOf(code) === at && !found.some((region) => region.code === code)) }
}
