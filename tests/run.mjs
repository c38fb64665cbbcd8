/**
 * Runs every test on a fresh checkout: makes it ready, runs vitest, and closes with `N passed, N failed` alone on the
 * last line. The sorts of tests run one after the other, so that the browser's have the machine to themselves.
 * Arguments go to one vitest run instead (`npm test -- tests/engine`).
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const asked = process.argv.slice(2)
const runs = asked.length ? [asked] : ['quick', 'server', 'e2e'].map(sort => ['--project', sort])

const ready = call('node', ['server/ready.mjs'])
const counts = ready === 0 ? runs.map(run) : [{ passed: 0, failed: 1, skipped: 0 }]
const sum = name => counts.reduce((total, count) => total + count[name], 0)
console.log(
  `${sum('passed')} passed, ${sum('failed')} failed${sum('skipped') ? `, ${sum('skipped')} skipped` : ''}`,
)
process.exit(sum('failed') > 0 || sum('passed') === 0 ? 1 : 0)

function run(args) {
  const folder = mkdtempSync(join(tmpdir(), 'baton-tests-'))
  const report = join(folder, 'report.json')
  const status = call('npx', [
    'vitest',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...args,
  ])
  const found = count(report, status)
  rmSync(folder, { recursive: true, force: true })
  return found
}

/** A file that could not even be loaded holds no tests; it counts as one that failed, and so does any other failure of the run. */
function count(report, status) {
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 }
  const { testResults, numPassedTests, numFailedTests, numPendingTests } = JSON.parse(
    readFileSync(report, 'utf8'),
  )
  const unloaded = testResults.filter(
    file => file.status === 'failed' && file.assertionResults.every(test => test.status !== 'failed'),
  ).length
  const failed = numFailedTests + unloaded
  return { passed: numPassedTests, failed: failed || (status === 0 ? 0 : 1), skipped: numPendingTests }
}

function call(command, args) {
  return spawnSync(command, args, { cwd: root, stdio: 'inherit' }).status ?? 1
}
