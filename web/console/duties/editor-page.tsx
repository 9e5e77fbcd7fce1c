import './duties.css'
import { useQuery } from '@tanstack/react-query'
import { Navigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { patrolSteps, stepAllowed, type Patrol } from '../../../server/duties/contract.ts'
import { useAddress } from '../../kit/address.ts'
import { api } from '../../kit/client.ts'
import { consolePath } from '../../kit/paths.ts'
import { Fetched } from '../../kit/states.tsx'
import { useOwnRegions } from '../own-regions.tsx'
import { copyOf, draftOf, emptyDraft } from './draft.ts'
import { Editor } from './editor.tsx'

/** A new patrol, `?from=` an earlier one, or a change to one that is not yet published. */
export default function EditorPage() {
  const { id } = useParams({ strict: false }) as { id?: string }
  const [{ from }] = useAddress()
  const [now] = useState(() => new Date())
  const own = useOwnRegions()
  const source = id ?? from
  const query = useQuery({ ...api.duties.patrol.queryOptions({ input: { id: source ?? '' } }), enabled: source !== undefined, refetchOnWindowFocus: false })
  if (source === undefined) return <Editor start={emptyDraft(now, own[0]?.code)} />
  return <Fetched query={query} lines={8}>{(patrol) => (id === undefined ? <Editor start={copyOf(patrol as Patrol, now)} copied /> : <Change patrol={patrol as Patrol} />)}</Fetched>
}

/** What can no longer be changed is shown where its steps say why; what was opened in time keeps what is typed. */
function Change({ patrol }: { patrol: Patrol }) {
  const [inTime] = useState(() => stepAllowed(patrolSteps.edit, patrol.state))
  return inTime ? <Editor start={draftOf(patrol)} id={patrol.id} /> : <Navigate to={consolePath.duty(patrol.id) as never} replace />
}
