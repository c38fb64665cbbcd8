/**
 * Lets several subjects do the same, in turns: each round every subject once, so that whatever else the machine has to
 * do hits all of them alike and their ratio is taken round by round.
 */
import type { Figure, Round, Work } from './subject.ts'

/** One task for several subjects. */
export interface Contest {
  what: string
  /** How many pieces of work at once. */
  atOnce: number
  entries: Entry[]
}

export interface Entry {
  subject: string
  prepare(count: number): Promise<Work[]>
  quiet?(): Promise<number>
  /** Milliseconds of CPU used so far by whoever does the work; this process when unset. */
  cpu?(): Promise<number>
  /** The most pieces of work in one round. */
  most?: number
}

/** How thoroughly: each round of each subject takes about so many seconds. */
export interface Pace {
  rounds: number
  seconds: number
}

/** Runs the contest. A subject that cannot do it drops out, and says so to `complain`. */
export async function measure(
  { what, atOnce, entries }: Contest,
  pace: Pace,
  complain: (subject: string, error: Error) => void,
): Promise<Figure[]> {
  const figures = entries.map(({ subject }): Figure => ({ what, subject, rounds: [] }))
  const counts = new Map<Entry, number>()
  for (let round = -1; round < pace.rounds; round++)
    for (const [n, entry] of entries.entries()) {
      if (round >= 0 && !counts.has(entry)) continue
      try {
        if (round < 0) counts.set(entry, await warmUp(entry, atOnce, pace))
        else figures[n]!.rounds.push(await run(entry, counts.get(entry)!, atOnce))
      } catch (error) {
        counts.delete(entry)
        complain(entry.subject, error as Error)
      }
    }
  return figures.filter(({ rounds }) => rounds.length === pace.rounds)
}

/** Who is slow does few in a round, else one would wait for minutes; they are at work at once all the same. */
const fewest = 4

/** Answers how many pieces of work fill one round. */
async function warmUp(entry: Entry, atOnce: number, { seconds }: Pace): Promise<number> {
  const most = entry.most ?? 100_000
  let count = fewest
  for (;;) {
    const { rate } = await run(entry, Math.min(most, count), atOnce)
    const wanted = Math.min(most, Math.max(fewest, Math.ceil(rate * seconds)))
    if (wanted < 3 * count) return wanted
    count = Math.max(2 * count, Math.ceil(wanted / 2))
  }
}

async function run(entry: Entry, count: number, atOnce: number): Promise<Round> {
  const cpu = entry.cpu ?? ownCpu
  const works = await entry.prepare(count)
  await entry.quiet?.()
  const used = await cpu()
  const began = performance.now()
  const latencies = await runAll(works, atOnce)
  const ended = (await entry.quiet?.()) ?? performance.now()
  return {
    rate: works.length / ((Math.max(ended, began + 0.001) - began) / 1000),
    cpu: ((await cpu()) - used) / works.length,
    p50: latencies[Math.floor(latencies.length / 2)]!,
    p99: latencies[Math.floor(latencies.length * 0.99)]!,
  }
}

async function ownCpu(): Promise<number> {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Milliseconds that each took, least first. */
async function runAll(works: Work[], atOnce: number): Promise<number[]> {
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
  return latencies.sort((a, b) => a - b)
}
