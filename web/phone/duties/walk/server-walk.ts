import type { Attendance } from '../../../../server/duties/contract.ts'
import { client } from '../../../kit/client.ts'
import type { KeptWalk } from '../../outbox/database.ts'
import { shownOf, type WalkStore } from './walk-store.ts'

const RECENT_RECORDS = 20
let under_way: Promise<void> | null = null

/** One question to the server at a time; what fails for want of network is asked again with the next answer. */
const alone = (work: () => Promise<void>): Promise<void> =>
  (under_way ??= work().catch(() => undefined).finally(() => { under_way = null }))

/** Takes over a walk that began on another phone or before this one's storage was cleared: repeating the check-in gives the token again. */
export const adoptWalk = (store: WalkStore, current: Attendance, personId: string): Promise<void> => alone(async () => {
  // The list may be older than the end of the walk.
  if ((await client.duties.attendance({ id: current.id })).endedAt !== null) return
  const track = await client.tracking.track({ id: current.id })
  const trail = track.points.map(({ at, lon, lat, accuracy_m, speed_mps }) => ({ at, lon, lat, accuracy_m: accuracy_m ?? 0, speed_mps }))
  const [lon, lat] = [trail.at(-1)?.lon ?? 0, trail.at(-1)?.lat ?? 0]
  const { trackingToken } = await client.duties.checkIn({ id: current.id, patrolId: current.patrolId, at: current.startedAt, position: { lon, lat, accuracy_m: 0 } })
  await store.adopt({ attendanceId: current.id, personId, ...shownOf(current), token: trackingToken, endedAt: null, autoClosed: false, record: null }, trail, new Date())
})

/** The server may have closed a walk by itself: planned end and grace were over. Then this phone shows its end and its record. */
export const settleClosedWalk = (store: WalkStore, walk: KeptWalk): Promise<void> => alone(async () => {
  const attendance = await client.duties.attendance({ id: walk.attendanceId })
  if (attendance.endedAt === null) return
  const { items } = await client.duties.myRecords({ limit: RECENT_RECORDS })
  const record = items.find(({ attendanceId }) => attendanceId === walk.attendanceId) ?? null
  await store.change(walk.attendanceId, { endedAt: attendance.endedAt, autoClosed: attendance.autoClosed, record })
})
