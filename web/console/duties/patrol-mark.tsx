import type { Patrol } from '../../../server/duties/contract.ts'
import { StateMark, type StateKind } from '../../kit/state-mark.tsx'
import { useWords } from '../../kit/words.ts'

type Shown = Pick<Patrol, 'state' | 'startsAt' | 'endsAt' | 'seats' | 'seatsTaken' | 'seatsKept'>
export type PatrolPhase = 'draft' | 'scheduled' | 'wanted' | 'kept' | 'full' | 'running' | 'over' | 'cancelled' | 'finished'

/** What the state of a patrol means at a moment: an open one may want people, be full, run, or be over and not yet settled. Pure. */
export function patrolPhase({ state, startsAt, endsAt, seats, seatsTaken, seatsKept }: Shown, now_ms: number): PatrolPhase {
  if (state !== 'open') return state
  if (Date.parse(endsAt) <= now_ms) return 'over'
  if (Date.parse(startsAt) <= now_ms) return 'running'
  return seatsTaken + seatsKept < seats ? 'wanted' : seatsKept > 0 ? 'kept' : 'full'
}

const kinds: Record<PatrolPhase, StateKind> = { draft: 'waiting', scheduled: 'waiting', wanted: 'need', kept: 'waiting', full: 'waiting', running: 'running', over: 'done', cancelled: 'off', finished: 'done' }

/** The state of a patrol as shape and word. */
export function PatrolMark({ patrol }: { patrol: Shown }) {
  const say = useWords('duties')
  const phase = patrolPhase(patrol, Date.now())
  return <StateMark kind={kinds[phase]}>{say(`phase.${phase}`)}</StateMark>
}
