import { Checkbox, Select } from 'antd'
import { useState } from 'react'
import { patrolKinds } from '../../../server/duties/steps.ts'
import { useAddress } from '../../kit/address.ts'
import { useCategories } from '../../kit/cases.tsx'
import { Icon } from '../../kit/icons.tsx'
import { useLanguage, useWords } from '../../kit/words.ts'
import { OwnRegionSelect } from '../own-regions.tsx'
import { layerNames, switched, type LayerName } from './layers.ts'

/** What the map shows: region, layers and their kinds, all in the address. */
export function FilterBar({ hidden }: { hidden: ReadonlySet<LayerName> }) {
  const say = useWords('situation')
  const language = useLanguage()
  const [address, change] = useAddress()
  const { data: categories } = useCategories()
  const listed = address['list'] === '1'
  // On a narrow screen the map comes first.
  const [wide] = useState(() => window.innerWidth > 760)
  return (
    <details className="situation-filter" open={wide}>
      <summary>{say('filter.title')}</summary>
      <div className="situation-filter-body" role="group" aria-label={say('filter.title')}>
        <OwnRegionSelect value={address['region']} placeholder={say('filter.region')} onChange={(region) => change({ region, box: undefined }, { push: true })} />
        {layerNames.map((name) => <Checkbox key={name} checked={!hidden.has(name)} onChange={() => change({ hide: switched(address['hide'], name) })}>{say(`layer.${name}`)}</Checkbox>)}
        {!hidden.has('walkers') && <Select aria-label={say('filter.look')} value={address['look'] ?? ''} onChange={(look) => change({ look })} options={[{ value: '', label: `${say('filter.look')} · ${say('filter.all')}` }, { value: 'patrol', label: say('filter.onPatrol') }, { value: 'self', label: say('filter.selfStarted') }]} />}
        {!hidden.has('cases') && <Select aria-label={say('filter.category')} value={address['category'] ?? ''} onChange={(category) => change({ category })} options={[{ value: '', label: `${say('filter.category')} · ${say('filter.all')}` }, ...(categories ?? []).filter(({ emergency }) => !emergency).map((one) => ({ value: one.code, label: one[language] }))]} />}
        {!hidden.has('patrols') && <Select aria-label={say('filter.kind')} value={address['kind'] ?? ''} onChange={(kind) => change({ kind })} options={[{ value: '', label: `${say('filter.kind')} · ${say('filter.all')}` }, ...Object.entries(patrolKinds).map(([value, words]) => ({ value, label: words[language] }))]} />}
        <button type="button" className="act" aria-expanded={listed} onClick={() => change({ list: listed ? undefined : '1' })}><Icon name="list" size={18} />{say(listed ? 'list.close' : 'list.open')}</button>
      </div>
    </details>
  )
}
