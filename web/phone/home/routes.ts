import type { PhonePage } from '../routes.ts'

export const homePages: readonly PhonePage[] = [{ path: '/', load: () => import('./page.tsx') }]
