/**
 * Runs every test on a fresh checkout: makes it ready, runs vitest, and closes with `N passed, N failed` alone on the
 * last line. Arguments go to vitest (`npm test -- tests/engine`).
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const folder = mkdtempSync(join(tmpdir(), 'baton-tests-'))
const report = join(folder, 'report.json')

call('node', ['server/ready.mjs'])
const { status } = call(
  'npx',
  [
    'vitest',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ],
  true,
)
const { passed, failed, skipped } = count()
rmSync(folder, { recursive: true, force: true })
console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`)
process.exit(failed || passed === 0 ? 1 : (status ?? 1))

/** A file that could not even be loaded holds no tests; it counts as one that failed. */
function count() {
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 }
  const { testResults, numPassedTests, numFailedTests, numPendingTests, success } = JSON.parse(
    readFileSync(report, 'utf8'),
  )
  const unloaded = testResults.filter(
    file => file.status === 'failed' && file.assertionResults.every(test => test.status !== 'failed'),
  ).length
  const failed = numFailedTests + unloaded
  return {
    passed: numPassedTests,
    failed: failed || (success || status === 0 ? 0 : 1),
    skipped: numPendingTests,
  }
}

function call(command, args, goOn = false) {
  const done = spawnSync(command, args, { cwd: root, stdio: 'inherit' })
  if (done.status !== 0 && !goOn) {
    console.log('0 passed, 1 failed')
    process.exit(done.status ?? 1)
  }
  return done
}
