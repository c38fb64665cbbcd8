/** All that a small process can do, played by the engine itself: every answer, every event, in every order. */
import { compile } from '#engine/compiler/compile.ts'
import type { CompiledProcess } from '#engine/compiler/types.ts'
import type { CommandBody } from '#engine/core/commands.ts'
import type { Json, ProcessInstance, Variables } from '#engine/core/instance.ts'
import { outcomesOf } from '#engine/core/outcomes.ts'
import { step } from '#engine/core/step.ts'
import type { FlowNode, ProcessModel } from '#engine/model/types.ts'
import type { Passed } from '#engine/validate/soundness.ts'

export interface EveryRun {
  /** False when there were too many states, or too many tokens, to play them all. */
  complete: boolean
  /** Scopes in which all tokens were once parked at joins, with the joins. */
  stuck: Map<string, Set<string>>
  /** Whether from every state of the process its end can be reached. */
  endsAlways: boolean
  /** Whether an end was come to at all. */
  ends: boolean
  /** Nodes a token has left, or entered if it is no gateway. */
  passed: Set<string>
  /** Scopes that were opened. */
  opened: Set<string>
  incidents: string[]
}

const at = '2030-01-01T00:00:00.000Z'

/** One process being played; states are told apart by where tokens are, and what listens. */
export class Runner {
  readonly process: CompiledProcess
  readonly passed = new Set<string>()
  private numbers = 0

  constructor(model: ProcessModel) {
    this.process = compile(model)
  }

  start(): ProcessInstance {
    const definition = { key: this.process.key, version: 1, hash: this.process.hash }
    return this.do(null, { type: 'start', instance: 'i', definition, variables: {} })!
  }

  /** The instance after a command; null when it was refused. */
  do(instance: ProcessInstance | null, body: CommandBody): ProcessInstance | null {
    let result = step(this.process, instance, { ...body, id: `c${++this.numbers}`, at })
    for (;;) {
      if (!result.ok) return null
      for (const { verb, node } of result.trace)
        if (node !== undefined && (verb === 'leave' || (verb === 'enter' && !this.isJoin(node))))
          this.passed.add(node)
      const after = JSON.parse(JSON.stringify({ ...result.instance, outbox: [] })) as ProcessInstance
      if (!result.effects.some(effect => effect.type === 'continue')) return after
      result = step(this.process, after, { type: 'continue', id: `c${++this.numbers}`, at })
    }
  }

  private isJoin(id: string): boolean {
    const node = this.process.nodes[id]!
    return /parallel|inclusive|complex/.test(node.type) && node.incoming.length > 1
  }

  /** Every command the world could give just now. */
  commands(instance: ProcessInstance): CommandBody[] {
    const tasks = distinct(
      instance.tokens.filter(token => token.context?.task !== undefined),
      token => `${placeOf(instance, token.scope)} ${token.at} ${earsOf(instance, token.id)}`,
    )
    const ears = <T extends { scope: string; token?: string; node: string }>(list: T[]) =>
      distinct(list, ear => `${placeOf(instance, ear.scope)} ${ear.node} ${earsOf(instance, ear.token)}`)
    return [
      ...tasks.flatMap(({ id, scope }) =>
        this.thrown(id, instance.scopes.find(one => one.id === scope)!.scope),
      ),
      ...tasks.flatMap(token => this.answers(token.id, this.process.nodes[token.at]!)),
      ...ears(instance.timers).map(({ id }): CommandBody => ({ type: 'fireTimer', timer: id })),
      ...ears(instance.subscriptions).map(
        ({ id }): CommandBody => ({ type: 'deliverMessage', subscription: id }),
      ),
    ]
  }

  /** A task's outcomes, or every set of conditions that may hold behind it. */
  private answers(token: string, node: FlowNode): CommandBody[] {
    const outcomes = outcomesOf(this.process, node)
    if (outcomes.length > 1) return outcomes.map(({ id }) => ({ type: 'completeTask', token, outcome: id }))
    const asked = this.conditionsBehind(node)
    let sets: Variables[] = [{}]
    for (const name of asked)
      sets = sets.flatMap(set => [true, false].map((value): Variables => ({ ...set, [name]: value })))
    const open = (set: Variables) => asked.length === 0 || Object.values(set).some(value => value === true)
    return sets.filter(open).map(variables => ({ type: 'completeTask', token, variables }))
  }

  /** What somebody at work inside may throw, because it is caught around and nothing drawn throws it. */
  private thrown(token: string, scope: string): CommandBody[] {
    const nodes = Object.values(this.process.nodes)
    const drawn = nodes.filter(node => node.scope === scope && node.type === 'endEvent')
    return nodes.flatMap((node): CommandBody[] => {
      if (node.type !== 'boundaryEvent' || node.host !== scope) return []
      const [caught] = node.triggers
      if (caught?.type !== 'error' && caught?.type !== 'escalation') return []
      const throws = (other: FlowNode) =>
        'triggers' in other && other.triggers.some(({ type }) => type === caught.type)
      if (drawn.some(throws)) return []
      return [{ type: caught.type === 'error' ? 'throwError' : 'throwEscalation', token, code: caught.code! }]
    })
  }

  private conditionsBehind(node: FlowNode): string[] {
    const flows = node.outgoing.map(id => this.process.flows[id]!)
    return flows.flatMap(({ condition }) => (condition?.type === 'feel' ? [condition.text] : []))
  }

  /** Play a run the prover gives as a proof; null when the engine refuses one of its steps. */
  follow(run: Passed[]): ProcessInstance | null {
    let instance: ProcessInstance | null = this.start()
    for (const { node, flows } of run) {
      const command = instance && this.commandFor(instance, this.process.nodes[node]!, flows)
      if (command) instance = this.do(instance, command)
      if (!instance) return null
    }
    return instance
  }

  private commandFor(instance: ProcessInstance, node: FlowNode, flows: string[]): CommandBody | undefined {
    const ear = [...instance.timers, ...instance.subscriptions].find(one => one.node === node.id)
    if (ear)
      return 'due' in ear
        ? { type: 'fireTimer', timer: ear.id }
        : { type: 'deliverMessage', subscription: ear.id }
    if (node.type !== 'userTask') return undefined
    const token =
      instance.tokens.find(one => one.at === node.id && one.context?.task !== undefined)?.id ?? 'none'
    const outcome = outcomesOf(this.process, node).find(({ id }) => flows.includes(id))?.id
    const asked = node.outgoing.map(id => this.process.flows[id]!)
    const variables = Object.fromEntries(
      asked.flatMap(({ id, condition }) =>
        condition?.type === 'feel' ? [[condition.text, flows.includes(id)]] : [],
      ),
    )
    return { type: 'completeTask', token, variables, ...(outcome !== undefined && { outcome }) }
  }

  key(instance: ProcessInstance): string {
    const parts = instance.tokens.map(({ scope, at, state, via, id }) =>
      [placeOf(instance, scope), at, state, state === 'arriving' ? via : '', earsOf(instance, id)].join('|'),
    )
    const scopes = instance.scopes.flatMap(({ id, data }) =>
      data || earsOf(instance, undefined, id) !== ''
        ? [`${placeOf(instance, id)}:${JSON.stringify(kept(data))}:${earsOf(instance, undefined, id)}`]
        : [],
    )
    return [instance.status, ...parts.sort(), ...scopes.sort()].join('\n')
  }
}

function kept(data: Record<string, Json> | undefined): Json {
  const entries = Object.entries(data ?? {}).filter(([name]) => name !== 'completed')
  return Object.fromEntries(entries)
}

/** Which scope this is, by the tokens that hold it and those around it. */
function placeOf(instance: ProcessInstance, scope: string): string {
  const { scope: name, parent } = instance.scopes.find(({ id }) => id === scope)!
  const twins = instance.scopes.filter(other => other.scope === name)
  const which = twins.length > 1 ? `#${scope}` : ''
  return parent === undefined ? name : `${placeOf(instance, parent)}/${name}${which}`
}

function earsOf(instance: ProcessInstance, token: string | undefined, scope?: string): string {
  return [...instance.timers, ...instance.subscriptions]
    .filter(ear =>
      token === undefined ? ear.token === undefined && ear.scope === scope : ear.token === token,
    )
    .map(ear => ear.node)
    .sort()
    .join()
}

function distinct<T>(list: T[], name: (one: T) => string): T[] {
  return [...new Map(list.map(one => [name(one), one])).values()]
}

/** Play everything, up to so many states. */
export function everyRun(model: ProcessModel, most = 300, from?: ProcessInstance): EveryRun {
  const runner = new Runner(model)
  const found: EveryRun = {
    complete: true,
    stuck: new Map(),
    endsAlways: true,
    ends: false,
    passed: runner.passed,
    opened: new Set(),
    incidents: [],
  }
  const numbers = new Map<string, number>()
  const states: ProcessInstance[] = []
  const before: number[][] = []
  const visit = (instance: ProcessInstance, by: number) => {
    const key = runner.key(instance)
    let number = numbers.get(key)
    if (number === undefined) {
      number = states.length
      numbers.set(key, number)
      states.push(instance)
      before.push([])
      look(instance, found)
    }
    if (by >= 0) before[number]!.push(by)
  }
  visit(from ?? runner.start(), -1)
  for (let at = 0; at < states.length; at++) {
    const instance = states[at]!
    if (states.length > most || instance.tokens.length > 14) {
      found.complete = false
      break
    }
    if (instance.status !== 'running') continue
    for (const command of runner.commands(instance)) {
      const next = runner.do(instance, command)
      if (next) visit(next, at)
    }
  }
  const good = new Set<number>()
  const queue = states.flatMap(({ status }, number) => (status === 'running' ? [] : [number]))
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (good.has(at)) continue
    good.add(at)
    queue.push(...before[at]!)
  }
  found.ends = good.size > 0
  found.endsAlways = good.size === states.length
  return found
}

function look(instance: ProcessInstance, found: EveryRun): void {
  for (const { id, scope } of instance.scopes) {
    found.opened.add(scope)
    const tokens = instance.tokens.filter(token => token.scope === id)
    if (instance.status !== 'running' || !tokens.every(({ state }) => state === 'arriving')) continue
    const joins = found.stuck.get(scope) ?? new Set()
    for (const token of tokens) joins.add(token.at)
    if (tokens.length === 0) joins.add('nobody')
    found.stuck.set(scope, joins)
  }
  found.incidents.push(...instance.incidents.map(({ node, code }) => `${node}: ${code}`))
}
