import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useRef } from 'react'
import { SUBPROTOCOL } from '../../../../server/tracking/live/frames.ts'
import { useCategories } from '../../../kit/cases.tsx'
import { useMe } from '../../../kit/me.ts'
import { createPositions } from '../../outbox/positions.ts'
import { useOutbox } from '../../outbox/use-outbox.tsx'
import { myDutiesQuery } from '../my-duties.ts'
import { notePlace } from '../place.ts'
import { PositionPump, type PumpListener, type PumpSocket } from './position-pump.ts'
import { PositionWatch } from './position-watch.ts'
import { adoptWalk, settleClosedWalk } from './server-walk.ts'
import { useOnDuty } from './use-on-duty.ts'
import { keepScreenOn } from './wake-lock.ts'
import type { LinkState } from './walk-store.ts'

const ASK_SERVER_MS = 60_000

/** Works while a walk goes on, on whatever page the person is: records positions, sends them, keeps the screen on, and follows what the server knows. */
export default function Recorder() {
  const { walk, store, trail, waiting, rest } = useOnDuty()
  const recording = walk !== null && walk !== undefined && walk.endedAt === null
  useScreenOn(recording)
  // Fetched while there is network, so that a report can be written where there is none.
  useCategories()
  usePositions(recording)
  const { me } = useMe()
  const duties = useQuery({ ...myDutiesQuery, enabled: me !== null, refetchInterval: recording ? ASK_SERVER_MS : false })
  const { data, dataUpdatedAt, isSuccess, isFetchedAfterMount } = duties
  useEffect(() => {
    if (!isSuccess || !isFetchedAfterMount || walk === undefined || me === null) return
    // One that was put away here has ended; the server hears of it as soon as its check-out arrives.
    if (walk === null && data.current !== null && !rest.some(({ attendanceId }) => attendanceId === data.current?.id)) void adoptWalk(store, data.current, me.id)
    if (walk !== null && walk.token !== null && walk.record === null && data.current?.id !== walk.attendanceId) void settleClosedWalk(store, walk)
    // Asked again with every answer of the server.
  }, [data, dataUpdatedAt, isSuccess, isFetchedAfterMount, walk, rest, store, me])
  const tell = useCallback((state: { link: LinkState; waiting: number }) => store.show(state), [store])
  return (
    <>
      {walk != null && walk.token !== null && (recording || waiting > 0) && <Pump key={walk.attendanceId} attendanceId={walk.attendanceId} token={walk.token} tell={tell} beat={trail} />}
      {rest.map(({ attendanceId, token, waiting: left }) => token !== null && left > 0 && <RestPump key={attendanceId} attendanceId={attendanceId} token={token} />)}
    </>
  )
}

function useScreenOn(wanted: boolean): void {
  const { store } = useOnDuty()
  useEffect(() => (wanted ? keepScreenOn({ wakeLock: (navigator as { wakeLock?: WakeLock }).wakeLock, page: document, tell: (awake) => store.show({ awake }) }) : undefined), [wanted, store])
}

/** Positions in the foreground only: a hidden page records nothing and shows the gap afterwards. */
function usePositions(recording: boolean): void {
  const { store } = useOnDuty()
  useEffect(() => {
    if (!recording) return
    const watch = new PositionWatch({
      locator: window.isSecureContext ? navigator.geolocation : undefined,
      now: Date.now,
      every: (interval_ms, work) => { const timer = setInterval(work, interval_ms); return () => clearInterval(timer) },
      onFix: (fix) => { notePlace(fix); void store.keepFix(fix) },
      onState: (position) => store.show({ position }),
    })
    const follow = (): void => (document.visibilityState === 'visible' ? watch.start() : watch.stop('paused'))
    follow()
    document.addEventListener('visibilitychange', follow)
    return () => {
      document.removeEventListener('visibilitychange', follow)
      watch.stop()
    }
  }, [recording, store])
}

/** Carries the fixes of one walk while it is on the page; `beat` is another object whenever a fix was added. */
function Pump({ attendanceId, token, tell, beat }: { attendanceId: string; token: string; tell: (state: { link: LinkState; waiting: number }) => void; beat?: unknown }) {
  const { database } = useOutbox()
  const pump = useRef<PositionPump | null>(null)
  useEffect(() => {
    const running = new PositionPump({
      attendanceId, token, positions: createPositions(database, attendanceId), connect: openSocket, tell,
      after: (delay_ms, work) => { const timer = setTimeout(work, delay_ms); return () => clearTimeout(timer) },
    })
    pump.current = running
    running.start()
    const hurry = (): void => running.hurry()
    window.addEventListener('online', hurry)
    document.addEventListener('visibilitychange', hurry)
    return () => {
      window.removeEventListener('online', hurry)
      document.removeEventListener('visibilitychange', hurry)
      pump.current = null
      running.stop()
    }
  }, [attendanceId, token, tell, database])
  useEffect(() => pump.current?.nudge(), [beat])
  return null
}

/** The same for a walk that was put away. */
function RestPump({ attendanceId, token }: { attendanceId: string; token: string }) {
  const { store } = useOnDuty()
  const tell = useCallback((state: { link: LinkState; waiting: number }) => store.showRest(attendanceId, state), [store, attendanceId])
  return <Pump attendanceId={attendanceId} token={token} tell={tell} />
}

function openSocket(listener: PumpListener): PumpSocket {
  const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/live`, SUBPROTOCOL)
  socket.binaryType = 'arraybuffer'
  socket.onopen = () => listener.opened()
  socket.onmessage = ({ data }) => { if (data instanceof ArrayBuffer) listener.received(new Uint8Array(data)) }
  socket.onclose = () => listener.closed()
  return { send: (bytes) => socket.send(bytes), close: () => socket.close() }
}

