/** Instances that run from start to end without waiting for anybody: in memory, durably, by peers, by the bare driver. */
import type { Bench } from '../bench.ts'
import type { Entry } from '../measure.ts'
import type { Subject } from '../subject.ts'
import { type Straight, straights } from '../workloads.ts'

export async function straight({ compare, freshMemory, baton, ceiling, rivals }: Bench): Promise<void> {
  for (const workload of straights) {
    // It keeps the history of all that ran in it; nobody else has to carry that along.
    const memory = await freshMemory()
    await compare({
      what: `${workload}, straight through`,
      atOnce: 16,
      entries: [memory, baton, ceiling, ...rivals].map(subject => entry(subject, workload)),
    })
    await memory.close()
  }
}

function entry(subject: Subject, workload: Straight): Entry {
  return {
    subject: subject.name,
    prepare: async count => Promise.all(Array.from({ length: count }, () => subject.straight!(workload)!)),
    ...(subject.quiet && { quiet: subject.quiet }),
    most: 4000,
  }
}
