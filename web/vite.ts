/** How each of the three apps is built; bin/build.ts runs it. */
import react from '@vitejs/plugin-react'
import { join } from 'node:path'
import type { InlineConfig, Plugin } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { contractPlugin } from './contract-plugin.ts'

export const apps = [
  { name: 'console', base: '/console/', folder: 'console' },
  { name: 'phone', base: '/m/', folder: 'm' },
  { name: 'portal', base: '/', folder: 'portal' },
] as const
export type App = (typeof apps)[number]

/** Vite's settings for one app, written to `<dist>/<folder>`. `fontCss` is the address of the Chinese font's style sheet. */
export function viteConfig(app: App, dist: string, fontCss: string): InlineConfig {
  return {
    configFile: false,
    root: join(import.meta.dirname, app.name),
    base: app.base,
    logLevel: 'warn',
    define: { __FONT_CSS__: JSON.stringify(fontCss) },
    plugins: [contractPlugin(), react(), ...(app.name === 'phone' ? [phoneWorker()] : [])],
    worker: { format: 'es' },
    build: {
      outDir: join(dist, app.folder), emptyOutDir: true, target: 'es2022', manifest: 'manifest.vite.json', assetsInlineLimit: 2048, reportCompressedSize: false, chunkSizeWarningLimit: 2000, sourcemap: false,
    },
  }
}

const phoneWorker = (): Plugin[] =>
  VitePWA({
    strategies: 'injectManifest', srcDir: '.', filename: 'sw.ts', scope: '/m/', base: '/m/', injectRegister: false, registerType: 'prompt',
    // Everything, the map's engine too: a page that was never opened opens without network, and an older version finds its parts after an update.
    injectManifest: { globPatterns: ['**/*.{js,css,html,svg}'] },
    manifest: {
      id: '/m/', name: '红马甲', short_name: '红马甲', lang: 'zh-CN', start_url: '/m/', scope: '/m/', display: 'standalone', orientation: 'portrait', background_color: '#f4f3f0', theme_color: '#ffffff',
      icons: [{ src: 'icon.svg', sizes: 'any', type: 'image/svg+xml' }, { src: 'icon-192.png', sizes: '192x192', type: 'image/png' }, { src: 'icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' }, { src: 'icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' }],
    },
  })
