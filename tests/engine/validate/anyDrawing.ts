/** Small drawings made at random, by no plan: most of them are wrong somewhere. */
import type { ProcessModel } from '#engine/model/types.ts'
import {
  beside,
  caught,
  complex,
  type Drawn,
  delay,
  draw,
  end,
  error,
  escalation,
  eventSub,
  message,
  nonInterruptingStart,
  on,
  start,
  sub,
  terminate,
  user,
} from '#tests/support/draw.ts'

/** Numbers that look random and are the same for the same seed. */
export function dice(seed: number): (sides: number) => number {
  let state = (seed * 2654435761 + 1) | 0
  return sides => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 0x9e3779b9) | 0
    return Math.abs(state >>> 8) % sides
  }
}

type Part = string | Record<string, Drawn>
type Roll = (sides: number) => number

/** `nested` drawings have sub-processes, boundary events and event sub-processes as well. */
export function anyDrawing(seed: number, nested: boolean): ProcessModel {
  const roll = dice(seed)
  return draw(...scope(roll, '', nested ? 1 : 0, nested, []))
}

const kinds = ['user', 'user', 'user', 'user', 'and', 'and', 'xor', 'or', 'or', 'cpx', 'ebg', 'end', 'stop']

function scope(roll: Roll, prefix: string, depth: number, nested: boolean, codes: string[]): Part[] {
  const count = 4 + roll(prefix === '' ? 6 : 3)
  const nodes = Array.from({ length: count }, (_, n) => {
    const last = n === count - 1
    const kind = last ? 'end' : n === 0 ? 'user' : kinds[roll(kinds.length)]!
    return {
      name: `${prefix}N${n}`,
      kind: depth > 0 && kind === 'user' && n > 0 && roll(3) === 0 ? 'sub' : kind,
    }
  })
  const elements: Record<string, Drawn> = {}
  const lines: string[] = [`${prefix}S -> ${nodes[0]!.name}`]
  elements[`${prefix}S`] = start()
  // Back to a person only: what goes round by itself is another matter.
  const back = (from: number) => nodes.slice(0, from + 1).filter(({ kind }) => kind === 'user')
  const target = (from: number) => {
    const people = back(from)
    if (people.length > 0 && roll(7) === 0) return people[roll(people.length)]!.name
    return nodes[Math.min(count - 1, from + 1 + roll(3))]!.name
  }
  nodes.forEach(({ name, kind }, n) => {
    const to = () => target(n)
    if (kind === 'user') elements[name] = user()
    if (kind === 'and') elements[name] = { type: 'parallelGateway' }
    if (kind === 'xor') elements[name] = { type: 'exclusiveGateway' }
    if (kind === 'or') elements[name] = { type: 'inclusiveGateway' }
    if (kind === 'cpx') elements[name] = complex(`activationCount >= ${1 + roll(3)}`)
    if (kind === 'end') elements[name] = endOf(roll, codes)
    if (kind === 'stop') elements[name] = end(terminate)
    if (kind === 'end' || kind === 'stop') return
    if (kind === 'sub') {
      const code = `C${name}`
      elements[name] = sub(...scope(roll, `${name}i`, depth - 1, nested, [code]))
      lines.push(`${name} -> ${to()}`)
      elements[`${name}B`] = on(name, error(code))
      lines.push(`${name}B -> ${to()}`)
      if (roll(2) === 0) {
        elements[`${name}F`] = roll(2) === 0 ? on(name, escalation(code)) : on(name, delay('PT1H'))
        lines.push(`${name}F -> ${to()}`)
      }
    } else if (kind === 'ebg') {
      elements[name] = { type: 'eventBasedGateway', instantiate: false, parallel: false }
      for (const half of ['a', 'b']) {
        elements[`${name}${half}`] = caught(message(`M${half}`))
        lines.push(`${name} -> ${name}${half}`, `${name}${half} -> ${to()}`)
      }
    } else if (kind === 'and') for (let ways = 1 + roll(3); ways > 0; ways--) lines.push(`${name} -> ${to()}`)
    else if (kind === 'user') userWays(roll, name, to, lines)
    else lines.push(`${name} -> ${to()}`)
    if (nested && kind === 'user' && roll(5) === 0) {
      elements[`${name}B`] = roll(2) === 0 ? on(name, message('M')) : beside(name, delay('PT1H'))
      lines.push(`${name}B -> ${to()}`)
    }
  })
  if (nested && roll(5) === 0) eventSubIn(roll, prefix, elements)
  return pruned(lines, elements)
}

function endOf(roll: Roll, codes: string[]): Drawn {
  const [code] = codes
  if (code === undefined || roll(2) === 0) return end()
  return roll(2) === 0 ? end(error(code)) : end(escalation(code))
}

function userWays(roll: Roll, name: string, to: () => string, lines: string[]): void {
  const kind = roll(10)
  if (kind < 6) lines.push(`${name} -> ${to()}`)
  else if (kind < 8) lines.push(`${name} -[:one]-> ${to()}`, `${name} -[:two]-> ${to()}`)
  else for (let n = 0; n < 2 + roll(2); n++) lines.push(`${name} -[c${n}]-> ${to()}`)
}

function eventSubIn(roll: Roll, prefix: string, elements: Record<string, Drawn>): void {
  const id = `${prefix}ES`
  const by = message('ESM')
  const [s, u, e] = [`${id}s`, `${id}u`, `${id}e`]
  elements[id] = eventSub(`${s} -> ${u} -> ${e}`, {
    [s]: roll(2) === 0 ? start(by) : nonInterruptingStart(delay('PT5H')),
    [u]: user(),
    [e]: end(),
  })
}

/** Only what can be reached: what no flow leads to would begin by itself. */
function pruned(lines: string[], elements: Record<string, Drawn>): Part[] {
  const reached = new Set(lines.slice(0, 1).map(line => line.split(' -> ')[0]!))
  for (const [name, drawn] of Object.entries(elements))
    if (drawn.type === 'eventSubProcess') reached.add(name)
  for (let size = -1; size !== reached.size; ) {
    size = reached.size
    for (const line of lines) {
      const [from, , to] = line.split(/\s*(-\[.*?\]->|->)\s*/)
      if (reached.has(from!)) reached.add(to!)
    }
    for (const [name, drawn] of Object.entries(elements))
      if (typeof drawn.host === 'string' && reached.has(drawn.host)) reached.add(name)
  }
  const kept = lines.filter(line => reached.has(line.split(/\s*(-\[.*?\]->|->)\s*/)[0]!))
  return [Object.fromEntries(Object.entries(elements).filter(([name]) => reached.has(name))), ...kept]
}
