/**
 * Play processes command by command, with a clock moved by hand. Between two commands every instance is stored as JSON,
 * so each test is a test of persistence; `expectReplay` plays the recorded commands again and compares the bytes.
 *
 * A small world stands around them: it starts called processes, carries messages and signals from one to the other, and
 * answers `continue`. Tasks and jobs are the test's to answer.
 */
import { expect } from 'vitest'
import { compile } from '#engine/compiler/compile.ts'
import type { CompiledProcess } from '#engine/compiler/types.ts'
import type { CommandBody, Refused } from '#engine/core/commands.ts'
import type { Effect } from '#engine/core/effects.ts'
import type { Json, ProcessInstance, Variables } from '#engine/core/instance.ts'
import { signalHearers } from '#engine/core/signals.ts'
import { step } from '#engine/core/step.ts'
import type { Trace } from '#engine/core/traces.ts'
import { addDuration } from '#engine/model/durations.ts'
import type { ProcessModel } from '#engine/model/types.ts'

interface Recorded {
  process: CompiledProcess
  command: Parameters<typeof step>[2]
}

/** One running instance, as a test sees it. */
export class Play {
  readonly id: string
  process: CompiledProcess
  json: string
  readonly trace: Trace[] = []
  readonly recorded: Recorded[] = []
  readonly effects: Effect[] = []
  refused: Refused | null = null
  readonly world: World

  constructor(world: World, id: string, process: CompiledProcess) {
    this.world = world
    this.id = id
    this.process = process
    this.json = ''
  }

  get instance(): ProcessInstance {
    return JSON.parse(this.json) as ProcessInstance
  }

  get state(): string {
    return this.instance.status
  }

  get vars(): Variables {
    return this.instance.variables
  }

  /** Nodes in the order in which their tokens left them; a looping one for each of its rounds. */
  get left(): string[] {
    return this.trace.filter(t => t.verb === 'leave' && t.note !== 'all rounds').map(t => t.node!)
  }

  /** Names of the nodes where tokens wait for the world, in the order of their coming. */
  get waiting(): string[] {
    return this.instance.tokens.filter(t => t.state === 'waiting').map(t => t.at)
  }

  /** Names of the nodes with tokens, whatever their state. */
  get tokens(): string[] {
    return this.instance.tokens.map(t => t.at)
  }

  get incidents(): string[] {
    return this.instance.incidents.map(i => `${i.node}: ${i.code}`)
  }

  count(node: string): number {
    return this.left.filter(id => id === node).length
  }

  /** Give the instance any command. */
  do(body: CommandBody, more: { by?: string; data?: Record<string, Json>; id?: string } = {}): this {
    this.world.command(this, body, more)
    this.world.settle()
    return this
  }

  /** Complete the first open task of a node, or the nth (from 1). */
  complete(node: string, variables: Variables = {}, options: { outcome?: string; nth?: number } = {}): this {
    const token = this.instance.tokens.filter(t => t.at === node && t.context?.task !== undefined)[
      (options.nth ?? 1) - 1
    ]
    const { outcome } = options
    return this.do({
      type: 'completeTask',
      token: token?.id ?? `no ${node}`,
      variables,
      ...(outcome !== undefined && { outcome }),
    })
  }

  /** Answer the first open job of a node. */
  job(node: string, output: Json = null): this {
    return this.do({ type: 'completeJob', effect: this.jobAt(node), output })
  }

  failJob(node: string, message = 'It did not work'): this {
    return this.do({ type: 'failJob', effect: this.jobAt(node), code: 'failed', message })
  }

  throwError(node: string, code: string, variables: Variables = {}): this {
    return this.do({ type: 'throwError', effect: this.jobAt(node), code, variables })
  }

  private jobAt(node: string): string {
    return this.instance.outbox.find(e => e.type === 'runJob' && e.node === node)?.id ?? `no job at ${node}`
  }

  retry(variables: Variables = {}): this {
    return this.do({ type: 'retryIncident', incident: this.instance.incidents[0]?.id ?? 'none', variables })
  }

  set(variables: Variables): this {
    return this.do({ type: 'setVariables', variables })
  }

  /** Id of the first token at a node. */
  tokenAt(node: string): string {
    return this.instance.tokens.find(t => t.at === node)?.id ?? `nobody at ${node}`
  }

  /** Play all recorded commands again: the same document, byte for byte. */
  expectReplay(): this {
    let again: ProcessInstance | null = null
    for (const { process, command } of this.recorded) {
      const result = step(process, again, command)
      if (!result.ok) throw new Error(`Replay refused ${command.type}: ${result.refused.reason}`)
      again = JSON.parse(JSON.stringify(delivered(result.instance))) as ProcessInstance
    }
    expect(JSON.stringify(again)).toBe(this.json)
    return this
  }
}

/** Effects that answer later stay in the outbox; the world has taken all others. */
function delivered(instance: ProcessInstance): ProcessInstance {
  return { ...instance, outbox: instance.outbox.filter(effect => effect.type === 'runJob') }
}

/** Processes that know each other, their instances, and one clock. */
export class World {
  readonly definitions = new Map<string, CompiledProcess>()
  readonly plays: Play[] = []
  now = '2030-01-01T00:00:00.000Z'
  private readonly queue: [Play, Effect][] = []
  private numbers = 0

  constructor(...models: ProcessModel[]) {
    for (const model of models) this.deploy(model)
  }

  deploy(model: ProcessModel): this {
    this.definitions.set(model.key, JSON.parse(JSON.stringify(compile(model))) as CompiledProcess)
    return this
  }

  start(
    key: string,
    variables: Variables = {},
    more: {
      startEvent?: string
      startAt?: string
      payload?: Json
      businessKey?: string
      id?: string
      parent?: { instance: string; token: string }
    } = {},
  ): Play {
    const process = this.definitions.get(key)!
    const { id, ...rest } = more
    const play = new Play(this, id ?? `${key}${this.plays.length + 1}`, process)
    const definition = { key, version: 1, hash: process.hash }
    this.command(play, { type: 'start', instance: play.id, definition, variables, ...rest })
    if (!play.refused) this.plays.push(play)
    this.settle()
    return play
  }

  command(
    play: Play,
    body: CommandBody,
    more: { by?: string; data?: Record<string, Json>; id?: string } = {},
  ): void {
    const command = { id: `c${++this.numbers}`, at: this.now, ...more, ...body } as Recorded['command']
    const before = play.json ? play.instance : null
    const frozen = JSON.stringify(before)
    const result = step(play.process, before, command)
    expect(JSON.stringify(before)).toBe(frozen)
    play.refused = result.ok ? null : result.refused
    if (!result.ok) return
    play.recorded.push({ process: play.process, command })
    play.trace.push(...result.trace)
    play.effects.push(...result.effects)
    play.json = JSON.stringify(delivered(result.instance))
    expectSound(play.instance)
    for (const effect of result.effects) this.queue.push([play, effect])
  }

  /** Deliver what the instances have asked of each other until nothing is left. */
  settle(): void {
    for (let next = this.queue.shift(); next; next = this.queue.shift()) this.deliver(...next)
  }

  private deliver(play: Play, effect: Effect): void {
    if (effect.type === 'continue') this.command(play, { type: 'continue' })
    else if (effect.type === 'sendMessage') this.message(effect.name, effect.payload, effect.correlationKey)
    else if (effect.type === 'broadcastSignal') this.signal(effect.name, effect.payload, effect.from)
    else if (effect.type === 'startProcess') this.call(play, effect)
    else if (effect.type === 'cancelProcess') {
      const child = this.plays.find(other => other.id === effect.instance)
      if (child?.state === 'running') this.command(child, { type: 'cancel' })
    } else if (effect.type === 'tellParent') {
      const parent = this.plays.find(other => other.id === effect.parent.instance)
      if (parent)
        this.command(parent, {
          type: 'endChild',
          token: effect.parent.token,
          instance: play.id,
          ended: effect.ended,
        })
    }
  }

  private call(play: Play, effect: Extract<Effect, { type: 'startProcess' }>): void {
    const id = effect.id.replaceAll('/', '.')
    if (!this.definitions.has(effect.key)) {
      const message = `There is no process ${effect.key}.`
      this.command(play, { type: 'failJob', effect: effect.id, code: 'noProcess', message })
      return
    }
    const { variables, parent, businessKey } = effect
    this.start(effect.key, variables, { id, parent, ...(businessKey !== undefined && { businessKey }) })
  }

  /** Send a message: to the first instance that waits for it, else to a message start event. How many took it. */
  message(name: string, payload: Json = {}, key?: string): number {
    for (const play of this.plays) {
      const ear = running(play)?.subscriptions.find(
        s =>
          s.kind === 'message' &&
          s.name === name &&
          (s.key === undefined || key === undefined || s.key === key),
      )
      if (!ear) continue
      this.command(play, { type: 'deliverMessage', subscription: ear.id, payload })
      this.settle()
      return 1
    }
    for (const process of this.definitions.values()) {
      const trigger = process.triggers.find(t => t.type === 'message' && t.name === name)
      if (!trigger) continue
      this.start(process.key, {}, { startEvent: trigger.node, payload })
      return 1
    }
    return 0
  }

  /** Broadcast a signal: to all who listen, and to all signal start events. */
  signal(name: string, payload: Json = {}, from?: string): number {
    let reached = 0
    for (const play of [...this.plays]) {
      if (play.id === from) continue
      const instance = running(play)
      for (const ear of instance ? signalHearers(play.process, instance, name) : []) {
        this.command(play, { type: 'deliverSignal', subscription: ear.id, payload })
        reached += 1
      }
    }
    for (const process of this.definitions.values())
      for (const trigger of process.triggers)
        if (trigger.type === 'signal' && trigger.name === name) {
          this.start(process.key, {}, { startEvent: trigger.node, payload })
          reached += 1
        }
    this.settle()
    return reached
  }

  /** Let time pass; timers fire in the order in which they are due, each at its own instant. */
  pass(duration: string): this {
    const until = addDuration(this.now, duration)!
    for (;;) {
      const due = this.plays
        .flatMap(play => running(play)?.timers.map(timer => ({ play, timer })) ?? [])
        .filter(({ timer }) => timer.due <= until)
        .sort((a, b) => (a.timer.due < b.timer.due ? -1 : a.timer.due > b.timer.due ? 1 : 0))[0]
      if (!due) break
      if (due.timer.due > this.now) this.now = due.timer.due
      this.command(due.play, { type: 'fireTimer', timer: due.timer.id })
      this.settle()
    }
    this.now = until
    return this
  }
}

function running(play: Play): ProcessInstance | null {
  const { instance } = play
  return instance.status === 'running' ? instance : null
}

/** What must hold after every step: nobody listens for a token that is gone, nothing is left when all is over. */
export function expectSound(instance: ProcessInstance): void {
  const tokens = new Set(instance.tokens.map(token => token.id))
  const scopes = new Set(instance.scopes.map(scope => scope.id))
  for (const token of instance.tokens)
    expect(scopes.has(token.scope), `scope of token at ${token.at}`).toBe(true)
  for (const scope of instance.scopes)
    if (scope.owner !== undefined) expect(tokens.has(scope.owner), `owner of scope ${scope.scope}`).toBe(true)
  for (const ear of [...instance.timers, ...instance.subscriptions]) {
    expect(scopes.has(ear.scope), `scope of the ear at ${ear.node}`).toBe(true)
    if (ear.token !== undefined) expect(tokens.has(ear.token), `token of the ear at ${ear.node}`).toBe(true)
  }
  if (instance.status === 'running' || instance.status === 'suspended') return
  const left = [instance.tokens, instance.scopes, instance.timers, instance.subscriptions, instance.incidents]
  expect(left.map(list => list.length)).toEqual([0, 0, 0, 0, 0])
}

/** Play one process: compile and start it. */
export function play(
  model: ProcessModel,
  variables: Variables = {},
  more: Parameters<World['start']>[2] = {},
): Play {
  return new World(model).start(model.key, variables, more)
}
