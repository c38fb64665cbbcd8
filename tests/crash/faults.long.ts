import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { faults } from './faults.ts'

describe('The tests are able to fail: one turns red when', () => {
  it.each(faults.map(({ name }) => name))('%s', { timeout: 300_000 }, name => {
    expect(passes(name)).toBe(false)
  })

  it('and all are green when nothing is planted', { timeout: 300_000 }, () => {
    expect(passes('')).toBe(true)
  })
})

function passes(fault: string): boolean {
  const root = join(import.meta.dirname, '../..')
  const config = join(root, 'tests/crash/faults.config.ts')
  const { status } = spawnSync('npx', ['vitest', 'run', '--config', config], {
    cwd: root,
    env: { ...process.env, BATON_FAULT: fault, BATON_TESTS: '' },
    stdio: 'ignore',
  })
  return status === 0
}
