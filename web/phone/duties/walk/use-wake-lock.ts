import { useEffect } from 'react'
import { useOnDuty } from './use-on-duty.ts'

/** Keeps the screen on while `wanted`; browsers take the lock away with the page, so it is asked for again when the page returns. */
export function useWakeLock(wanted: boolean): void {
  const { store } = useOnDuty()
  useEffect(() => {
    if (!wanted || !('wakeLock' in navigator)) return
    let lock: WakeLockSentinel | null = null
    let over = false
    const take = async (): Promise<void> => {
      if (over || lock !== null || document.visibilityState !== 'visible') return
      lock = await navigator.wakeLock.request('screen').catch(() => null)
      if (over) return void lock?.release()
      store.show({ awake: lock !== null })
      lock?.addEventListener('release', () => {
        lock = null
        store.show({ awake: false })
      })
    }
    const again = (): void => void take()
    again()
    document.addEventListener('visibilitychange', again)
    return () => {
      over = true
      document.removeEventListener('visibilitychange', again)
      void lock?.release()
    }
  }, [wanted, store])
}
