import { defineConfig } from 'vitest/config'
import { contractPlugin } from './web/contract-plugin.ts'

export default defineConfig({
  plugins: [contractPlugin()],
  test: {
    globalSetup: ['bin/test-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: { name: 'units', include: ['{server,world,bin,bench,web}/**/*.test.{ts,tsx}'], exclude: ['web/dist/**'] },
      },
      {
        extends: true,
        // Whole stories in a real browser, one after the other.
        test: { name: 'journeys', include: ['journeys/*.journey.ts'], fileParallelism: false, testTimeout: 180_000, hookTimeout: 180_000 },
      },
    ],
  },
})
