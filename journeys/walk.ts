/** A walk that a phone's emulated position takes, going on while the person does other things. */
import type { BrowserContext } from 'playwright-core'
import type { Coordinate } from '../server/platform/shapes.ts'
import { alongLine } from '../world/paths.ts'

const STEP_MS = 1000
const PACE_M_S = 2

export interface Walk {
  /** Where the person is now. */
  here(): { lon: number; lat: number }
  stop(): Promise<void>
}

export const placeAt = ([longitude, latitude]: Coordinate, accuracy = 6): { longitude: number; latitude: number; accuracy: number } => ({ longitude, latitude, accuracy })

/** Walks to and fro on the line, one step a second, until told to stop. */
export function setOut(phone: BrowserContext, line: readonly Coordinate[]): Walk {
  const started = Date.now()
  const place = (): Coordinate => alongLine(line, ((Date.now() - started) / 1000) * PACE_M_S)
  let last = line[0] as Coordinate
  let step: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    last = place()
    // A context that closes in the middle of a step ends the walk as well.
    step = phone.setGeolocation(placeAt(last)).catch(() => undefined)
  }, STEP_MS)
  return {
    here: () => ({ lon: last[0], lat: last[1] }),
    stop: () => {
      clearInterval(timer)
      return step
    },
  }
}
