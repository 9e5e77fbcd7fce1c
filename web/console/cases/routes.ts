import { holds } from '../../kit/me.ts'
import type { ConsolePage } from '../routes.ts'

const load = () => import('./desk-page.tsx')

export const casesPages: readonly ConsolePage[] = [
  { path: '/cases', load, may: (me) => holds(me, 'officer', 'police'), rail: { word: 'cases', icon: 'cases', order: 30 } },
  { path: '/cases/$id', load, may: (me) => holds(me, 'officer', 'police') },
]
