import { holds } from '../../kit/me.ts'
import type { ConsolePage } from '../routes.ts'

export const unitsPages: readonly ConsolePage[] = [
  { path: '/reservations', load: () => import('./reservations-page.tsx'), layout: 'wide', may: (me) => holds(me, 'liaison'), rail: { word: 'reservations', icon: 'list', order: 25 } },
]
