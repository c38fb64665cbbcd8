/** Figures as people read them: medians with their spread, then ratios, then what was aimed at. Asserts nothing. */
import type { Figure, Round } from './subject.ts'

export interface Spread {
  median: number
  least: number
  greatest: number
}

export function spread(values: number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  return { median: sorted[Math.floor(sorted.length / 2)]!, least: sorted[0]!, greatest: sorted.at(-1)! }
}

const of = ({ rounds }: Figure, part: keyof Round) => spread(rounds.map(round => round[part]))

/** Round by round, because the machine was the same for both then. */
function ratio(mine: Figure, other: Figure, part: keyof Round): Spread {
  return spread(mine.rounds.map((round, n) => round[part] / other.rounds[n]![part]))
}

export function line(figure: Figure): string {
  const rate = of(figure, 'rate')
  const wall = `${number(rate.median).padStart(8)}/s (${number(rate.least)}–${number(rate.greatest)})`.padEnd(
    32,
  )
  const [cpu, p50, p99] = (['cpu', 'p50', 'p99'] as const).map(part => number(of(figure, part).median))
  return `  ${figure.subject.padEnd(18)}${wall} CPU ${cpu!.padStart(7)} ms   p50 ${p50!.padStart(7)}   p99 ${p99!.padStart(7)} ms`
}

/** Each figure of Baton beside the same work elsewhere. */
export function ratios(figures: Figure[]): string[] {
  return pairs(figures).map(([mine, other]) => {
    const parts = (['rate', 'p50', 'cpu'] as const).map(
      part => `${part} × ${range(ratio(mine, other, part))}`,
    )
    return `  ${mine.what.padEnd(50)} ${`${mine.subject} : ${other.subject}`.padEnd(32)} ${parts.join('   ')}`
  })
}

function pairs(figures: Figure[]): [Figure, Figure][] {
  return figures.flatMap(mine =>
    figures
      .filter(other => other.what === mine.what && isOurs(mine) && !isOurs(other) && sameLeague(mine, other))
      .map((other): [Figure, Figure] => [mine, other]),
  )
}

/** What keeps nothing is not measured by the disk. */
const sameLeague = (mine: Figure, other: Figure) =>
  mine.subject !== 'Baton in memory' || !['bare driver', 'bpmn-server'].includes(other.subject)

const isOurs = ({ subject }: Figure) => subject.startsWith('Baton')

interface Target {
  /** In words. */
  wanted: string
  what: RegExp
  mine: string
  other: string
  part: keyof Round
  least?: number
  most?: number
}

const inMemory = {
  what: /straight through|complete a task that/,
  mine: 'Baton in memory',
  part: 'rate',
} as const
const durably = { mine: 'Baton', other: 'bare driver' } as const
const targets: Target[] = [
  { ...inMemory, wanted: 'in memory ≥ 30 × bpmn-engine', other: 'bpmn-engine', least: 30 },
  {
    ...inMemory,
    wanted: 'in memory no slower than raw XState',
    what: /straight/,
    other: 'raw XState',
    least: 1,
  },
  {
    ...durably,
    wanted: 'durably ≥ 60 % of the ceiling',
    what: /(sequence|loop|fork),/,
    part: 'rate',
    least: 0.6,
  },
  {
    ...durably,
    wanted: 'durably ≥ 50 × bpmn-server',
    what: /(sequence|loop|fork),/,
    other: 'bpmn-server',
    part: 'rate',
    least: 50,
  },
  { ...durably, wanted: 'ten jobs ≥ 40 % of the ceiling', what: /jobs,/, part: 'rate', least: 0.4 },
  {
    ...durably,
    wanted: 'a task, 16 at once: ≥ 65 % of the ceiling',
    what: /^complete a task,.*at once/,
    part: 'rate',
    least: 0.65,
  },
  {
    ...durably,
    wanted: 'a task, one by one: p50 ≤ 1.4 × the ceiling’s',
    what: /^complete a task,.*one by/,
    part: 'p50',
    most: 1.4,
  },
  {
    wanted: 'a step with 1,000 nodes ≤ 1.3 × with 10',
    what: /one step/,
    mine: 'Baton, 1000 nodes',
    other: 'Baton, 10 nodes',
    part: 'p50',
    most: 1.3,
  },
]

/** What was aimed at, and what came out. */
export function aims(figures: Figure[]): string[] {
  const lines = targets.flatMap(target =>
    figures
      .filter(({ what, subject }) => target.what.test(what) && subject === target.mine)
      .flatMap(mine => {
        const other = figures.find(({ what, subject }) => what === mine.what && subject === target.other)
        return other ? aim(target, mine.what, ratio(mine, other, target.part)) : []
      }),
  )
  return [...lines, ...growth(figures)]
}

/** The median latency with the largest crowd beside that with the smallest. */
function growth(figures: Figure[]): string[] {
  return ['Baton', 'bare driver'].flatMap(name => {
    const crowds = figures.filter(
      ({ what, subject }) => subject === name && /^complete a task,.*waiting, one by one/.test(what),
    )
    if (crowds.length < 2) return []
    const [small, large] = [of(crowds[0]!, 'p50'), of(crowds.at(-1)!, 'p50')]
    const most = large.median / small.median
    const wanted = `p50 with the largest crowd ≤ 1.2 × with the smallest`
    return aim({ wanted, most: 1.2 }, name, {
      median: most,
      least: large.least / small.greatest,
      greatest: large.greatest / small.least,
    })
  })
}

function aim(
  { wanted, least, most }: Pick<Target, 'wanted' | 'least' | 'most'>,
  what: string,
  found: Spread,
): string[] {
  const met = least === undefined ? found.median <= most! : found.median >= least
  return [`  ${met ? 'met    ' : 'not met'} ${wanted.padEnd(54)} ${what.padEnd(50)} ${range(found)}`]
}

const range = ({ median, least, greatest }: Spread) =>
  `${number(median)} (${number(least)}–${number(greatest)})`

function number(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3)
}

/** The same for programs. */
export function asJson(figures: Figure[]): unknown {
  return figures.map(figure => ({
    what: figure.what,
    subject: figure.subject,
    ...Object.fromEntries((['rate', 'cpu', 'p50', 'p99'] as const).map(part => [part, of(figure, part)])),
  }))
}
