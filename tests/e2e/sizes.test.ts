/** What a browser fetches before a page can be seen: the page, the frame around it, and all that they import. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'

interface Chunk {
  file: string
  isEntry?: boolean
  imports?: string[]
}

const built = join(import.meta.dirname, '../../dist/workspace')
const manifest: Record<string, Chunk> = JSON.parse(readFileSync(join(built, '.vite/manifest.json'), 'utf8'))
const entries = Object.keys(manifest).filter(name => manifest[name]!.isEntry)

/** KB of scripts, gzipped. The designer’s rules, simulation and editor of expressions come when the drawing is on the screen. */
const budgets: [page: string, most: number, parts: string[]][] = [
  ['the board', 260, ['pages/deals/DealsPage.tsx']],
  ['the designer', 600, ['pages/process/ProcessPage.tsx', '../designer/ProcessDesigner.tsx']],
]

it.each(budgets)('%s comes with at most %i KB of scripts', (_page, most, parts) => {
  const files = new Set([...withImports([...entries, ...parts])].map(name => manifest[name]!.file))
  const sizes = [...files].map(file => gzipSync(readFileSync(join(built, file)), { level: 9 }).length)
  expect(sizes.reduce((sum, size) => sum + size, 0) / 1024).toBeLessThanOrEqual(most)
})

function withImports(names: string[], found = new Set<string>()): Set<string> {
  for (const name of names) {
    if (found.has(name)) continue
    if (!manifest[name]) throw new Error(`The build has no ${name}`)
    found.add(name)
    withImports(manifest[name].imports ?? [], found)
  }
  return found
}
