/** Shapes that many contracts share. Pure: imported by server and web. */
import { z } from 'zod'

export const id = z.uuid()

/** WGS-84 degrees, longitude first everywhere. */
export const position = z.object({ lon: z.number().min(-180).max(180), lat: z.number().min(-90).max(90) })
export type Position = z.infer<typeof position>

/** A GeoJSON coordinate pair [longitude, latitude], WGS-84. */
export const coordinate = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)])
export type Coordinate = z.infer<typeof coordinate>

/** A GeoJSON Polygon without holes as people draw it: first and last point are the same. */
export const ring = z.array(coordinate).min(4).max(500)

/** Instants travel as ISO 8601 with zone. */
export const instant = z.iso.datetime({ offset: true })

export const words = z.object({ zh: z.string(), en: z.string() })
export type Words = z.infer<typeof words>

/** The name of a region beside other things: Chinese, and English where there is one. */
export const regionName = z.object({ zh: z.string(), en: z.string().nullable() })
export type RegionName = z.infer<typeof regionName>

/** Answers from memory what a region is called now; null for unknown codes. */
export interface RegionNames { region(code: string): { name: string; nameEn: string | null; level?: string; path?: string } | null }

/** What a region is called. The name `written` down when it mattered stays in Chinese; a region that is gone is called by its code. */
export function nameOfRegion(names: RegionNames, code: string, written?: string): RegionName {
  const region = names.region(code)
  const spoken = region === null ? null : spokenName(names, region)
  return { zh: written ?? spoken?.zh ?? code, en: spoken?.en ?? null }
}

/** A grid's number says nothing without its community. */
export function spokenName(names: RegionNames, { name: zh, nameEn: en, level, path = '' }: NonNullable<ReturnType<RegionNames['region']>>): RegionName {
  const parent = level === 'grid' ? names.region(path.split('.').at(-2) ?? '') : null
  if (parent === null) return { zh, en }
  return { zh: `${parent.name} ${zh}`, en: en === null || parent.nameEn === null ? null : `${parent.nameEn} ${en}` }
}

/** A page of a long list: pass `next` back as `after` for the following one; null at the end. */
export const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() })
export const pageQuery = { after: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }
