import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useMemo, useRef, useState } from 'react'
import { useCity } from '../../kit/city.ts'
import { api, client } from '../../kit/client.ts'
import { boundsOf, type Bounds, type MapFeature } from '../../kit/map/features.ts'
import { CityMap } from '../../kit/map/map.tsx'
import { consolePath } from '../../kit/paths.ts'
import { ProblemLine } from '../../kit/states.tsx'
import { asProblemError } from '../../kit/problem.ts'
import { useWords } from '../../kit/words.ts'
import { Panel, PANEL_WIDTH } from '../panel.tsx'
import { useLeaveGuard } from '../controls/leave-guard.tsx'
import { patrolOf, sameDraft, wrongFields, type PatrolDraft } from './draft.ts'
import { EditorFields } from './editor-fields.tsx'
import { fieldOfRefusal } from './field-of-refusal.ts'

const MARGIN_DEGREES = 0.004

/** Fields on the right, the map to draw on at the left. Saving keeps a draft; publishing follows at once when asked. */
export function Editor({ start, id, copied = false }: { start: PatrolDraft; id?: string; copied?: boolean }) {
  const say = useWords('duties')
  const city = useCity()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [draft, setDraft] = useState(start)
  const [kept, setKept] = useState(start)
  const question = useLeaveGuard(!sameDraft(draft, kept))
  const [asked, setAsked] = useState(false)
  const saved = useRef(id)
  const set = (change: Partial<PatrolDraft>): void => setDraft((before) => ({ ...before, ...change }))
  const wrong = asked ? wrongFields(draft) : []
  const save = useMutation({
    mutationFn: async (publish: boolean) => {
      const input = patrolOf(draft)
      const patrol = saved.current === undefined ? await client.duties.draftPatrol(input) : await client.duties.editPatrol({ ...input, id: saved.current })
      // A publication that is refused must not leave a second draft behind at the next try.
      saved.current = patrol.id
      setKept(draft)
      return publish ? client.duties.publishPatrol({ id: patrol.id, at: null }) : patrol
    },
    onSuccess: async (patrol) => {
      await queries.invalidateQueries()
      void navigate({ href: consolePath.duty(patrol.id) })
    },
  })
  const submit = (publish: boolean): void => {
    setAsked(true)
    const first = wrongFields(draft)[0]
    if (first === undefined) return save.mutate(publish)
    document.getElementById(`duty-${first}`)?.focus()
  }
  const border = useQuery({ ...api.places.boundary.queryOptions({ input: { code: draft.regionCode ?? '' } }), enabled: draft.regionCode !== undefined, staleTime: Infinity })
  const features = useMemo(() => (border.data?.features ?? []).flatMap((feature): MapFeature[] => (feature.geometry === null ? [] : [{ type: 'Feature', geometry: feature.geometry as never, properties: { id: feature.id, label: '', tone: 'waiting', weight: 0.06 } }])), [border.data])
  const layers = useMemo(() => [{ id: 'region', kind: 'areas' as const, title: say('edit.region'), features }], [features, say])
  const lookAt = useMemo(() => boundsOf(features.map(({ geometry }) => geometry)), [features])
  const drawn = boundsOf([{ type: 'MultiPoint', coordinates: start.drawing.points.map((point) => [...point]) }])
  const bounds: Bounds = drawn === null ? city.bounds : [drawn[0] - MARGIN_DEGREES, drawn[1] - MARGIN_DEGREES, drawn[2] + MARGIN_DEGREES, drawn[3] + MARGIN_DEGREES]
  const moved = draft.regionCode !== start.regionCode || drawn === null
  const title = say(id !== undefined ? 'edit.titleEdit' : copied ? 'edit.titleCopy' : 'edit.titleNew')
  return (
    <div className="two-panels duty-editor">
      <h1 className="unseen">{title}</h1>
      <CityMap label={say('edit.map')} bounds={bounds} layers={layers} lookAt={moved ? lookAt : null} coveredRight={PANEL_WIDTH.detail + 24} drawing={draft.drawing} onDraw={(drawing) => set({ drawing })} />
      <Panel title={title} acts={
        <div className="duty-ask">
          <ProblemLine error={refusedWhole(save.error) ? save.error : null} />
          <div>
            <Button type="primary" loading={save.isPending && save.variables === true} onClick={() => submit(true)}>{say('edit.publish')}</Button>
            <Button loading={save.isPending && save.variables === false} onClick={() => submit(false)}>{say(id === undefined ? 'edit.save' : 'edit.saveChanges')}</Button>
            <Button type="text" onClick={() => void navigate({ href: id === undefined ? consolePath.duties() : consolePath.duty(id) })}>{say('edit.leave')}</Button>
          </div>
        </div>}>
        {question}
        <EditorFields draft={draft} wrong={wrong} error={save.error} onSet={set} />
      </Panel>
    </div>
  )
}

const refusedWhole = (error: unknown): boolean => error !== null && fieldOfRefusal(error) === undefined && asProblemError(error).errors.length === 0
