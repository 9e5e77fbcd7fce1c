/** How a button that must be held tells a hold from a tap: a pocket opens nothing, a tap is told to hold. */
export interface Hold {
  press: () => void
  /** `gone` when the finger slid off or the system took it: nobody tapped. */
  release: (gone?: boolean) => void
}

export const HOLD_MS = 1000

/** @param after runs work later and returns how to call it off */
export function createHold(held: () => void, tapped: () => void, after: (delay_ms: number, work: () => void) => () => void): Hold {
  let callOff: (() => void) | null = null
  return {
    press() {
      callOff?.()
      callOff = after(HOLD_MS, () => { callOff = null; held() })
    },
    release(gone = false) {
      if (callOff === null) return
      callOff()
      callOff = null
      if (!gone) tapped()
    },
  }
}
