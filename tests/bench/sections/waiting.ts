/** Completing a task and correlating a message: fresh ones, beside the peers; then out of ever larger crowds that wait. */
import { type Bench, mostForPeers } from '../bench.ts'
import type { Kind } from '../crowd.ts'
import type { Entry } from '../measure.ts'
import type { Subject, Work } from '../subject.ts'

const deeds = { task: 'complete a task', message: 'correlate a message' }

export const tasks = (bench: Bench) => waiting(bench, ['task'])
export const messages = (bench: Bench) => waiting(bench, ['message'])
export const tasksAndMessages = (bench: Bench) => waiting(bench, ['task', 'message'])

async function waiting(bench: Bench, kinds: Kind[]): Promise<void> {
  const { baton, ceiling, rivals } = bench
  const memory = await bench.freshMemory()
  for (const kind of kinds)
    await bench.compare({
      what: `${deeds[kind]} that has just begun to wait`,
      atOnce: 16,
      entries: [memory, baton, ceiling, ...rivals].flatMap(subject => fresh(subject, kind)),
    })
  await memory.close()
  for (const size of bench.size.crowds) await inACrowd(bench, kinds, size)
}

async function inACrowd(
  { compare, remark, baton, ceiling, rivals, crowd }: Bench,
  kinds: Kind[],
  size: number,
) {
  const began = performance.now()
  await crowd.grow(size)
  remark(
    `${size.toLocaleString('en')} wait (put there in ${((performance.now() - began) / 1000).toFixed(0)} s)`,
  )
  const guests = size > mostForPeers ? [] : rivals.filter(rival => rival.crowd)
  for (const guest of guests) await guest.crowd!(size)
  const ours = (kind: Kind): Entry[] =>
    [baton, ceiling].map(subject => ({
      subject: subject.name,
      prepare: async count =>
        Promise.all((await crowd.take(kind, count)).map(member => subject[`${kind}Of`](member))),
      quiet: subject.quiet,
      most: Math.floor(Math.min(2000, size / 4)),
    }))
  for (const kind of kinds)
    for (const atOnce of [16, 1])
      await compare({
        what: `${deeds[kind]}, ${size.toLocaleString('en')} waiting, ${atOnce === 1 ? 'one by one' : `${atOnce} at once`}`,
        atOnce,
        entries: [...ours(kind), ...guests.flatMap(guest => fresh(guest, kind))],
      })
}

function fresh(subject: Subject, kind: Kind): Entry[] {
  const begin = subject[kind]
  if (!begin) return []
  return [
    {
      subject: subject.name,
      prepare: count => inGroups(count, () => begin.call(subject)),
      ...(subject.quiet && { quiet: subject.quiet }),
      most: 2000,
    },
  ]
}

/** Makes so many, some at once. */
async function inGroups(count: number, make: () => Promise<Work>): Promise<Work[]> {
  const made: Work[] = []
  while (made.length < count)
    made.push(...(await Promise.all(Array.from({ length: Math.min(50, count - made.length) }, make))))
  return made
}
