import { forOfficers, type ConsolePage } from '../routes.ts'

const list = () => import('./duties-page.tsx')
const editor = () => import('./editor-page.tsx')

export const dutiesPages: readonly ConsolePage[] = [
  { path: '/duties', load: list, may: (me) => forOfficers(me), rail: { word: 'duties', icon: 'duties', order: 20 } },
  { path: '/duties/new', load: editor, may: (me) => forOfficers(me) },
  { path: '/duties/$id', load: list, may: (me) => forOfficers(me) },
  { path: '/duties/$id/edit', load: editor, may: (me) => forOfficers(me) },
]
