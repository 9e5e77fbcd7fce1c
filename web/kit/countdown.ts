import { useEffect, useState } from 'react'

/** Seconds that are left of a wait that begins when the component does; a new wait needs a new `key`. */
export function useCountdown(from_s: number): number {
  const [left_s, setLeft] = useState(from_s)
  useEffect(() => {
    const tick = setInterval(() => setLeft((left) => Math.max(0, left - 1)), 1000)
    return () => clearInterval(tick)
  }, [])
  return left_s
}
