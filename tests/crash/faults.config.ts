/** Runs the runtime's tests with one fault planted in the sources (`BATON_FAULT`), or with none. */
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { faults } from './faults.ts'

const root = join(import.meta.dirname, '../..')
const fault = faults.find(({ name }) => name === process.env.BATON_FAULT)

export default defineConfig({
  root,
  plugins: [
    {
      name: 'plant',
      enforce: 'pre',
      transform(code, id) {
        if (!fault || !id.startsWith(join(root, fault.file))) return null
        if (code.split(fault.find).length !== 2)
          throw new Error(`"${fault.find}" must stand once in ${fault.file}`)
        return code.replace(fault.find, fault.replace)
      },
    },
  ],
  test: {
    include: ['tests/contracts/instances.test.ts', 'tests/engine/runtime/**/*.test.ts'],
    globalSetup: ['tests/support/databaseSetup.ts'],
    testNamePattern: /memory|Instances in MongoDB|seeds|lost before/,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    bail: 1,
    reporters: ['dot'],
    fileParallelism: false,
  },
})
