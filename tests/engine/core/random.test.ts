import { describe, expect, it } from 'vitest'
import {
  beside,
  caught,
  type Drawn,
  delay,
  draw,
  message,
  on,
  script,
  service,
  sub,
  times,
  user,
} from '#tests/support/draw.ts'
import { type Play, play } from '#tests/support/play.ts'

/** Numbers that look random and are the same for the same seed. */
function dice(seed: number): (sides: number) => number {
  let state = seed * 2654435761 + 1
  return sides => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 0x9e3779b9) | 0
    return Math.abs(state >>> 8) % sides
  }
}

type Part = string | Record<string, Drawn>

/** A random process of nested blocks: what splits is joined by the same kind of gateway, what loops ends. */
function randomProcess(roll: (sides: number) => number): Part[] {
  let names = 0
  const parts: Part[] = []
  const declare = (drawn: Drawn, prefix = 'T') => {
    const name = `${prefix}${names++}x`
    parts.push({ [name]: drawn })
    return name
  }
  const step = (): string => {
    const kind = roll(6)
    if (kind === 0) return declare(user())
    if (kind === 1) return declare(service('job'))
    if (kind === 2) return declare(script('n + 1', 'n'))
    if (kind === 3) return declare(caught(delay('PT1H')))
    if (kind === 4) return declare(user(times(String(1 + roll(3)), { sequential: roll(2) === 0 })))
    return declare({ type: 'task' })
  }
  const chain = (from: string, to: string, depth: number): void => {
    let at = from
    for (let length = 1 + roll(3); length > 0; length--) at = block(at, depth)
    parts.push(`${at} -> ${to}`)
  }
  const block = (from: string, depth: number): string => {
    const kind = depth > 0 ? roll(7) : 6
    if (kind < 3) {
      const gateway = (['parallelGateway', 'inclusiveGateway', 'exclusiveGateway'] as const)[kind]!
      const [split, join] = [declare({ type: gateway }, 'G'), declare({ type: gateway }, 'G')]
      parts.push(`${from} -> ${split}`)
      for (let n = 0, branches = 2 + roll(2); n < branches; n++) {
        const first = declare({ type: 'task' })
        const holds = n === 0 || roll(2) === 0
        parts.push(kind === 0 ? `${split} -> ${first}` : `${split} -[${holds}]-> ${first}`)
        chain(first, join, depth - 1)
      }
      return join
    }
    if (kind === 3) {
      const suffix = `i${names++}`
      const inner = randomProcess(roll).map(part => rename(part, suffix))
      const name = declare(sub(...inner), 'SP')
      parts.push(`${from} -> ${name}`)
      if (roll(2) === 0) {
        parts.push(`${declare(beside(name, message('M')), 'B')} -> ${declare({ type: 'task' })}`)
        return name
      }
      const merge = declare({ type: 'exclusiveGateway' }, 'G')
      parts.push(`${name} -> ${merge}`, `${declare(on(name, delay('PT2H')), 'B')} -> ${merge}`)
      return merge
    }
    const next = step()
    parts.push(`${from} -> ${next}`)
    return next
  }
  chain('S', 'E', 2)
  return parts
}

/** Names of an inner process, made its own. */
function rename(part: Part, suffix: string): Part {
  if (typeof part === 'string') return part.replace(/\b([A-Z][A-Za-z0-9]*)\b(?!\])/g, `$1${suffix}`)
  return Object.fromEntries(
    Object.entries(part).map(([name, drawn]) => [
      `${name}${suffix}`,
      {
        ...drawn,
        ...(typeof drawn.host === 'string' && { host: `${drawn.host}${suffix}` }),
        ...(Array.isArray(drawn.lines) && { lines: drawn.lines.map(inner => rename(inner as Part, suffix)) }),
      },
    ]),
  )
}

/** Do anything that can be done, at random. */
function poke(process: Play, roll: (sides: number) => number): void {
  const { tokens, timers, subscriptions, outbox } = process.instance
  const tasks = tokens.filter(token => token.context?.task !== undefined)
  const jobs = outbox.filter(effect => effect.type === 'runJob')
  const acts = [
    ...tasks.map(token => () => process.do({ type: 'completeTask', token: token.id })),
    ...jobs.map(job => () => process.do({ type: 'completeJob', effect: job.id })),
    ...timers.map(timer => () => process.do({ type: 'fireTimer', timer: timer.id })),
    ...(roll(4) === 0 ? subscriptions : []).map(
      ear => () => process.do({ type: 'deliverMessage', subscription: ear.id }),
    ),
  ]
  if (acts.length === 0) throw new Error(`Nothing to do, but ${JSON.stringify(process.tokens)}`)
  acts[roll(acts.length)]!()
}

describe('Random processes', () => {
  for (let seed = 1; seed <= 25; seed++)
    it(`come to their end and replay to the byte (seed ${seed})`, () => {
      const roll = dice(seed)
      const process = play(draw('S', { E: { type: 'endEvent', triggers: [] } }, ...randomProcess(roll)), {
        n: 0,
      })
      for (let n = 0; process.state === 'running' && n < 500; n++) poke(process, roll)
      expect([process.state, process.incidents]).toEqual(['completed', []])
      process.expectReplay()
    })
})
