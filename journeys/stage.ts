/** Where the stories of a file take place: a city and a browser of their own, from before the first story until after the last. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, inject } from 'vitest'
import { openBrowser } from './browser.ts'
import { startCity, type City } from './city.ts'

/** How long a story, and what comes before and after all of them, may take. */
export const STORY_MS = 420_000

export interface Stage { city: City; browser: Browser }

/** To be called once, at the top of a file; what it returns is filled when the first story begins. */
export function setStage(): Stage {
  const stage: Partial<Stage> = {}
  beforeAll(async () => {
    [stage.city, stage.browser] = await Promise.all([startCity(inject('demoFolder')), openBrowser()])
  }, STORY_MS)
  afterAll(async () => {
    await stage.browser?.close()
    await stage.city?.stop()
  }, STORY_MS)
  return stage as Stage
}
