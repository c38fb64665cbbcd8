/**
 * Where the time goes. First, after `npm run bench` has built it, `node --cpu-prof --cpu-prof-dir DIR dist/bench/run.js
 * --quick --only straight --peer none`; then `node dist/bench/profile.js DIR/….cpuprofile [WORD]`: shares of the CPU time
 * by package and the functions that use most by themselves; with a WORD only below functions whose name or place has it.
 */
import { readFileSync } from 'node:fs'

interface Node {
  id: number
  callFrame: { functionName: string; url: string; lineNumber: number }
  children?: number[]
}
interface Profile {
  nodes: Node[]
  samples: number[]
  timeDeltas: number[]
}

const [file, word] = process.argv.slice(2)
const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(file!, 'utf8')) as Profile
const byId = new Map(nodes.map(node => [node.id, node]))
const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map(child => [child, id] as const)))
const parts = new Map<string, number>()
const functions = new Map<string, number>()
let all = 0

for (const [n, id] of samples.entries()) {
  const node = byId.get(id)!
  const { functionName } = node.callFrame
  if (functionName === '(idle)' || (word && !isBelow(id, word))) continue
  const time = timeDeltas[n]!
  all += time
  add(parts, partOf(id), time)
  add(functions, `${functionName || '(nameless)'} ${placeOf(node)}`, time)
}

console.log(`${(all / 1000).toFixed(0)} ms of CPU`)
for (const [title, shares, most] of [
  ['\nBy part', parts, 20],
  ['\nBy function', functions, 45],
] as const) {
  console.log(title)
  const sorted = [...shares].sort((a, b) => b[1] - a[1]).slice(0, most)
  for (const [name, time] of sorted) console.log(`${((100 * time) / all).toFixed(1).padStart(6)} %  ${name}`)
}

/** Our own bundle or the nearest package on the way up: what Node's own functions do, they do for that one. */
function partOf(id: number): string {
  for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
    const { functionName, url } = byId.get(at)!.callFrame
    if (functionName === '(garbage collector)') return 'garbage collector'
    const [, pack] = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? []
    if (pack) return pack
    if (url.includes('/dist/')) return 'Baton'
  }
  return 'Node'
}

function placeOf({ callFrame: { url, lineNumber } }: Node): string {
  return `${url.replace(/^.*\/(?=node_modules|dist)/, '')}:${lineNumber + 1}`
}

function isBelow(id: number, wanted: string): boolean {
  for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
    const { functionName, url } = byId.get(at)!.callFrame
    if (functionName.includes(wanted) || url.includes(wanted)) return true
  }
  return false
}

function add(map: Map<string, number>, key: string, time: number): void {
  map.set(key, (map.get(key) ?? 0) + time)
}
