/** `npm run test:long`: more seeds, planted faults. `BATON_TESTS=long` tells the simulation how far to go. */
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: join(import.meta.dirname, '../..'),
  test: {
    include: ['tests/crash/*.long.ts', 'tests/crash/*.test.ts', 'tests/engine/runtime/**/*.test.ts'],
    globalSetup: ['tests/support/databaseSetup.ts'],
    env: { BATON_TESTS: 'long' },
    testTimeout: 300_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
})
