import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Modal, Select } from 'antd'
import { useState } from 'react'
import type { RegionInTree } from '../../../server/places/contract.ts'
import { api, client } from '../../kit/client.ts'
import { Fetched, ProblemLine } from '../../kit/states.tsx'
import { useWords } from '../../kit/words.ts'
import { useRegionNames, type Holder } from './zone-tree.ts'

const ROLES_ASKED = 200

/** Asks before a town changes hands, because authority follows; without a town it is chosen here. */
export function MoveDialog({ town: given, to, holders, onClose }: { town: RegionInTree | null; to: Holder; holders: readonly Holder[]; onClose: () => void }) {
  const say = useWords('settings')
  const nameOf = useRegionNames()
  const [chosen, setChosen] = useState<string | undefined>(given?.code)
  const from = holders.find(({ towns }) => towns.some(({ code }) => code === chosen))
  const town = from?.towns.find(({ code }) => code === chosen)
  const moving = usePlacesAct((code: string) => client.places.moveRegion({ code, parentCode: to.region.code }), onClose)
  const options = holders.filter(({ region }) => region.code !== to.region.code)
    .map(({ region, towns }) => ({ label: nameOf(region), options: towns.map((one) => ({ value: one.code, label: `${nameOf(one)} · ${nameOf(region)}` })) }))
  return (
    <Modal
      open title={given === null ? `${say('zones.moveIn')} · ${nameOf(to.region)}` : say('zones.moveTitle', { town: nameOf(given) })} okText={say('zones.confirm')} cancelText={say('act.cancel')}
      okButtonProps={{ disabled: town === undefined }} confirmLoading={moving.isPending} onCancel={onClose} onOk={() => { if (chosen !== undefined) moving.mutate(chosen) }}
    >
      <div className="zone-move">
        {given === null && <label>{say('zones.choose')}<Select<string> autoFocus showSearch={{ optionFilterProp: 'label' }} value={chosen ?? null as never} options={options} placeholder={say('zones.chooseHint')} aria-label={say('zones.choose')} onChange={setChosen} /></label>}
        {town !== undefined && from !== undefined && <p role="status">{say('zones.moveWhat', { town: nameOf(town), from: nameOf(from.region), to: nameOf(to.region) })}</p>}
        <ProblemLine error={moving.error} />
      </div>
    </Modal>
  )
}

/** Asks before a zone ends, and says whose roles end with it. */
export function DissolveDialog({ zone, onClose }: { zone: RegionInTree; onClose: () => void }) {
  const say = useWords('settings')
  const nameOf = useRegionNames()
  const dissolving = usePlacesAct((code: string) => client.places.removeZone({ code }), onClose)
  // Not asked anew while it is dissolved: there are no roles of a region that is gone.
  const grants = useQuery({ ...api.people.grants.queryOptions({ input: { regionCode: zone.code, limit: ROLES_ASKED } }), enabled: !dissolving.isPending })
  return (
    <Modal open title={say('zones.dissolve')} okText={say('zones.dissolve')} okButtonProps={{ danger: true }} cancelText={say('act.cancel')} confirmLoading={dissolving.isPending} onCancel={onClose} onOk={() => dissolving.mutate(zone.code)}>
      <p>{say('zones.dissolveWhat', { zone: nameOf(zone) })}</p>
      <Fetched query={grants} lines={1}>{({ items }) => <EndingRoles zone={zone} grants={items} />}</Fetched>
      <ProblemLine error={dissolving.error} />
    </Modal>
  )
}

type Grant = Awaited<ReturnType<typeof client.people.grants>>['items'][number]

function EndingRoles({ zone, grants }: { zone: RegionInTree; grants: readonly Grant[] }) {
  const say = useWords('settings')
  const sayOf = useWords('people')
  // Those of its units and teams are of another kind and stay.
  const ending = grants.filter(({ regionCode }) => regionCode === zone.code)
  const who = ending.map(({ displayName, role }) => say('zones.holder', { name: displayName, role: sayOf(`role.${role}`) })).join(say('zones.between'))
  return <p>{ending.length === 0 ? say('zones.dissolveNoRoles') : say('zones.dissolveRoles', { count: ending.length, who })}</p>
}

/** An act on the region tree; what pages know of regions, people and work may all hang on it, so everything is asked anew. */
export function usePlacesAct<Given, Answer>(act: (given: Given) => Promise<Answer>, onDone: () => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: act,
    async onSuccess() {
      await queries.invalidateQueries()
      onDone()
    },
  })
}
