import { useQuery } from '@tanstack/react-query'
import { useAddress } from '../../kit/address.ts'
import { api } from '../../kit/client.ts'
import { Fetched } from '../../kit/states.tsx'
import { dateTime } from '../../kit/time.ts'
import { useWords } from '../../kit/words.ts'
import { OwnRegionSelect, useOwnRegions } from '../own-regions.tsx'
import { PolicyForm } from './policy-form.tsx'
import { ValueWords, type Sheet } from './policy-rules.tsx'
import { SettingsFrame } from './settings-frame.tsx'

/** The standing policy of one region: what holds, where it comes from, the formula it enters, and changing it. */
export default function PolicyPage() {
  const say = useWords('policy')
  const [address, change] = useAddress()
  const own = useOwnRegions()
  const regionCode = address['region'] ?? own[0]?.code
  const sheet = useQuery({ ...api.duties.policy.queryOptions({ input: { regionCode: regionCode ?? '' } }), enabled: regionCode !== undefined })
  return (
    <SettingsFrame part="policy">
      <p className="quiet">{say('page.what')}</p>
      <div className="policy-region"><label htmlFor="policy-region">{say('page.region')}</label><OwnRegionSelect id="policy-region" allowClear={false} value={regionCode} placeholder={say('page.region')} onChange={(code) => change({ region: code }, { push: true })} /></div>
      <Fetched query={sheet} lines={12}>
        {(data) => (
          <>
            <PolicyForm key={`${data.regionCode}-${data.version}`} sheet={data as Sheet} />
            <Versions regionCode={data.regionCode} />
          </>
        )}
      </Fetched>
    </SettingsFrame>
  )
}

function Versions({ regionCode }: { regionCode: string }) {
  const say = useWords('policy')
  const query = useQuery(api.duties.policyVersions.queryOptions({ input: { regionCode } }))
  return (
    <section className="policy-versions">
      <h2>{say('versions.title')}</h2>
      <Fetched query={query} lines={3} isEmpty={(versions) => versions.length === 0} empty={<p className="quiet">{say('versions.none')}</p>}>
        {(versions) => (
          <ol reversed>
            {versions.map(({ version, holdsFrom, setBy, setAt, reason, settings }) => {
              const set = Object.entries(settings).filter((pair): pair is [Sheet['rules'][number]['key'], number | boolean] => pair[1] !== undefined)
              return (
                <li key={version} value={version}>
                  <strong>{say('versions.from')} {dateTime(holdsFrom)}</strong>
                  <span>{set.length === 0 ? say('versions.empty') : set.map(([key, value], at) => <span key={key}>{at > 0 && ' · '}{say(`rule.${key}`)} <ValueWords name={key} value={value} /></span>)}</span>
                  <span className="quiet">{say('versions.by')} {setBy} {dateTime(setAt)} · {say('versions.reason')} {reason}</span>
                </li>
              )
            })}
          </ol>
        )}
      </Fetched>
    </section>
  )
}
