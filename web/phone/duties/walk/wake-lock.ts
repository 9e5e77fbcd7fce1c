type Sentinel = Pick<WakeLockSentinel, 'release' | 'addEventListener'>

export interface ScreenDeps {
  /** undefined where browsers cannot keep the screen on: plain HTTP, old ones. */
  wakeLock: { request(kind: 'screen'): Promise<Sentinel> } | undefined
  page: Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>
  /** Called with whether the screen stays on. */
  tell(awake: boolean): void
}

/**
 * Keeps the screen on until the returned function is called. Browsers take the lock away with the page, so it is asked for again when the
 * page returns, and, where it was refused, with the next touch: after a reload some give it to a touched page only.
 */
export function keepScreenOn({ wakeLock, page, tell }: ScreenDeps): () => void {
  if (wakeLock === undefined) return () => undefined
  let lock: Sentinel | null = null
  let [asking, missed, over] = [false, false, false]
  const take = async (): Promise<void> => {
    if (over || lock !== null || page.visibilityState !== 'visible') return
    if (asking) return void (missed = true)
    asking = true
    const given = await wakeLock.request('screen').catch(() => null)
    asking = false
    if (over) return letGo(given)
    lock = given
    tell(given !== null)
    given?.addEventListener('release', () => {
      if (lock !== given) return
      lock = null
      tell(false)
    })
    // The page came back while the answer for its last stay was on the way.
    const again = missed && given === null
    missed = false
    if (again) await take()
  }
  const ask = (): void => void take()
  for (const sign of SIGNS) page.addEventListener(sign, ask)
  ask()
  return () => {
    over = true
    for (const sign of SIGNS) page.removeEventListener(sign, ask)
    letGo(lock)
  }
}

const SIGNS = ['visibilitychange', 'click'] as const
const letGo = (lock: Sentinel | null): void => void lock?.release().catch(() => undefined)
