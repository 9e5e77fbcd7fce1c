import { StateMark, type StateKind } from '../../kit/state-mark.tsx'
import { useWords } from '../../kit/words.ts'
import { fixAge, type FixAge } from './walker-features.ts'

const kinds: Record<FixAge, StateKind> = { fresh: 'running', recent: 'running', stale: 'late', lost: 'off' }

/** How far a position can be trusted, by shape and word. */
export function AgeMark({ fixAt }: { fixAt: string | number }) {
  const say = useWords('situation')
  const age = fixAge((Date.now() - new Date(fixAt).getTime()) / 1000)
  return <StateMark kind={kinds[age]}>{say(age === 'lost' ? 'walker.lost' : age === 'stale' ? 'walker.stale' : 'walker.fresh')}</StateMark>
}
