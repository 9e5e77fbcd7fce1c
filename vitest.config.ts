import { defineConfig } from 'vitest/config'
import { contractPlugin } from './web/contract-plugin.ts'

export default defineConfig({
  plugins: [contractPlugin()],
  test: {
    include: ['server/**/*.test.ts', 'world/**/*.test.ts', 'bin/**/*.test.ts', 'bench/**/*.test.ts', 'web/**/*.test.{ts,tsx}'],
    globalSetup: ['bin/test-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
})
