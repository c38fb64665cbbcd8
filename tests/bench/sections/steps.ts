/** What one step and one compilation cost, by the number of nodes: no database, no runtime. */
import { compile } from '#engine/compiler/compile.ts'
import { step } from '#engine/core/step.ts'
import { parseBpmn } from '#engine/model/parse.ts'
import type { Bench } from '../bench.ts'
import type { Entry } from '../measure.ts'
import type { Work } from '../subject.ts'
import { draw } from '../workloads.ts'

export async function steps({ compare }: Bench): Promise<void> {
  const sizes = await Promise.all([10, 50, 200, 1000].map(prepare))
  const entries = (pick: (size: Prepared) => Work): Entry[] =>
    sizes.map(size => ({
      subject: `Baton, ${size.nodes} nodes`,
      prepare: async count => Array.from({ length: count }, () => pick(size)),
    }))
  await compare({ what: 'one step', atOnce: 1, entries: entries(({ step }) => step) })
  await compare({ what: 'compile', atOnce: 1, entries: entries(({ compile }) => compile) })
}

interface Prepared {
  nodes: number
  step: Work
  compile: Work
}

async function prepare(nodes: number): Promise<Prepared> {
  const { models } = await parseBpmn(draw('jobs', 'baton', nodes))
  const process = compile(models[0]!)
  const at = '2026-11-22T09:00:00.000Z'
  const definition = { key: process.key, version: 1, hash: process.hash }
  const started = step(process, null, { type: 'start', id: 's', at, instance: 'i', definition })
  if (!started.ok) throw new Error(started.refused.reason)
  const effect = started.instance.outbox[0]!.id
  return {
    nodes,
    step: async () => void step(process, started.instance, { type: 'completeJob', id: 'j', at, effect }),
    compile: async () => void compile(models[0]!),
  }
}
