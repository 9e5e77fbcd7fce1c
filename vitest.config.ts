import { defineConfig } from 'vitest/config'
import { contractPlugin } from './web/contract-plugin.ts'

export default defineConfig({
  plugins: [contractPlugin()],
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // One more than the cores that a small machine has: servers, databases and browsers are waited for most of the time.
    maxWorkers: 3,
    projects: [
      {
        extends: true,
        test: { name: 'units', globalSetup: ['bin/test-setup.ts'], include: ['{server,world,bin,bench,web}/**/*.test.{ts,tsx}'], exclude: ['web/dist/**'] },
      },
      {
        extends: true,
        // Whole stories in a real browser, after everything else.
        test: { name: 'journeys', globalSetup: ['journeys/setup.ts'], include: ['journeys/*.journey.ts'], maxWorkers: 2, sequence: { groupOrder: 1 }, testTimeout: 180_000, hookTimeout: 180_000 },
      },
    ],
  },
})
