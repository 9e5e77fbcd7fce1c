import '../kit/kit.css'
import './console.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { App, ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { AppearanceProvider, useAppearance } from '../kit/appearance.tsx'
import { createQueryClient } from '../kit/client.ts'
import { offerChineseFont } from '../kit/fonts.ts'
import { startWords, useLanguage } from '../kit/words.ts'
import { createConsoleRouter } from './router.tsx'
import { consoleTheme } from './theme.ts'

offerChineseFont()
await startWords(['console'])
const queries = createQueryClient()
const router = createConsoleRouter(queries)

function Console() {
  const { colours, appearance } = useAppearance()
  const language = useLanguage()
  return (
    <ConfigProvider theme={consoleTheme(colours, appearance)} locale={language === 'zh' ? zhCN : enUS} button={{ autoInsertSpace: false }}>
      <App component={false}><RouterProvider router={router} /></App>
    </ConfigProvider>
  )
}

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <AppearanceProvider place="console"><Suspense><Console /></Suspense></AppearanceProvider>
    </QueryClientProvider>
  </StrictMode>,
)
