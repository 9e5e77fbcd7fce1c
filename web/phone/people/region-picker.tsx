import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../kit/client.ts'
import { Fetched } from '../../kit/states.tsx'
import { useLanguage, useWords } from '../../kit/words.ts'
import { Field } from './field.tsx'

/** Finds one's community: by name, or down the tree from the city. */
export function RegionPicker({ onPick }: { onPick: (region: { code: string; name: string }) => void }) {
  const say = useWords('people')
  const language = useLanguage()
  const [words, setWords] = useState('')
  const [parent, setParent] = useState<string | undefined>(undefined)
  const found = useQuery(api.places.regions.queryOptions({ input: words.trim() === '' ? { parent, limit: 200 } : { q: words.trim(), limit: 30 } }))
  return (
    <div className="stack-inner">
      <Field label={say('profile.search')} value={words} onChange={setWords} type="search" enterKeyHint="search" />
      <Fetched query={found} isEmpty={(list) => list.length === 0} empty={<p>{say('profile.none')}</p>}>
        {(list) => (
          <div className="rows">
            {list.map((region) => (
              <button type="button" key={region.code} className="row" onClick={() => {
                if (region.childCount === 0 || region.level === 'community') return onPick({ code: region.code, name: region.name })
                setWords('')
                setParent(region.code)
              }}>
                <span>{language === 'en' ? region.nameEn ?? region.name : region.name}</span>
                <small>{region.ancestors.slice(1).map(({ name }) => name).join(' ')}</small>
              </button>
            ))}
          </div>
        )}
      </Fetched>
    </div>
  )
}
