/** Records the histories anew: plays the catalogue and the core's tests and keeps what their instances were told. */
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: join(import.meta.dirname, '../../..'),
  test: {
    include: ['tests/conformance/{catalogue,positions}*/**/*.test.ts', 'tests/engine/core/*.test.ts'],
    setupFiles: ['tests/conformance/histories/record.ts'],
    globalSetup: ['tests/conformance/histories/write.ts'],
    reporters: ['dot'],
  },
})
