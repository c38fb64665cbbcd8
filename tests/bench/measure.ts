/** Runs something again and again and tells the median: five repetitions at least, wall time and CPU time. */
import type { Figure } from './subject.ts'

export interface Plan {
  what: string
  subject: string
  /** How many in one repetition, and how many of them at once. */
  count: number
  atOnce: number
  repetitions?: number
  /** Prepares one repetition; what it answers is measured. */
  prepare(count: number): Promise<(() => Promise<void>)[]> | (() => Promise<void>)[]
}

export async function measure({
  what,
  subject,
  count,
  atOnce,
  repetitions = 5,
  prepare,
}: Plan): Promise<Figure> {
  await runAll(await prepare(Math.max(1, Math.ceil(count / 5))), atOnce)
  const rates: number[] = []
  const latencies: number[] = []
  let cpu = 0
  for (let n = 0; n < repetitions; n++) {
    const works = await prepare(count)
    const before = process.cpuUsage()
    const began = performance.now()
    latencies.push(...(await runAll(works, atOnce)))
    const seconds = (performance.now() - began) / 1000
    const { user, system } = process.cpuUsage(before)
    cpu += (user + system) / 1000 / works.length / repetitions
    rates.push(works.length / seconds)
  }
  rates.sort((a, b) => a - b)
  latencies.sort((a, b) => a - b)
  return {
    what,
    subject,
    rate: rates[Math.floor(rates.length / 2)]!,
    least: rates[0]!,
    greatest: rates.at(-1)!,
    cpu,
    p50: latencies[Math.floor(latencies.length / 2)]!,
    p99: latencies[Math.floor(latencies.length * 0.99)]!,
  }
}

async function runAll(works: (() => Promise<void>)[], atOnce: number): Promise<number[]> {
  const latencies: number[] = []
  let next = 0
  const lane = async () => {
    while (next < works.length) {
      const work = works[next++]!
      const began = performance.now()
      await work()
      latencies.push(performance.now() - began)
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, works.length) }, lane))
  return latencies
}
