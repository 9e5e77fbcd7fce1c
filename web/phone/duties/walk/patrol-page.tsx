import '../duties.css'
import { useAddress } from '../../../kit/address.ts'
import { Loading } from '../../../kit/states.tsx'
import { useMe } from '../../../kit/me.ts'
import { useEffect } from 'react'
import { useNavigate } from '@tanstack/react-router'
import { phonePath } from '../../../kit/paths.ts'
import { useOutbox } from '../../outbox/use-outbox.tsx'
import { isForeign } from '../ended-walk.ts'
import { SetOut } from './set-out.tsx'
import { useOnDuty } from './use-on-duty.ts'
import { refusedOf } from './walk-store.ts'
import { WalkSummary } from './walk-summary.tsx'
import { WalkView } from './walk-view.tsx'

/** Setting out, walking and what came of it: one address, whatever the walk is at. */
export default function PatrolPage() {
  const { walk, rest, store } = useOnDuty()
  const { me } = useMe()
  const [{ duty, start }] = useAddress()
  const navigate = useNavigate()
  const { list } = useOutbox()
  const refused = rest.find(({ attendanceId }) => refusedOf(list, attendanceId) !== undefined)?.attendanceId
  useEffect(() => { if (walk === null && refused !== undefined) void store.bringBack(refused) }, [walk, refused, store])
  const settingOut = duty !== undefined || start !== undefined
  const running = walk != null && walk.endedAt === null
  // The walk has begun: its end leads to its summary, not to setting out once more.
  useEffect(() => { if (running && settingOut) void navigate({ to: phonePath.patrol() as never, replace: true }) }, [running, settingOut, navigate])
  if (walk === undefined) return <Loading lines={6} />
  // Who is to check in or sets out again does not have to read the summary of the last walk first, unless something of it was refused.
  const open = walk !== null && refusedOf(list, walk.attendanceId) !== undefined
  const anew = walk !== null && walk.endedAt !== null && settingOut && !open
  if (walk === null || isForeign(walk, me) || anew) return <SetOut />
  return walk.endedAt === null ? <WalkView walk={walk} /> : <WalkSummary walk={walk} />
}
