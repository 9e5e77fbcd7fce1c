import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { RegionName } from '../../../server/platform/shapes.ts'
import { api } from '../../kit/client.ts'
import { useCity } from '../../kit/city.ts'
import { Icon } from '../../kit/icons.tsx'
import { useRegionName } from '../../kit/region.ts'
import { Fetched } from '../../kit/states.tsx'
import { useWords } from '../../kit/words.ts'
import { Field } from './field.tsx'

/** Finds one's community: by name, or down the tree from the city. */
export function RegionPicker({ onPick }: { onPick: (region: { code: string; name: RegionName }) => void }) {
  const say = useWords('people')
  const named = useRegionName()
  const [words, setWords] = useState('')
  const { regionCode: city } = useCity()
  // From the city down; the way up again is the way that was taken.
  const [way, setWay] = useState<readonly string[]>([])
  const parent = way.at(-1) ?? city ?? undefined
  const found = useQuery(api.places.regions.queryOptions({ input: words.trim() === '' ? { parent, limit: 200 } : { q: words.trim(), limit: 30 } }))
  return (
    <div className="stack-inner">
      <Field label={say('profile.search')} value={words} onChange={setWords} type="search" enterKeyHint="search" />
      {words.trim() === '' && way.length > 0 && <button type="button" className="act" onClick={() => setWay(way.slice(0, -1))}><Icon name="back" />{say('profile.up')}</button>}
      <Fetched query={found} isEmpty={(list) => list.length === 0} empty={<p>{say('profile.none')}</p>}>
        {(list) => (
          <div className="rows">
            {list.map((region) => (
              <button type="button" key={region.code} className="row" onClick={() => {
                if (region.childCount === 0 || region.level === 'community') return onPick({ code: region.code, name: { zh: region.name, en: region.nameEn } })
                setWords('')
                setWay([...way, region.code])
              }}>
                <span>{named(region)}</span>
                {words.trim() !== '' && <small>{region.ancestors.slice(1).map(named).join(' ')}</small>}
                {region.childCount > 0 && region.level !== 'community' && <Icon name="forward" />}
              </button>
            ))}
          </div>
        )}
      </Fetched>
    </div>
  )
}
