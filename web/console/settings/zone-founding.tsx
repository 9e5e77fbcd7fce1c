import { useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useCallback, useRef, useState } from 'react'
import type { Position } from '../../../server/platform/shapes.ts'
import { useCity } from '../../kit/city.ts'
import { api, client } from '../../kit/client.ts'
import type { Bounds } from '../../kit/map/features.ts'
import { PinMap, placeUnderPin } from '../../kit/map/pin-map.tsx'
import { asProblemError, problemText } from '../../kit/problem.ts'
import { ProblemLine } from '../../kit/states.tsx'
import { useLanguage, useWords } from '../../kit/words.ts'
import { nextZoneCode } from './zone-codes.ts'
import { usePlacesAct } from './zone-dialogs.tsx'
import { useRegionNames } from './zone-tree.ts'

type Draft = Parameters<typeof client.places.createZone>[0]

/** What the server says of the code, shown at its field. */
const OF_THE_CODE: readonly string[] = ['code-taken', 'code-retired']
/** Four places after the point are about ten metres: enough for a centre, and the map's least stir asks nothing anew. */
const rounded = ({ lon, lat }: Position): Position => ({ lon: Number(lon.toFixed(4)), lat: Number(lat.toFixed(4)) })

/** Founds a zone: its code, what it is called, and where its middle lies on the map. */
export function ZoneFounding({ root, taken, onClose }: { root: string; taken: readonly string[]; onClose: () => void }) {
  const say = useWords('settings')
  const language = useLanguage()
  const city = useCity()
  const [code, setCode] = useState(() => nextZoneCode(root, taken) ?? '')
  const [name, setName] = useState('')
  const [nameEn, setNameEn] = useState('')
  const [place, setPlace] = useState<Position | null>(null)
  const found = useRef<Bounds>(city.bounds)
  const under = useUnderPin(place)
  const founding = usePlacesAct((draft: Draft) => client.places.createZone(draft), onClose)
  const move = useCallback((bounds: Bounds, zoom: number): void => {
    const pinned = placeUnderPin(bounds, zoom)
    setPlace(pinned === null ? null : rounded(pinned))
  }, [])
  const codeWrong = !new RegExp(`^${root}z\\d{2}$`).test(code.trim())
  const codeTaken = OF_THE_CODE.includes(asProblemError(founding.error).code) && founding.variables?.code === code.trim()
  const hindrance = codeWrong ? say('zones.codeWrong', { root }) : name.trim() === '' ? say('zones.nameNeeded') : place === null ? say('zones.zoomIn') : under.outside ? say('zones.outside') : null
  const save = (): void => {
    if (hindrance === null && place !== null) founding.mutate({ code: code.trim(), name: name.trim(), nameEn: nameEn.trim() === '' ? null : nameEn.trim(), center: [place.lon, place.lat] })
  }
  return (
    <form className="zone-found" onSubmit={(event) => { event.preventDefault(); save() }}>
      <h2>{say('zones.found')}</h2>
      <div className="zone-fields">
        <label>{say('zones.code')}<Input value={code} maxLength={7} aria-describedby="zone-code" {...(codeTaken ? { status: 'error' as const } : {})} onChange={(event) => setCode(event.target.value)} />{codeTaken ? <span id="zone-code" className="problem-line" role="alert">{problemText(founding.error, language)}</span> : <span id="zone-code" className="quiet">{say('zones.codeHint')}</span>}</label>
        <label>{say('zones.nameZh')}<Input lang="zh-CN" value={name} maxLength={40} autoFocus onChange={(event) => setName(event.target.value)} /></label>
        <label>{say('zones.nameEn')}<Input lang="en" value={nameEn} maxLength={80} onChange={(event) => setNameEn(event.target.value)} /></label>
      </div>
      <div>
        <strong>{say('zones.center')}</strong> <span className="quiet">{say('zones.centerHint')}</span>
        <PinMap label={say('zones.center')} bounds={found.current} onMove={move} />
        <p className="quiet" role="status">{place === null ? say('zones.zoomIn') : under.outside ? say('zones.outside') : under.name === null ? '' : say('zones.inside', { region: under.name })}</p>
      </div>
      <div className="zone-acts">
        <Button type="primary" htmlType="submit" disabled={hindrance !== null} loading={founding.isPending} aria-describedby="zone-hindrance">{say('zones.save')}</Button>
        <Button onClick={onClose}>{say('act.cancel')}</Button>
        <span id="zone-hindrance" className="quiet">{hindrance}</span>
      </div>
      {!codeTaken && <ProblemLine error={founding.error} />}
    </form>
  )
}

/** What lies under the pin, by name, and whether that is outside the city. */
function useUnderPin(place: Position | null): { name: string | null; outside: boolean } {
  const nameOf = useRegionNames()
  const { data, error } = useQuery({ ...api.places.regionAt.queryOptions({ input: place ?? { lon: 0, lat: 0 } }), enabled: place !== null, staleTime: Infinity })
  return { name: data === undefined ? null : [...data.ancestors.slice(1), data].map(nameOf).join(' '), outside: place !== null && error !== null && asProblemError(error).status === 404 }
}
