import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { api } from '../kit/client.ts'
import { useMe, type Me } from '../kit/me.ts'
import type { Role } from '../../server/platform/actor.ts'
import { useRegionName } from '../kit/region.ts'
import { useWords } from '../kit/words.ts'
import { regionChoices } from './region-choices.ts'

/** The regions of a person's roles, each once, named in the language of the page. */
export function useRegionsOf(me: Me | null, ...roles: Role[]): { code: string; name: string }[] {
  const named = useRegionName()
  const granted = (me?.grants ?? []).flatMap(({ role, regionCode, regionName }) => (regionCode !== null && (roles.length === 0 || roles.includes(role)) ? [{ code: regionCode, name: named(regionName) || regionCode }] : []))
  return [...new Map(granted.map((region) => [region.code, region])).values()]
}

/** The regions that the signed-in officer works for; below them everything is theirs too. */
export function useOwnRegions(): { code: string; name: string }[] {
  return useRegionsOf(useMe().me, 'officer', 'police')
}

/** Chooses a region inside the officer's own ones: the parts of the one chosen without typing, any below by name. */
export function OwnRegionSelect({ value, onChange, placeholder, id, allowClear = true }: { value?: string | undefined; onChange?: (code: string | undefined) => void; placeholder: string; id?: string; allowClear?: boolean }) {
  const say = useWords('duties')
  const named = useRegionName()
  const own = useOwnRegions()
  const [words, setWords] = useState('')
  const q = words.trim()
  const parent = value ?? own[0]?.code
  const known = useQuery({ ...api.places.region.queryOptions({ input: { code: value ?? '' } }), enabled: value !== undefined })
  const found = useQuery({ ...api.places.regions.queryOptions({ input: q === '' ? (parent === undefined ? { limit: 60 } : { parent, limit: 60 }) : { q, limit: 40 } }) })
  const mine = (found.data ?? []).filter((region) => own.some(({ code }) => code === region.code || region.ancestors.some((ancestor) => ancestor.code === code)))
  const { regions, before } = regionChoices(q, mine, [...(value === undefined ? [] : [value]), ...own.map(({ code }) => code)])
  const names = new Map([...own.map(({ code, name }) => [code, name] as const), ...(known.data === undefined ? [] : [[known.data.code, named(known.data)] as const])])
  const options = [...before.flatMap((code) => (names.has(code) ? [{ value: code, label: names.get(code) as string }] : [])), ...regions.map((region) => ({ value: region.code, label: [named(region), region.ancestors.slice(1).map(named).join(' ')].filter((part) => part !== '').join(' · ') }))]
  return (
    <Select
      {...(id === undefined ? {} : { id })} value={value ?? null} allowClear={allowClear} showSearch={{ filterOption: false, onSearch: setWords }} options={options as { value: string | null; label: string }[]} placeholder={placeholder} aria-label={placeholder}
      labelRender={({ value: code, label }) => names.get(String(code)) ?? label} notFoundContent={found.isFetching ? say('region.searching') : say('region.none')} popupMatchSelectWidth={false} style={{ width: '100%' }} onChange={(code: string | null | undefined) => onChange?.(code ?? undefined)}
    />
  )
}
