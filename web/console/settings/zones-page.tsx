import { Button } from 'antd'
import { useState } from 'react'
import type { RegionInTree } from '../../../server/places/contract.ts'
import { ProblemError, problemText } from '../../kit/problem.ts'
import { Empty, Fetched } from '../../kit/states.tsx'
import { useLanguage, useWords } from '../../kit/words.ts'
import { useCityAnswer, useIsCityOfficer } from './city-officer.ts'
import { SettingsFrame } from './settings-frame.tsx'
import { countyOf } from './zone-codes.ts'
import { DissolveDialog, MoveDialog } from './zone-dialogs.tsx'
import { ZoneFounding } from './zone-founding.tsx'
import { useHolders, useRegionNames, type Holder } from './zone-tree.ts'

/** What is asked before it is done: a town from its holder to another (one still to be chosen when null), or a zone's end. */
type Asked = { what: 'move'; town: RegionInTree | null; to: Holder } | { what: 'dissolve'; zone: RegionInTree }

/** Functional zones: founding them, moving towns in and back, dissolving empty ones. */
export default function ZonesPage() {
  const say = useWords('settings')
  const city = useCityAnswer()
  const may = useIsCityOfficer()
  const root = city.data?.regionCode ?? null
  const holders = useHolders(root)
  const [founding, setFounding] = useState(false)
  const [asked, setAsked] = useState<Asked | null>(null)
  return (
    <SettingsFrame part="zones">
      <p className="quiet">{say('zones.what')}</p>
      {/* Without regions there is nothing to ask for, and the second question would wait for ever. */}
      <Fetched query={city} isEmpty={({ regionCode }) => regionCode === null} empty={<Empty title={say('zones.none')} />}>
        {() => (
          <Fetched query={holders} lines={6}>
            {(all) => {
              const zones = all.filter(({ region }) => region.level === 'zone')
              return (
                <>
                  <div className="zone-acts">
                    {!founding && <Button type="primary" disabled={!may} aria-describedby="zones-only" onClick={() => setFounding(true)}>{say('zones.found')}</Button>}
                    {!may && <span id="zones-only" className="quiet">{say('zones.onlyCity')}</span>}
                  </div>
                  {founding && <ZoneFounding root={root as string} taken={zones.map(({ region }) => region.code)} onClose={() => setFounding(false)} />}
                  {zones.length === 0 && <Empty title={say('zones.none')} hint={say('zones.noneWhat')} />}
                  <ul className="zone-list">{zones.map((zone) => <ZoneItem key={zone.region.code} zone={zone} all={all} may={may} onAsk={setAsked} />)}</ul>
                  {asked?.what === 'move' && <MoveDialog town={asked.town} to={asked.to} holders={all} onClose={() => setAsked(null)} />}
                  {asked?.what === 'dissolve' && <DissolveDialog zone={asked.zone} onClose={() => setAsked(null)} />}
                </>
              )
            }}
          </Fetched>
        )}
      </Fetched>
    </SettingsFrame>
  )
}

function ZoneItem({ zone, all, may, onAsk }: { zone: Holder; all: readonly Holder[]; may: boolean; onAsk: (asked: Asked) => void }) {
  const say = useWords('settings')
  const language = useLanguage()
  const nameOf = useRegionNames()
  const { region, towns } = zone
  const full = region.childCount > 0
  return (
    <li className="zone">
      <div className="zone-head"><h2>{nameOf(region)}</h2><span className="quiet">{region.code}</span><span className="quiet">{towns.length === 0 ? say('zones.noTowns') : say('zones.towns', { count: towns.length })}</span></div>
      {towns.length > 0 && (
        <ul className="zone-towns">
          {towns.map((town) => {
            const county = countyOf(town, all)
            return (
              <li key={town.code}>
                <span>{nameOf(town)} <span className="quiet">{town.code}</span></span>
                {county === undefined ? <span className="quiet">{say('zones.noCounty')}</span> : <Button size="small" disabled={!may} onClick={() => onAsk({ what: 'move', town, to: county })}>{say('zones.moveBack', { county: nameOf(county.region) })}</Button>}
              </li>
            )
          })}
        </ul>
      )}
      <div className="zone-acts">
        <Button disabled={!may} onClick={() => onAsk({ what: 'move', town: null, to: zone })}>{say('zones.moveIn')}</Button>
        <Button danger disabled={!may || full} aria-describedby={`${region.code}-full`} onClick={() => onAsk({ what: 'dissolve', zone: region })}>{say('zones.dissolve')}</Button>
        {may && full && <span id={`${region.code}-full`} className="quiet">{problemText(new ProblemError({ code: 'zone-not-empty', status: 409 }), language)}</span>}
      </div>
    </li>
  )
}
