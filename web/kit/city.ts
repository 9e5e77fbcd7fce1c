import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useAppearance } from './appearance.tsx'
import { fetchOrRefuse } from './client.ts'
import type { Bounds } from './map/features.ts'
import { setCityZone } from './time.ts'
import { isColour } from './tokens.ts'

/** How this city calls and colours its platform, and where it lies. */
export interface City {
  /** "漳州市". */
  name: string
  /** "芗里芗亲". */
  platform: string
  colour: string | undefined
  bounds: Bounds
  zone: string
}

const unknown: City = { name: '', platform: '红马甲', colour: undefined, bounds: [116.9, 23.5, 118.2, 25.3], zone: 'Asia/Shanghai' }

/** Reads what the server says of its city (GET /city); what is missing stays as for a city without settings. */
export function readCity(answer: unknown): City {
  const given = (answer ?? {}) as Partial<Record<keyof City, unknown>>
  const text = (value: unknown, otherwise: string): string => (typeof value === 'string' && value !== '' ? value : otherwise)
  const { bounds, colour } = given
  return {
    name: text(given.name, unknown.name),
    platform: text(given.platform, unknown.platform),
    colour: typeof colour === 'string' && isColour(colour) ? colour : undefined,
    bounds: Array.isArray(bounds) && bounds.length === 4 && bounds.every(Number.isFinite) ? (bounds as unknown as Bounds) : unknown.bounds,
    zone: text(given.zone, unknown.zone),
  }
}

/** The installation's city; its colour and zone hold for all pages as soon as they are known. */
export function useCity(): City {
  const { setCityColour } = useAppearance()
  const { data } = useQuery({ queryKey: ['city'], queryFn: async () => readCity(await (await fetchOrRefuse('/api/city')).json()), staleTime: Infinity, retry: false })
  useEffect(() => {
    if (data === undefined) return
    setCityColour(data.colour)
    setCityZone(data.zone)
  }, [data, setCityColour])
  return data ?? unknown
}
