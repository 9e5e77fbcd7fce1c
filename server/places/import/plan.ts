/** What an import would make of the tree, before anything is written. */
import type { RegionLevel } from '../contract.ts'
import type { DivisionEntry } from '../register/division.ts'
import { englishName } from '../register/english-name.ts'
import { innerPoint } from '../geometry.ts'
import type { NewRegion } from '../store.ts'
import type { GivenRegion } from './boundaries.ts'
import { ImportRefusal } from './refusal.ts'

const LEVEL_OF_DIGITS: Record<number, RegionLevel> = { 4: 'city', 6: 'county', 9: 'town', 12: 'community', 15: 'grid' }
const PARENT_DIGITS: Record<number, number> = { 6: 4, 9: 6, 12: 9, 15: 12 }

type Known = Pick<NewRegion, 'code' | 'level' | 'name' | 'nameEn' | 'parentCode' | 'center' | 'boundary'>
type Draft = Omit<NewRegion, 'center'> & { center: [number, number] | null }

/**
 * Joins what is there, the national register and the given boundaries to the regions to be written. A region that is there keeps
 * its parent, so towns moved to a functional zone stay there. An English name that is given wins, then the one that is there; a region without
 * one, or renamed without one, is written in pinyin. Throws ImportRefusal with `parent-missing`, `name-missing`, `two-cities`
 * or `no-place` (nothing says where on Earth the city lies).
 * @param known regions of the database; @param register names and codes to be added, may be empty
 */
export function planImport(known: readonly Known[], register: readonly DivisionEntry[], given: readonly GivenRegion[]): NewRegion[] {
  const drafts = new Map<string, Draft>()
  const before = new Map(known.map((region) => [region.code, region]))
  for (const entry of register) {
    const there = before.get(entry.code)
    if (there === undefined) drafts.set(entry.code, { ...entry, center: null, boundary: null })
    else if (there.nameEn === null) drafts.set(entry.code, { ...there, nameEn: englishName(there.name, there.level) })
  }
  const draftOf = (code: string): Draft => drafts.get(code) ?? before.get(code) ?? { code, level: LEVEL_OF_DIGITS[code.length] ?? 'zone', name: '', nameEn: null, parentCode: parentOf(code), center: null, boundary: null }
  for (const region of given) {
    const draft = draftOf(region.code)
    const name = region.name ?? draft.name
    const nameEn = region.nameEn ?? (name === draft.name && draft.nameEn !== null ? draft.nameEn : englishName(name, draft.level))
    drafts.set(region.code, { ...draft, name, nameEn, boundary: region.boundary, center: innerPoint(region.boundary) })
  }
  refuseGaps(drafts, before)
  return withCentres(drafts, before)
}

const parentOf = (code: string): string | null => (code.includes('z') ? code.slice(0, 4) : code.length === 4 ? null : code.slice(0, PARENT_DIGITS[code.length]))

function refuseGaps(drafts: ReadonlyMap<string, Draft>, before: ReadonlyMap<string, Known>): void {
  const roots = new Set([...drafts.values(), ...before.values()].filter(({ parentCode }) => parentCode === null).map(({ code }) => code))
  const faults = [...drafts.values()].flatMap(({ code, name, parentCode }) => [
    ...(parentCode !== null && !drafts.has(parentCode) && !before.has(parentCode) ? [{ code: 'parent-missing', message: `region ${code} needs its parent ${parentCode}, which is neither in the file nor in the city` }] : []),
    ...(name === '' ? [{ code: 'name-missing', message: `region ${code} has no name` }] : []),
  ])
  if ([...drafts.values(), ...before.values()].every(({ center }) => center === null)) faults.unshift({ code: 'no-place', message: 'give at least one boundary, so that the city has a place on the map' })
  if (roots.size > 1) faults.unshift({ code: 'two-cities', message: `one installation is one city, found ${[...roots].join(', ')}` })
  if (faults.length > 0) throw new ImportRefusal(faults.slice(0, 20))
}

/** A region without a boundary is put in the middle of its children, else where its parent is. */
function withCentres(drafts: ReadonlyMap<string, Draft>, before: ReadonlyMap<string, Known>): NewRegion[] {
  const children = Map.groupBy([...drafts.values(), ...[...before.values()].filter(({ code }) => !drafts.has(code))], ({ parentCode }) => parentCode)
  const up = (code: string): [number, number] | null => {
    const own = (drafts.get(code) ?? before.get(code))?.center ?? null
    if (own) return own
    const spots = (children.get(code) ?? []).map((child) => up(child.code)).filter((spot) => spot !== null)
    return spots.length === 0 ? null : [spots.reduce((sum, [lon]) => sum + lon, 0) / spots.length, spots.reduce((sum, [, lat]) => sum + lat, 0) / spots.length]
  }
  const down = (code: string): [number, number] => {
    const parent = (drafts.get(code) ?? before.get(code))?.parentCode
    return up(code) ?? down(parent as string)
  }
  return [...drafts.values()].map((draft) => ({ ...draft, center: down(draft.code) }))
}
