import { defineConfig } from 'vitest/config'

/** Three sorts of tests: quick ones in parallel; those with a database or processes of their own; the browser's, one by one. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'quick',
          include: [
            'tests/{engine,processes,conformance,designer,workspace,architecture}/**/*.test.{ts,tsx}',
          ],
          exclude: ['tests/engine/runtime/**'],
        },
      },
      {
        test: {
          name: 'server',
          globalSetup: ['tests/support/databaseSetup.ts'],
          include: [
            'tests/{server,contracts,crash,templates}/**/*.test.ts',
            'tests/engine/runtime/**/*.test.ts',
          ],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          globalSetup: ['tests/support/databaseSetup.ts'],
          include: ['tests/e2e/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
