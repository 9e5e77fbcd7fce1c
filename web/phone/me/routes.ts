import type { PhonePage } from '../routes.ts'

export const mePages: readonly PhonePage[] = [
  { path: '/me', load: () => import('./page.tsx') },
  { path: '/me/outbox', load: () => import('./outbox-page.tsx'), title: 'outbox.title' },
  { path: '/me/settings', load: () => import('./settings-page.tsx'), title: 'settings.title' },
]
