import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input, Select } from 'antd'
import { useMemo, useRef, useState, type ReactNode } from 'react'
import type { CaseView, StepCommand } from '../../../server/cases/contract.ts'
import { channels, channelWords, declineReasons, deskKinds, deskWords, stepRule, steps, type Need, type StepCode } from '../../../server/cases/steps.ts'
import { useCategories } from '../../kit/cases.tsx'
import { closeTo, PinMap, placeUnderPin } from '../../kit/map/pin-map.tsx'
import { boundsOf, type Bounds } from '../../kit/map/features.ts'
import { useCity } from '../../kit/city.ts'
import type { Shot } from '../../kit/photos/photo.ts'
import { PhotoShots } from '../../kit/photos/photo-shots.tsx'
import { uploadPhotos } from '../../kit/photos/upload.ts'
import { api, client } from '../../kit/client.ts'
import { useOnce } from '../../kit/once.ts'
import { ProblemError, problemText } from '../../kit/problem.ts'
import { useRegionName } from '../../kit/region.ts'
import { ProblemLine } from '../../kit/states.tsx'
import { relativeTime } from '../../kit/time.ts'
import { useLanguage, useWords } from '../../kit/words.ts'
import { useKeys } from '../keyboard.ts'
import { NumberField } from '../controls/number-field.tsx'
import { numberProblem } from '../controls/number-rules.ts'
import { Steps } from '../controls/steps.tsx'
import { regionChoices } from '../region-choices.ts'
import { caseOffers, foremost } from './offers.ts'

/** Where a picture says what was found or done. */
const withPhotos: readonly StepCode[] = ['start', 'reply', 'comment', 'note']

/** The steps of the table, those closed just now with the reason; `e` opens what the case waits for. */
export function CaseSteps({ view, onGone }: { view: CaseView; onGone: () => void }) {
  const say = useWords('cases')
  const language = useLanguage()
  const [chosen, setChosen] = useState<StepCode | null>(null)
  const parties = useMemo(() => view.parties.filter((party) => party === 'desk' || party === 'above'), [view.parties])
  const offers = useMemo(() => caseOffers(view.facts, parties, new Date()), [view.facts, parties])
  const first = foremost(offers)
  useKeys(useMemo(() => ({ e: () => { if (first !== undefined) setChosen(first) } }), [first]))
  if (offers.length === 0) return null
  const why = (refusal: string): string => problemText(new ProblemError({ code: refusal, status: 409 }), language)
  if (chosen !== null) return <StepForm view={view} step={chosen} onDone={() => setChosen(null)} onGone={onGone} />
  return <Steps label={say('desk.steps')} steps={offers.map(({ step, refusal, minor }) => ({ key: step, minor, label: steps[step][language], refusal: refusal === null ? undefined : why(refusal), onTake: () => setChosen(step) }))} />
}

/** Working days that a deadline may be moved by. */
const DAYS = { min: 1, max: 15 }

type Parts = Partial<Omit<StepCommand, 'id' | 'step' | 'version'>>

function StepForm({ view, step, onDone, onGone }: { view: CaseView; step: StepCode; onDone: () => void; onGone: () => void }) {
  const say = useWords('cases')
  const language = useLanguage()
  const queries = useQueryClient()
  const { data } = useCategories()
  const needs = stepRule(step).needs ?? []
  const route = data?.find(({ code }) => code === view.category)?.route
  const [parts, setParts] = useState<Parts>({})
  const [shots, setShots] = useState<readonly Shot[]>([])
  const whole: Parts = { ...(needs.includes('channel') && route !== undefined && route !== 'internal' ? { channel: route } : {}), ...(needs.includes('days') ? { days: 3 } : {}), ...parts }
  const take = useMutation({
    mutationFn: async () => client.cases.takeStep({ id: view.id, version: view.version, step, photos: await uploadPhotos(shots.map(({ jpeg }) => jpeg)), ...whole }),
    onSuccess: (after) => (after === null ? onGone() : onDone()),
    onSettled: () => queries.invalidateQueries(),
  })
  const once = useOnce()
  const lacking = needs.some((need) => whole[need] === undefined || whole[need] === '') || (needs.includes('days') && numberProblem(whole.days ?? null, DAYS) !== null)
  const set = (part: Parts): void => setParts((before) => ({ ...before, ...part }))
  return (
    <form className="step-form" onKeyDown={(event) => { if (event.key === 'Escape') { event.stopPropagation(); onDone() } }} onSubmit={(event) => { event.preventDefault(); if (!lacking) once.press(() => take.mutateAsync()) }}>
      <h3>{steps[step][language]}</h3>
      {needs.filter((need) => need !== 'note').map((need) => <NeedField key={need} need={need} view={view} parts={whole} onSet={set} />)}
      <label>{say(step === 'reply' ? 'desk.publicNote' : 'desk.note')}<Input.TextArea autoFocus autoSize={{ minRows: 2, maxRows: 6 }} maxLength={2000} value={parts.note ?? ''} onChange={(event) => set({ note: event.target.value === '' ? undefined : event.target.value })} /></label>
      {withPhotos.includes(step) && <div className="step-photos"><span>{say('desk.photos')}</span><PhotoShots shots={shots} onChange={setShots} /></div>}
      <ProblemLine error={take.error} />
      <div className="case-step-acts"><Button type="primary" htmlType="submit" disabled={lacking} loading={take.isPending}>{say('desk.take')}</Button><Button onClick={onDone}>{say('desk.cancel')}</Button></div>
    </form>
  )
}

interface NeedProps { need: Need; view: CaseView; parts: Parts; onSet: (parts: Parts) => void }

/** The field that a need of the step table asks for. */
function NeedField({ need, view, parts, onSet }: NeedProps): ReactNode {
  const say = useWords('cases')
  const language = useLanguage()
  const { data } = useCategories()
  switch (need) {
    case 'reason': return <label>{say('desk.reason')}<Select placeholder={say('desk.choose')} value={parts.reason} options={Object.entries(declineReasons).map(([value, words]) => ({ value: value as keyof typeof declineReasons, label: words[language] }))} onChange={(reason) => onSet({ reason })} /></label>
    case 'channel': return <label>{say('desk.channel')}<Select placeholder={say('desk.choose')} value={parts.channel} options={channels.map((value) => ({ value, label: channelWords[value][language] }))} onChange={(channel) => onSet({ channel })} /></label>
    case 'category': return <label>{say('desk.category')}<Select placeholder={say('desk.choose')} value={parts.category} options={(data ?? []).filter((one) => !one.emergency && one.code !== view.category).map((one) => ({ value: one.code, label: one[language] }))} onChange={(category) => onSet({ category })} /></label>
    case 'days': return <label>{say('desk.days')}<NumberField bounds={DAYS} value={parts.days ?? null} onChange={(days) => onSet({ days: days ?? undefined })} /></label>
    case 'assignee': return <label>{say('desk.assigneeWhat')}<Input maxLength={100} value={parts.assignee ?? ''} onChange={(event) => onSet({ assignee: event.target.value })} /></label>
    case 'duplicateOf': return <SimilarField view={view} parts={parts} onSet={onSet} />
    case 'target': return <TargetField parts={parts} onSet={onSet} />
    case 'position': return <PlaceField view={view} parts={parts} onSet={onSet} />
    case 'note': return null
  }
}

function SimilarField({ view, parts, onSet }: Omit<NeedProps, 'need'>) {
  const say = useWords('cases')
  const language = useLanguage()
  const { data } = useQuery({ ...api.cases.similar.queryOptions({ input: { category: view.category, lon: view.position?.lon ?? 0, lat: view.position?.lat ?? 0 } }), enabled: view.position !== null })
  const others = (data ?? []).filter(({ id }) => id !== view.id)
  return <label>{say('desk.duplicateOf')}<Select placeholder={say('desk.choose')} notFoundContent={say('desk.noSimilar')} value={parts.duplicateOf} options={others.map((one) => ({ value: one.id, label: `${one.number} · ${say('report.metres', { count: one.distance_m })} · ${relativeTime(one.reportedAt, new Date(), language)}` }))} onChange={(duplicateOf) => onSet({ duplicateOf })} /></label>
}

/** Where the case is: the map opens on its region and moves under the pin. */
function PlaceField({ view, parts, onSet }: Omit<NeedProps, 'need'>) {
  const say = useWords('cases')
  const city = useCity()
  const moved = useRef(false)
  const border = useQuery({ ...api.places.boundary.queryOptions({ input: { code: view.region.code } }), staleTime: Infinity })
  if (border.isPending) return null
  const box = boundsOf((border.data?.features ?? []).flatMap(({ geometry }) => (geometry === null ? [] : [geometry as never])))
  const start = view.position === null ? box ?? city.bounds : closeTo(view.position)
  const move = (bounds: Bounds, zoom: number): void => {
    // The map's own first placing is nobody's choice.
    if (moved.current) onSet({ position: placeUnderPin(bounds, zoom) ?? undefined })
    moved.current = true
  }
  return (
    <div className="step-place">
      <span>{say('report.placeHint')}</span>
      <PinMap label={say('report.place')} bounds={start} onMove={move} />
      {parts.position === undefined && moved.current && <span>{say('desk.zoomIn')}</span>}
    </div>
  )
}

function TargetField({ parts, onSet }: Omit<NeedProps, 'need' | 'view'>) {
  const say = useWords('cases')
  const language = useLanguage()
  const named = useRegionName()
  const [kind, setKind] = useState(parts.target?.desk ?? 'committee')
  const [typed, setTyped] = useState('')
  const { data } = useQuery({ ...api.places.regions.queryOptions({ input: { q: typed, limit: 20 } }), enabled: typed.trim() !== '' })
  const regions = regionChoices(typed, data ?? [], []).regions.map((region) => ({ value: region.code, label: [...region.ancestors.slice(1), region].map(named).join(' ') }))
  const pick = (desk: typeof kind, regionCode: string | undefined): void => onSet({ target: regionCode === undefined ? undefined : { desk, regionCode } })
  return (
    <>
      <label>{say('desk.target')}<Select value={kind} options={deskKinds.map((value) => ({ value, label: deskWords[value][language] }))} onChange={(desk) => { setKind(desk); pick(desk, parts.target?.regionCode) }} /></label>
      <label>{say('desk.targetRegion')}<Select showSearch={{ filterOption: false, onSearch: setTyped }} placeholder={say('desk.choose')} value={parts.target?.regionCode} options={regions} onChange={(code) => pick(kind, code)} /></label>
    </>
  )
}
