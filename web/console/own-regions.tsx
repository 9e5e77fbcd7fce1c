import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useDeferredValue, useState } from 'react'
import { api } from '../kit/client.ts'
import { useMe, type Me } from '../kit/me.ts'
import type { Role } from '../../server/platform/actor.ts'
import { useRegionName } from '../kit/region.ts'
import { useWords } from '../kit/words.ts'

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
  const q = useDeferredValue(words.trim())
  const parent = value ?? own[0]?.code
  const known = useQuery({ ...api.places.region.queryOptions({ input: { code: value ?? '' } }), enabled: value !== undefined })
  const found = useQuery({ ...api.places.regions.queryOptions({ input: q === '' ? (parent === undefined ? { limit: 60 } : { parent, limit: 60 }) : { q, limit: 40 } }), placeholderData: (before) => before })
  const mine = (found.data ?? []).filter((region) => own.some(({ code }) => code === region.code || region.ancestors.some((ancestor) => ancestor.code === code)))
  const options = mine.map((region) => ({ value: region.code, label: [named(region), region.ancestors.slice(1).map(named).join(' ')].filter((part) => part !== '').join(' · ') }))
  for (const region of own.toReversed()) if (q === '' && !options.some((option) => option.value === region.code)) options.unshift({ value: region.code, label: region.name })
  if (value !== undefined && known.data !== undefined && !options.some((option) => option.value === value)) options.unshift({ value, label: named(known.data) })
  return (
    <Select
      {...(id === undefined ? {} : { id })} value={value ?? null} allowClear={allowClear} showSearch={{ filterOption: false, onSearch: setWords }} options={options as { value: string | null; label: string }[]} placeholder={placeholder} aria-label={placeholder}
      notFoundContent={say('region.none')} popupMatchSelectWidth={false} style={{ width: '100%' }} onChange={(code: string | null | undefined) => onChange?.(code ?? undefined)}
    />
  )
}
