import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { TrackShown, WalkerOnMap } from '../../../server/tracking/contract.ts'
import { api } from '../../kit/client.ts'
import { metresWords } from '../../kit/map/drawing.ts'
import { consolePath } from '../../kit/paths.ts'
import { useRegionName } from '../../kit/region.ts'
import { Empty, Fetched } from '../../kit/states.tsx'
import { clockTime, duration, relativeTime, windowWords } from '../../kit/time.ts'
import { useLanguage, useWords } from '../../kit/words.ts'
import { Panel } from '../panel.tsx'
import { AgeMark } from './age-mark.tsx'
import type { LiveShown } from './use-live-view.ts'

/** One person on duty: who, how, since when, how old the position is, and the way so far. */
export function WalkerPanel({ walker, attendanceId, track, now, onClose }: { walker: WalkerOnMap | undefined; attendanceId: string; track: TrackShown | undefined; now: LiveShown | null; onClose: () => void }) {
  const say = useWords('situation')
  const language = useLanguage()
  const named = useRegionName()
  const attendance = useQuery({ ...api.duties.attendance.queryOptions({ input: { id: attendanceId } }), refetchInterval: 30_000 })
  const seen_ms = now?.points?.find((point) => point.walker === walker?.walker)?.fix_ms
  const fixAt = seen_ms === undefined ? walker?.fixAt : new Date(seen_ms).toISOString()
  return (
    <Panel title={walker?.personName ?? say('walker.title')} onClose={onClose} acts={walker !== undefined && (
      <>
        <Link className="act act-main" to={consolePath.people({ id: walker.personId }) as never}>{say('walker.person')}</Link>
        {attendance.data?.patrolId != null && <Link className="act" to={consolePath.duty(attendance.data.patrolId) as never}>{say('walker.patrol')}</Link>}
      </>)}>
      <Fetched query={attendance} lines={8}>
        {(one) => (
          <>
            {one.endedAt !== null && <Empty title={say('walker.gone')} hint={say('walker.goneWhat')} />}
            {fixAt !== undefined && one.endedAt === null && <p className="walker-fix"><AgeMark fixAt={fixAt} /> <span>{relativeTime(fixAt, new Date(), language)}</span></p>}
            <dl className="fact-list">
              <dt>{say('walker.kind')}</dt><dd>{say(one.patrolId === null ? 'walker.selfStarted' : 'walker.onPatrol')}</dd>
              {one.patrolId !== null && <><dt>{say('walker.name')}</dt><dd>{one.name}</dd></>}
              <dt>{say('walker.since')}</dt><dd>{windowOf(one.startedAt, one.endedAt, language)}{one.endedAt === null && ` · ${say('walker.minutes', { length: duration((Date.now() - Date.parse(one.startedAt)) / 60_000, language) })}`}</dd>
              <dt>{say('walker.planned')}</dt><dd>{clockTime(one.plannedEnd, language)}</dd>
              <dt>{say('walker.region')}</dt><dd>{named(one.regionName)}</dd>
              {track !== undefined && (
                <>
                  <dt>{say('walker.distance')}</dt><dd>{metresWords(track.distance_m)}</dd>
                  <dt>{say('walker.moving')}</dt><dd>{duration(track.moving_s / 60, language)}</dd>
                  <dt>{say('walker.fixes')}</dt><dd>{track.fixes.toLocaleString('en-US')}</dd>
                  {track.gaps > 0 && <><dt>{say('walker.gaps')}</dt><dd>{say('walker.gapsWhat', { count: track.gaps, length: duration(track.gap_s / 60, language) })}</dd></>}
                </>
              )}
            </dl>
            <p className="quiet">{say('walker.trailLogged')}</p>
          </>
        )}
      </Fetched>
    </Panel>
  )
}

const windowOf = (from: string, to: string | null, language: 'zh' | 'en'): string => (to === null ? clockTime(from, language) : windowWords(from, to, language))
