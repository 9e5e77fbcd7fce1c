import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { api } from '../../kit/client.ts'
import { useRegionName } from '../../kit/region.ts'
import { useWords } from '../../kit/words.ts'
import { regionChoices } from '../region-choices.ts'

/** Chooses a region by typing its name; `known` names the one that is set from the start. Works as a control of antd's forms. */
export function RegionSelect({ value, onChange, known, placeholder, id }: { value?: string; onChange?: (code: string | undefined) => void; known?: { code: string; name: string } | undefined; placeholder?: string; id?: string }) {
  const say = useWords('people')
  const named = useRegionName()
  const [words, setWords] = useState('')
  const q = words.trim()
  const found = useQuery(api.places.regions.queryOptions({ input: q === '' ? { limit: 20 } : { q, limit: 20 } }))
  const { regions, before } = regionChoices(q, found.data ?? [], known === undefined ? [] : [known.code])
  const options = regions.map((region) => ({
    value: region.code, label: [named(region), region.ancestors.slice(1).map(named).join(' ')].filter((part) => part !== '').join(' · '),
  }))
  if (known !== undefined && before.includes(known.code)) options.unshift({ value: known.code, label: known.name })
  return (
    <Select
      {...(id === undefined ? {} : { id })} value={value} allowClear showSearch={{ filterOption: false, onSearch: setWords }} options={options} placeholder={placeholder ?? say('list.region')} aria-label={placeholder ?? say('list.region')}
      notFoundContent={found.isFetching ? say('profile.searching') : say('profile.none')} style={{ minWidth: 220 }} onChange={(code?: string) => onChange?.(code)}
    />
  )
}
