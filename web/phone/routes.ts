import type { ComponentType } from 'react'
import type { IconName } from '../kit/icons.tsx'
import { phonePath } from '../kit/paths.ts'
import { casesPages } from './cases/routes.ts'
import { dutiesEditors, dutiesPages } from './duties/routes.ts'
import { homePages } from './home/routes.ts'
import { mePages } from './me/routes.ts'
import { noticesPages } from './notices/routes.ts'
import { peoplePages } from './people/routes.ts'

/** One page of the phone as data. `load` gives a module whose default export is the page. */
export interface PhonePage {
  /** TanStack path inside /m: `/duties/$id`. */
  path: string
  load: () => Promise<{ default: ComponentType }>
  /** Pages of the four tabs show the tab bar; others show a way back and `title`, a key of the phone's words. */
  title?: string
  /** Full-screen work (a patrol, a report) shows neither. */
  bare?: boolean
}

/** A large tile on the home page that leads to a feature; its words are `tile.<word>` and `tile.<word>What`. */
export interface HomeTile {
  word: string
  icon: IconName
  path: string
  order: number
}

/** Every feature hangs its pages here: one import and one line. */
export const phonePages: readonly PhonePage[] = [...homePages, ...dutiesPages, ...casesPages, ...mePages, ...noticesPages, ...peoplePages]

/** Features reached from the home page. */
export const homeTiles: readonly HomeTile[] = []

/** Where a refused command is put right, by its title: a page that reads `?command=<id>` and calls `correct`. */
export const commandEditors: Readonly<Record<string, (commandId: string) => string>> = { report: (id) => phonePath.report({ edit: id }), ...dutiesEditors }

/** The four tabs; one whose page does not exist yet is not shown. */
export const tabs: readonly { word: string; icon: IconName; path: string }[] = [
  { word: 'home', icon: 'home', path: '/' },
  { word: 'duties', icon: 'duties', path: '/duties' },
  { word: 'report', icon: 'report', path: '/report' },
  { word: 'me', icon: 'me', path: '/me' },
]
