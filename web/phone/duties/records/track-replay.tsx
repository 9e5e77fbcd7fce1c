import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { api } from '../../../kit/client.ts'
import { Fetched } from '../../../kit/states.tsx'
import { clockTime, duration } from '../../../kit/time.ts'
import { useLanguage, useWords } from '../../../kit/words.ts'
import { WalkMap } from '../walk/walk-map.tsx'
import { piecesOf, walkedBy } from './replay.ts'

const REPLAY_S = 12
const STEP_MS = 100
const NONE: never[] = []

/** The walk again on the map, in twelve seconds or by hand; where nothing was recorded the line is broken. */
export function TrackReplay({ attendanceId }: { attendanceId: string }) {
  const say = useWords('patrol')
  const language = useLanguage()
  const track = useQuery(api.tracking.track.queryOptions({ input: { id: attendanceId } }))
  const attendance = useQuery(api.duties.attendance.queryOptions({ input: { id: attendanceId } }))
  const [share, setShare] = useState(1)
  const [playing, setPlaying] = useState(false)
  useEffect(() => {
    if (!playing) return
    const tick = setInterval(() => setShare((before) => Math.min(1, before + STEP_MS / 1000 / REPLAY_S)), STEP_MS)
    return () => clearInterval(tick)
  }, [playing])
  useEffect(() => { if (share >= 1) setPlaying(false) }, [share])
  const points = track.data?.points ?? NONE
  const whole = useMemo(() => piecesOf(points), [points])
  const shown = useMemo(() => (share >= 1 ? { pieces: whole, here: points.at(-1) ?? null, at: points.at(-1) === undefined ? null : new Date((points.at(-1) as { at: string }).at) } : walkedBy(points, share)), [points, whole, share])
  const { here } = shown
  const me = useMemo<[number, number] | null>(() => (here === null ? null : [here.lon, here.lat]), [here])
  const play = (): void => {
    if (!playing && share >= 1) setShare(0)
    setPlaying(!playing)
  }
  return (
    <section className="card record-card">
      <h2>{say('record.track')}</h2>
      <Fetched query={track} lines={3} isEmpty={({ points: all }) => all.length === 0} empty={<p>{say(track.data?.wayKept === false ? 'record.trackGone' : 'record.trackNone')}</p>}>
        {({ gaps, gap_s }) => (
          <>
            <div className="small-map"><WalkMap label={say('record.trackMap')} walk={{ shape: attendance.data?.shape ?? null }} figures={{ pieces: shown.pieces, missing: NONE }} me={me} meLabel={say('record.here')} follow={false} /></div>
            <div className="replay">
              <button type="button" className="act" onClick={play}>{say(playing ? 'record.pause' : 'record.play')}</button>
              <input type="range" min={0} max={1000} value={Math.round(share * 1000)} aria-label={say('record.position')} aria-valuetext={shown.at === null ? '' : clockTime(shown.at, language)} onChange={({ target }) => { setPlaying(false); setShare(Number(target.value) / 1000) }} />
              <span>{shown.at === null ? '' : clockTime(shown.at, language)}</span>
            </div>
            <p>{gaps > 0 ? say('record.gapsWhat', { count: gaps, time: duration(Math.ceil(gap_s / 60), language) }) : say('record.noGaps')}</p>
          </>
        )}
      </Fetched>
    </section>
  )
}
