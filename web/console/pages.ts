import { casesPages } from './cases/routes.ts'
import { dutiesPages } from './duties/routes.ts'
import { peoplePages } from './people/routes.ts'
import { recordsPages } from './records/routes.ts'
import type { ConsolePage } from './routes.ts'
import { settingsPages } from './settings/routes.ts'
import { situationPages } from './situation/routes.ts'
import { statisticsPages } from './statistics/routes.ts'
import { unitsPages } from './units/routes.ts'

/** Every feature hangs its pages here: one import and one word. */
export const consolePages: readonly ConsolePage[] = [...situationPages, ...dutiesPages, ...unitsPages, ...casesPages, ...recordsPages, ...statisticsPages, ...peoplePages, ...settingsPages]
