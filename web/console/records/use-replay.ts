import { useEffect, useState } from 'react'

const FRAME_MS = 100
/** A walk of any length plays in about this many seconds. */
const PLAY_S = 20

/** A moment between two, moved by hand or by itself while it plays. */
export function useReplay(from_ms: number, to_ms: number) {
  const [at_ms, setAt] = useState(to_ms)
  const [playing, setPlaying] = useState(false)
  useEffect(() => { setAt(to_ms) }, [from_ms, to_ms])
  useEffect(() => {
    if (!playing) return
    const timer = setInterval(() => setAt((now) => {
      const next = now + ((to_ms - from_ms) * FRAME_MS) / (PLAY_S * 1000)
      if (next < to_ms) return next
      setPlaying(false)
      return to_ms
    }), FRAME_MS)
    return () => clearInterval(timer)
  }, [playing, from_ms, to_ms])
  const toggle = (): void => {
    if (!playing && at_ms >= to_ms) setAt(from_ms)
    setPlaying(!playing)
  }
  // Before the effect has run the moment still belongs to the record shown before, or to none.
  const shown_ms = at_ms >= from_ms && at_ms <= to_ms ? at_ms : to_ms
  return { at_ms: shown_ms, playing, toggle, seek: (to: number) => { setPlaying(false); setAt(to) } }
}
