import type { PhonePage } from '../routes.ts'

export const noticesPages: readonly PhonePage[] = [{ path: '/me/notices', load: () => import('./notices-page.tsx'), title: 'notices.title' }]
