import { useEffect, useState } from 'react'

/** The time by this phone, moving on every `every_s` seconds while the page is shown. */
export function useNow(every_s: number): Date {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const tick = setInterval(() => setNow(new Date()), every_s * 1000)
    return () => clearInterval(tick)
  }, [every_s])
  return now
}
