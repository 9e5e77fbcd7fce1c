import '../kit/kit.css'
import './phone.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { ConfigProvider, unstableSetRender } from 'antd-mobile'
import enUS from 'antd-mobile/es/locales/en-US'
import zhCN from 'antd-mobile/es/locales/zh-CN'
import { StrictMode, Suspense, useEffect } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { AppearanceProvider, useAppearance } from '../kit/appearance.tsx'
import { createQueryClient } from '../kit/client.ts'
import { keepFontFor, offerChineseFont } from '../kit/fonts.ts'
import { keptText } from '../kit/kept.ts'
import { startWords, useLanguage, wordsFetched } from '../kit/words.ts'
import { OutboxProvider } from './outbox/use-outbox.tsx'
import { keepMe } from './keep-me.ts'
import { createPhoneRouter } from './router.tsx'
import { phoneTheme } from './theme.ts'

// antd-mobile renders toasts and dialogs through the React 18 way unless it is given React 19's roots.
unstableSetRender((node, container) => {
  const holder = container as Element & { redvestRoot?: Root }
  holder.redvestRoot ??= createRoot(holder)
  const root = holder.redvestRoot
  root.render(node)
  return async () => {
    await Promise.resolve()
    root.unmount()
  }
})
offerChineseFont()
await startWords(['phone'])
/** Signs that stand in styles and marks, not in words. */
const SIGNS = '▲✓▸−–·…×÷ⓘ'
/** The first page comes first. */
const LATER_MS = 4000
setTimeout(() => {
  void keepFontFor(wordsFetched() + keptText() + SIGNS)
  // The map's engine, while there is network: a report or a walk without it has its pin and its route.
  void Promise.all([import('../kit/map/city-map.tsx'), import('../kit/map/engine.ts').then(({ keepEngine }) => keepEngine())]).catch(() => undefined)
}, LATER_MS)
const queries = createQueryClient()
keepMe(queries)
const router = createPhoneRouter()

function Phone() {
  const { colours, bigLetters } = useAppearance()
  const language = useLanguage()
  useEffect(() => {
    for (const [name, value] of Object.entries(phoneTheme(colours, bigLetters))) document.documentElement.style.setProperty(name, value)
  }, [colours, bigLetters])
  return <ConfigProvider locale={language === 'zh' ? zhCN : enUS}><RouterProvider router={router} /></ConfigProvider>
}

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <AppearanceProvider place="phone"><OutboxProvider><Suspense><Phone /></Suspense></OutboxProvider></AppearanceProvider>
    </QueryClientProvider>
  </StrictMode>,
)
