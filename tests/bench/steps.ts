/** What one step and one compilation cost, by the number of nodes: no database, no runtime. */
import { compile } from '#engine/compiler/compile.ts'
import { step } from '#engine/core/step.ts'
import { parseBpmn } from '#engine/model/parse.ts'
import { measure } from './measure.ts'
import type { Figure } from './subject.ts'
import { draw } from './workloads.ts'

export async function measureSteps(): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const nodes of [10, 50, 200, 1000]) {
    const { models } = await parseBpmn(draw('jobs', 'baton', nodes))
    const process = compile(models[0]!)
    const at = '2026-11-22T09:00:00.000Z'
    const definition = { key: process.key, version: 1, hash: process.hash }
    const started = step(process, null, { type: 'start', id: 's', at, instance: 'i', definition })
    if (!started.ok) throw new Error(started.refused.reason)
    const effect = started.instance.outbox[0]!.id
    const one = async () => void step(process, started.instance, { type: 'completeJob', id: 'j', at, effect })
    figures.push(
      await measure({
        what: `one step, ${nodes} nodes`,
        subject: 'Baton',
        count: 5000,
        atOnce: 1,
        prepare: count => Array.from({ length: count }, () => one),
      }),
      await measure({
        what: `compile, ${nodes} nodes`,
        subject: 'Baton',
        count: nodes > 100 ? 4 : 20,
        atOnce: 1,
        prepare: count => Array.from({ length: count }, () => async () => void compile(models[0]!)),
      }),
    )
  }
  return figures
}
