import { describe, expect, it } from 'vitest'
import type { ProcessModel } from '#engine/model/types.ts'
import { soundness, type Unsound } from '#engine/validate/soundness.ts'
import { anyDrawing } from './anyDrawing.ts'
import { type EveryRun, everyRun, Runner } from './everyRun.ts'

/** Where the prover and the engine differ about a drawing that could be played in full. */
function differences(model: ProcessModel, played: EveryRun, found: Unsound[], plain: boolean): string[] {
  if (!played.complete) return []
  const said: string[] = []
  // Around an inside that is at fault the prover takes it as mended.
  const faultInside = (one: Unsound) => one.scope !== model.key && one.type !== 'dead'
  const here = found.filter(
    one => played.opened.has(one.scope) && !(one.scope === model.key && found.some(faultInside)),
  )
  if (played.incidents.some(one => !one.endsWith('livelock'))) said.push(`incidents ${played.incidents[0]}`)
  if (here.some(({ type }) => type === 'unbounded')) said.push('unbounded, but all was played')
  if (here.some(one => one.type === 'undecided' && !unknownInside(one, found))) said.push('undecided')
  const flat = Object.keys(model.scopes).length === 1
  for (const scope of played.opened) {
    const stuck = found.find(one => one.type === 'deadlock' && one.scope === scope)
    const joins = played.stuck.get(scope)
    if (joins && !stuck) said.push(`the engine is stuck in ${scope} at ${[...joins]}`)
    if (stuck && here.includes(stuck) && !joins && (!flat || played.endsAlways))
      said.push(`the prover alone is stuck in ${scope}`)
  }
  const bad = found.some(({ type }) => type === 'deadlock' || type === 'endless')
  if (flat && played.endsAlways === bad) said.push(`ends always: ${played.endsAlways}`)
  for (const one of found)
    if (one.type === 'dead' && played.passed.has(one.node)) said.push(`${one.node} is not dead`)
  // A reduced net does not tell in which order branches are ended by a terminate event.
  if (flat && !bad && plain)
    for (const id of Object.keys(model.nodes))
      if (
        !played.passed.has(id) &&
        frontier(model, played, id) &&
        !found.some(one => one.type === 'dead' && one.node === id)
      )
        said.push(`${id} is dead`)
  return said
}

/** What is inside is told of by itself. */
function unknownInside({ node }: Unsound, found: Unsound[]): boolean {
  return found.some(one => one.scope === node)
}

function frontier(model: ProcessModel, played: EveryRun, id: string): boolean {
  return model.nodes[id]!.incoming.some(flow => played.passed.has(model.flows[flow]!.source))
}

/** What the prover gives as proof, played by the engine: what is not seen then. */
function unproved(model: ProcessModel, found: Unsound[]): string[] {
  return found.flatMap(one => {
    if (!('run' in one) || one.scope !== model.key) return []
    const runner = new Runner(model)
    const instance = runner.follow(one.run)
    if (!instance) return [`the run to ${one.type} at ${one.node} is refused`]
    const here = instance.tokens.filter(({ at, state }) => at === one.node && state === 'arriving')
    if (one.type === 'deadlock' && here.length === 0) return [`nobody waits at ${one.node}`]
    if (one.type === 'unbounded' && instance.tokens.length < 2) return ['there is one token only']
    if (one.type === 'endless' && everyRun(model, 100, instance).ends) return ['there is an end']
    return []
  })
}

const many = Number(process.env.DRAWINGS ?? 40)
const first = Number(process.env.FIRST ?? 1)
const ways = [
  { plain: 1500, reduced: 20_000 },
  { plain: 0, reduced: 20_000 },
]

describe('The prover and the engine agree', () => {
  for (const nested of [false, true])
    it(`about ${many} ${nested ? 'nested ' : ''}drawings made at random`, () => {
      let decided = 0
      const wrong: { seed: number; said: string[] }[] = []
      for (let seed = first; seed < first + many; seed++) {
        const model = anyDrawing(seed, nested)
        const played = everyRun(model, 200)
        if (played.complete) decided++
        for (const bounds of ways) {
          const found = soundness(model, bounds)
          const said = [
            ...differences(model, played, found, bounds.plain > 0),
            ...(nested ? [] : unproved(model, found)),
          ]
          if (said.length > 0) wrong.push({ seed, said })
        }
      }
      expect(wrong).toEqual([])
      expect(decided).toBeGreaterThan(many / 3)
    }, 900_000)
})
