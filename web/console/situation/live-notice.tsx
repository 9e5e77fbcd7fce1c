import { StateMark } from '../../kit/state-mark.tsx'
import { clockTime, relativeTime } from '../../kit/time.ts'
import { useLanguage, useWords } from '../../kit/words.ts'
import type { LiveState } from './live-connection.ts'

/** Whether the map is live, in words; after a loss, how old what it shows is. */
export function LiveNotice({ state, time_ms, off }: { state: LiveState; time_ms: number | null; off: boolean }) {
  const say = useWords('situation')
  const language = useLanguage()
  if (off) return null
  const age = time_ms === null ? '–' : relativeTime(new Date(time_ms), new Date(), language)
  const kind = state === 'live' ? 'running' : state === 'connecting' ? 'waiting' : 'late'
  return (
    <p className="live-notice" role="status">
      <StateMark kind={kind}>{state === 'lost' ? say('live.lost', { age }) : say(`live.${state}`)}{state === 'live' && time_ms !== null && ` ${clockTime(new Date(time_ms), language)}`}</StateMark>
    </p>
  )
}
