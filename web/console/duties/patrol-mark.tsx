import type { Patrol } from '../../../server/duties/contract.ts'
import { StateMark, type StateKind } from '../../kit/state-mark.tsx'
import { useWords } from '../../kit/words.ts'

type Shown = Pick<Patrol, 'state' | 'startsAt' | 'endsAt' | 'seats' | 'seatsTaken'>
export type PatrolPhase = 'draft' | 'scheduled' | 'wanted' | 'full' | 'running' | 'over' | 'cancelled' | 'finished'

/** What the state of a patrol means at a moment: an open one may want people, be full, run, or be over and not yet settled. Pure. */
export function patrolPhase({ state, startsAt, endsAt, seats, seatsTaken }: Shown, now_ms: number): PatrolPhase {
  if (state !== 'open') return state
  if (Date.parse(endsAt) <= now_ms) return 'over'
  if (Date.parse(startsAt) <= now_ms) return 'running'
  return seatsTaken < seats ? 'wanted' : 'full'
}

const kinds: Record<PatrolPhase, StateKind> = { draft: 'waiting', scheduled: 'waiting', wanted: 'need', full: 'waiting', running: 'running', over: 'done', cancelled: 'off', finished: 'done' }

/** The state of a patrol as shape and word. */
export function PatrolMark({ patrol }: { patrol: Shown }) {
  const say = useWords('duties')
  const phase = patrolPhase(patrol, Date.now())
  return <StateMark kind={kinds[phase]}>{say(`phase.${phase}`)}</StateMark>
}
