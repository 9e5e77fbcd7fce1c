import { useEffect, useRef, useState } from 'react'
import type { CellGrid, ViewDecoder, ViewPoint } from '../../../server/tracking/live/view-frames.ts'
import { FRAME_KIND } from '../../../server/tracking/live/frames.ts'
import { LiveConnection, type LiveState, type ViewRequest } from './live-connection.ts'

export interface LiveShown {
  time_ms: number
  /** Null while the view is far and shows cells. */
  points: readonly ViewPoint[] | null
  cells: readonly { west: number; south: number; size: number; count: number }[]
  grid: CellGrid | null
}

/** Who walks in the view now, a new object each second; null before the first frame. What was seen last stays while the connection is away. */
export function useLiveView(request: ViewRequest | null): { shown: LiveShown | null; state: LiveState } {
  const [shown, setShown] = useState<LiveShown | null>(null)
  const [state, setState] = useState<LiveState>('connecting')
  const connection = useRef<LiveConnection | null>(null)
  const wanted = request !== null
  useEffect(() => {
    if (!wanted) return
    const opened = new LiveConnection({ onState: setState, onView: (view) => setShown(taken(view)) })
    connection.current = opened
    return () => {
      connection.current = null
      opened.stop()
    }
  }, [wanted])
  const text = JSON.stringify(request)
  useEffect(() => { if (text !== 'null') connection.current?.look(JSON.parse(text) as ViewRequest) }, [text])
  return { shown, state }
}

function taken(view: ViewDecoder): LiveShown {
  const near = view.header?.kind === FRAME_KIND.viewPoints
  const points = near ? [...view.points()] : null
  const cells = near ? [] : [...view.cells()]
  return { time_ms: view.header?.time_ms ?? 0, points, cells, grid: view.grid }
}
