/**
 * While a release is rolled out, servers of an earlier build and of this one work on the same instances, and any of them
 * may die. Where history does not reach back to that build, as in a shallow clone, there is nothing to try.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { freshDatabase } from '../support/database.ts'
import { buildWorker } from './fire.ts'
import { inOrder, openScene, pause } from './scene.ts'

const seconds = 60
/**
 * The oldest build that can work beside this one: since then instances are stored as they are now. Whoever changes that
 * form lets one release read both before another writes the new one; only then may this commit be a later one.
 */
const oldest = '417d694'
const root = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'baton-earlier-'))
const earlier = findEarlier()

let scene: Awaited<ReturnType<typeof openScene>> | undefined
afterAll(async () => {
  await scene?.close()
  rmSync(folder, { recursive: true, force: true })
})

it.skipIf(!earlier)(
  'The earlier build and this one work side by side, and take over from each other',
  { timeout: 240_000 },
  async () => {
    const script = await buildWorker(join(folder, 'earlier'), [], sourcesOf(earlier!))
    const { uri } = await freshDatabase()
    scene = await openScene({ uri, servers: [{ script }, {}], load: 40, lease: 6000 })
    const until = performance.now() + seconds * 1000
    for (let n = 0; performance.now() < until; n++) {
      await pause(4000)
      await scene.supervisor.kill(n % 2)
    }
    const findings = await scene.end()
    expect(findings).toMatchObject(inOrder)
    const { instances, steps, redelivered, effects } = findings
    console.log(
      `beside ${earlier}: ${instances} instances, ${steps} steps, ${scene.supervisor.falls} kills, ` +
        `${redelivered} of ${effects} effects told again`,
    )
  },
)

/** Undefined when this checkout does not know that commit. */
function findEarlier(): string | undefined {
  try {
    return git('rev-parse', '--verify', '--quiet', `${oldest}^{commit}`)
  } catch {
    return undefined
  }
}

/** A folder with what a server was built from. */
function sourcesOf(commit: string): string {
  const sources = join(folder, 'sources')
  const archive = join(folder, 'sources.tar')
  mkdirSync(sources)
  git('archive', '--output', archive, commit)
  execFileSync('tar', ['-xf', archive, '-C', sources])
  symlinkSync(join(root, 'node_modules'), join(sources, 'node_modules'))
  return sources
}

function git(...args: string[]): string {
  return execFileSync('git', args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim()
}
