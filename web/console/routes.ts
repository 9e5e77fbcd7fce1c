import type { ComponentType } from 'react'
import type { IconName } from '../kit/icons.tsx'
import { holds, type Me } from '../kit/me.ts'

/** One page of the console as data. `load` gives a module whose default export is the page. */
export interface ConsolePage {
  /** TanStack path inside /console: `/cases/$id`. */
  path: string
  load: () => Promise<{ default: ComponentType }>
  /** Pages beside the map slide over it; `wide` ones (tables, settings) take the whole width. */
  layout?: 'panel' | 'wide'
  /** Readable by guests (signing in, first run). */
  open?: boolean
  /** Whether this person may see it; everybody signed in when absent. The server decides again. */
  may?: (me: Me) => boolean
  /** An entry on the left rail; its word is `rail.<word>` of the console's words. */
  rail?: { word: string; icon: IconName; order: number }
}

export const forOfficers = (me: Me): boolean => holds(me, 'officer', 'police')

/** What stands on the rail for this person, in order: of pages with the same word the first that the person may see. */
export const railFor = (pages: readonly ConsolePage[], me: Me | null): (ConsolePage & { rail: NonNullable<ConsolePage['rail']> })[] =>
  pages
    .filter((page): page is ConsolePage & { rail: NonNullable<ConsolePage['rail']> } => page.rail !== undefined && me !== null && me.grants.length > 0 && (page.may === undefined || page.may(me)))
    .filter(({ rail }, at, offered) => offered.findIndex((other) => other.rail.word === rail.word) === at)
    .sort((a, b) => a.rail.order - b.rail.order)
