/**
 * The catalogue of cases: every test whose title begins with a case's name (`TSK-01 …`) counts for it. A case is
 * passed when it has tests and all of them pass.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Figure } from './report.ts'

/** The groups of the catalogue: one digit a case, its priority. */
const GROUPS: Record<string, string> = {
  TSK: '12111121121221221132',
  XOR: '1111212212',
  AND: '11122112212',
  OR: '12211112212231122',
  EBG: '112212232',
  CPX: '22233',
  FLW: '1112122',
  STA: '212112122322',
  INT: '1111212221332',
  BND: '121111221111211232',
  END: '12211211122113',
  SUB: '12132112111122222223',
  CAL: '112111222231',
  MI: '1111111221122232',
  LOP: '12112',
  CMP: '11111122232222',
  TIM: '21122112221221',
  MSG: '11121122123121',
  SIG: '1212',
  VAR: '112122322122',
  ASG: '2111222',
  VER: '2112122',
  OPS: '1212111223',
  DUR: '1111',
  SCL: '1211222221',
  IMP: '112211212211',
}

/** Tests of the runtime that tell a case without naming it. */
const TOLD_ELSEWHERE: Record<string, string[]> = {
  'is not kept longer than it is meant to be': ['MSG-02', 'MSG-04'],
  'that comes too early is kept until somebody waits for it': ['MSG-03'],
  'sent five times, through two servers, is taken once': ['MSG-05'],
  'starts the process that begins with it, once for each message and key': ['MSG-08'],
  'starts at each occurrence, once, as often as it says': ['STA-04'],
  'deployed again unchanged makes no new version; changed, the next one': ['VER-01'],
  'keeps its running instances on the version they began with': ['VER-02'],
  'delivers what a dead one left, when its lease has run out, under the same key': ['DUR-02'],
  'plays a lost race again, so that both commands count': ['DUR-03'],
}

export interface CatalogueFigure extends Figure {
  byPriority: Record<string, { passed: number; total: number }>
}

/** Runs the tests that name a case, and counts the cases. */
export function runCatalogue(root: string): CatalogueFigure {
  const results = resultsOf(root)
  const cases = Object.entries(GROUPS).flatMap(([group, priorities]) =>
    [...priorities].map((priority, i) => ({ id: `${group}-${String(i + 1).padStart(2, '0')}`, priority })),
  )
  const byPriority: CatalogueFigure['byPriority'] = {}
  const failures: Figure['failures'] = []
  for (const { id, priority } of cases) {
    byPriority[priority] ??= { passed: 0, total: 0 }
    const count = byPriority[priority]
    count.total++
    const tests = results.get(id) ?? []
    const failed = tests.find(({ passed }) => !passed)
    if (tests.length > 0 && !failed) count.passed++
    else
      failures.push({
        model: id,
        reason: failed ? `fails: ${failed.title}` : `no test (priority ${priority})`,
      })
  }
  return { passed: cases.length - failures.length, total: cases.length, failures, waived: [], byPriority }
}

interface TestResult {
  title: string
  passed: boolean
}

interface VitestReport {
  testResults: { assertionResults: { title: string; status: string }[] }[]
}

const NAME = /\b([A-Z]{2,3}-\d\d)\b/g

function resultsOf(root: string): Map<string, TestResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'baton-catalogue-'))
  const output = join(folder, 'report.json')
  const results = new Map<string, TestResult[]>()
  try {
    const files = filesNaming(join(root, 'tests'))
    const vitest = join(root, 'node_modules/vitest/vitest.mjs')
    spawnSync(process.execPath, [vitest, 'run', '--reporter=json', `--outputFile=${output}`, ...files], {
      cwd: root,
      stdio: 'ignore',
    })
    const report: VitestReport = JSON.parse(readFileSync(output, 'utf8'))
    for (const { title, status } of report.testResults.flatMap(({ assertionResults }) => assertionResults)) {
      const names = [...title.matchAll(NAME)].map(([id]) => id)
      for (const id of [...names, ...(TOLD_ELSEWHERE[title] ?? [])]) {
        results.set(id, [...(results.get(id) ?? []), { title, passed: status === 'passed' }])
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return results
}

/** Test files in which a title names a case, or tells one. */
function filesNaming(folder: string): string[] {
  const named = /\b(it|test)(\.each.*)?\(\s*['"`][^'"`]*\b[A-Z]{2,3}-\d\d\b/
  const told = Object.keys(TOLD_ELSEWHERE)
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.test.ts'))
    .map(file => join(folder, file))
    .filter(file => {
      const text = readFileSync(file, 'utf8')
      return named.test(text) || told.some(title => text.includes(title))
    })
}
