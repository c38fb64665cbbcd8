/** What the inside of a sub-process can do, as its surroundings see it: how it may end, and what it throws on the way. */

export interface Summary {
  start: number
  states: {
    /** `done`, `error:code`, `cancel`, `terminateAll`. */
    ends: string[]
    /** Escalations that go out of it while it goes on. */
    on: { code: string; to: number }[]
  }[]
  /** It is done without waiting for the world. */
  instant: boolean
}

/** A graph of states with the escalations thrown between them; final states are named after how they end. */
export interface Behaviour {
  beginnings: number[]
  next: number[][]
  thrown: Map<number, string>
  ends: Map<number, string>
  waits: boolean
}

const mostStates = 64

/** The states that cannot be told apart from outside, put together; null when there are too many. */
export function summarise(behaviour: Behaviour): Summary | null {
  const { next, thrown, ends, beginnings } = behaviour
  const sets: number[][] = []
  const numbers = new Map<string, number>()
  const numberOf = (states: number[]): number => {
    const set = quietly(states, next, thrown)
    const key = set.join()
    let number = numbers.get(key)
    if (number === undefined) {
      number = sets.length
      numbers.set(key, number)
      sets.push(set)
    }
    return number
  }
  const summary: Summary = { start: numberOf(beginnings), states: [], instant: !behaviour.waits }
  for (let at = 0; at < sets.length; at++) {
    if (sets.length > mostStates) return null
    const after = new Map<string, number[]>()
    for (const state of sets[at]!) {
      const code = thrown.get(state)
      if (code !== undefined) after.set(code, [...(after.get(code) ?? []), ...next[state]!])
    }
    summary.states.push({
      ends: [...new Set(sets[at]!.flatMap(state => ends.get(state) ?? []))],
      on: [...after].map(([code, states]) => ({ code, to: numberOf(states) })),
    })
  }
  // An inside that cannot end is told of by itself; around it, it is taken as mended.
  for (const { ends, on } of summary.states) if (ends.length + on.length === 0) ends.push('done')
  if (summary.states.length > 1 || summary.states[0]!.ends.join() !== 'done') summary.instant = false
  return summary
}

/** The states that can be come to without throwing anything. */
function quietly(states: number[], next: number[][], thrown: Map<number, string>): number[] {
  const seen = new Set<number>()
  const queue = [...states]
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (seen.has(at)) continue
    seen.add(at)
    if (!thrown.has(at)) queue.push(...next[at]!)
  }
  return [...seen].sort((a, b) => a - b)
}

/** The rounds of a loop: any number of them, at once or one after the other; what they throw is looked at twice. */
export function repeated({ states, instant }: Summary): Summary {
  const ends = [...new Set(['done', ...states.flatMap(state => state.ends)])]
  const codes = [...new Set(states.flatMap(state => state.on.map(({ code }) => code)))]
  const rounds = codes.length > 0 ? [0, 1, 2] : [0]
  return {
    start: 0,
    instant,
    states: rounds.map(round => ({
      ends,
      on: round < 2 ? codes.map(code => ({ code, to: round + 1 })) : [],
    })),
  }
}
