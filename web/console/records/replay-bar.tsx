import { Button, Slider } from 'antd'
import type { TrackShown } from '../../../server/tracking/contract.ts'
import { dateTime, duration } from '../../kit/time.ts'
import { useLanguage, useWords } from '../../kit/words.ts'
import type { useReplay } from './use-replay.ts'

/** The time under the track: drag it or let it play; what is not known is said. */
export function ReplayBar({ track, replay, from_ms, to_ms, gap_s }: { track: TrackShown; replay: ReturnType<typeof useReplay>; from_ms: number; to_ms: number; gap_s: number }) {
  const say = useWords('records')
  const language = useLanguage()
  const dropped = Object.values(track.dropped).reduce((sum, count) => sum + count, 0)
  if (track.points.length === 0) return <div className="replay-bar"><p>{say(track.wayKept ? 'replay.none' : 'replay.gone')}</p></div>
  return (
    <div className="replay-bar" role="group" aria-label={say('replay.title')}>
      <div className="replay-row">
        <Button onClick={replay.toggle}>{say(replay.playing ? 'replay.pause' : 'replay.play')}</Button>
        <Slider min={from_ms} max={to_ms} step={1000} value={replay.at_ms} onChange={replay.seek} tooltip={{ open: false }} ariaLabelForHandle={say('replay.slider')} ariaValueTextFormatterForHandle={(value) => dateTime(new Date(value))} />
        <span className="replay-time">{dateTime(new Date(replay.at_ms))}</span>
      </div>
      <p className="quiet" aria-live="polite">
        {[gap_s > 0 ? say('replay.gap', { length: duration(gap_s / 60, language) }) : null, track.live ? say('replay.live') : null, track.gaps > 0 ? say('replay.gaps', { count: track.gaps, length: duration(track.gap_s / 60, language) }) : null, dropped > 0 ? say('replay.dropped', { count: dropped }) : null, say('replay.logged')].filter(Boolean).join(' · ')}
      </p>
    </div>
  )
}
