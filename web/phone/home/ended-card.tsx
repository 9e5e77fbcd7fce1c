import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { api } from '../../kit/client.ts'
import { useMe } from '../../kit/me.ts'
import { usePatrolName } from '../../kit/patrol-name.ts'
import { phonePath } from '../../kit/paths.ts'
import { useWords } from '../../kit/words.ts'
import { useNow } from '../duties/use-now.ts'
import { awaitsReading, isForeign } from '../duties/ended-walk.ts'
import { useOnDuty } from '../duties/walk/use-on-duty.ts'
import { refusedOf } from '../duties/walk/walk-store.ts'
import type { KeptWalk } from '../outbox/database.ts'
import { useOutbox } from '../outbox/use-outbox.tsx'

const ASK_MS = 60_000

/** The walk that ended and whose summary was not read; setting out again does not wait for it. */
export function EndedCard() {
  const { walk } = useOnDuty()
  const { me } = useMe()
  return walk == null || walk.endedAt === null || isForeign(walk, me) ? null : <Ended key={walk.attendanceId} walk={walk} />
}

function Ended({ walk }: { walk: KeptWalk }) {
  const say = useWords('patrol')
  const patrolName = usePatrolName()
  const { store } = useOnDuty()
  const { list, read } = useOutbox()
  const now = useNow(60)
  const { data } = useQuery({ ...api.duties.record.queryOptions({ input: { id: walk.record?.id ?? '' } }), enabled: walk.record !== null, refetchInterval: ASK_MS })
  const refused = refusedOf(list, walk.attendanceId) !== undefined
  const waits = awaitsReading(walk, { state: (data ?? walk.record)?.state ?? null, refused, now })
  useEffect(() => { if (!waits && read) void store.putAway(walk.attendanceId) }, [waits, read, store, walk.attendanceId])
  if (!waits) return null
  return (
    <section className="card">
      <h2>{say('home.ended')}</h2>
      <p>{patrolName(walk)}</p>
      <Link to={phonePath.patrol() as never} className="act">{say('home.endedWhat')}</Link>
    </section>
  )
}
