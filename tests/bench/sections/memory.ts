/** What an instance that waits costs the server in memory: the heap after a thorough collection, before and after many. */
import type { Bench } from '../bench.ts'
import { heapUsed } from '../heap.ts'
import type { Subject, Work } from '../subject.ts'

export async function memory(bench: Bench): Promise<void> {
  const { remark } = bench
  const inMemory = await bench.freshMemory()
  const thorough = bench.size.seconds >= 1
  for (const subject of [bench.baton, inMemory, ...bench.rivals]) {
    if (!subject.task) continue
    const ours = subject === bench.baton || subject === inMemory
    const count = ours ? (thorough ? 10_000 : 3000) : thorough ? 300 : 100
    try {
      // Baton keeps the two thousand it worked on last at hand, whatever the number that waits: these come first.
      await letWait(subject, ours ? 2500 : 20)
      const before = heapUsed()
      const waiting = await letWait(subject, count)
      const bytes = (heapUsed() - before) / waiting
      remark(
        `memory for each waiting instance: ${subject.name.padEnd(16)} ${bytes.toFixed(0).padStart(9)} bytes`,
      )
    } catch (error) {
      remark(`memory: ${subject.name} could not: ${(error as Error).message}`)
    }
  }
}

/** What keeps nothing on disk is held here, as its user would have to hold it. */
const held: Work[] = []

async function letWait(subject: Subject, count: number): Promise<number> {
  for (let n = 0; n < count; n += 50) {
    const works = await Promise.all(Array.from({ length: 50 }, () => subject.task!()))
    if (!subject.durable) held.push(...works)
  }
  await subject.quiet?.()
  return Math.ceil(count / 50) * 50
}
