/**
 * A small world around `step`: deployed processes, their instances, a clock that is moved by hand, and everybody
 * whom effects speak to. Between any two commands each instance goes through JSON; at the end its history is
 * replayed and must give the same bytes.
 */

import { signalHearers } from '#engine/core/signals.ts'
import {
  type ChildEnd,
  type CommandBody,
  type CompiledProcess,
  compile,
  type Effect,
  type Json,
  type ProcessInstance,
  type ProcessModel,
} from '#engine/pure.ts'
import { Book } from './book.ts'
import type { CallEffect, JobEffect, Seen, TaskEffect, Work, WorldOptions } from './people.ts'

export const BEGIN = '2030-01-07T08:00:00.000Z'

export class TooManySteps extends Error {}

export class World {
  readonly processes = new Map<string, CompiledProcess>()
  readonly running = new Map<string, Book>()
  readonly trace: Seen[] = []
  readonly options: WorldOptions
  now = BEGIN
  steps = 0
  /** Commands that were refused though the world had reason to send them. */
  readonly refused: string[] = []
  private readonly scopeNames = new Map<string, string>()
  private readonly queue: { instance: string; effect: Effect }[] = []
  private readonly later: { at: string; run: () => void }[] = []
  private open: Work[] = []
  private counter = 0

  constructor(models: ProcessModel[], options: WorldOptions = {}) {
    this.options = options
    for (const model of models) {
      const process = compile(model)
      this.processes.set(process.key, JSON.parse(JSON.stringify(process)))
    }
  }

  /** Starts a process and lets everything happen that happens by itself. */
  start(key: string, start: Partial<CommandBody & { type: 'start' }> = {}): string {
    const id = this.begin(key, start)
    this.settle()
    return id
  }

  /** Sends a command; null when it was taken, else the reason of the refusal. */
  send(id: string, body: CommandBody): string | null {
    const refused = this.step(id, body)
    this.settle()
    return refused
  }

  instance(id: string): ProcessInstance {
    return this.running.get(id)!.instance
  }

  get instances(): ProcessInstance[] {
    return [...this.running.values()].map(({ instance }) => instance).filter(Boolean)
  }

  /** Moves the clock to a moment, firing what becomes due on the way, in order. */
  advanceTo(moment: string): void {
    for (;;) {
      const next = this.nextDue()
      if (!next || next > moment) break
      this.now = next > this.now ? next : this.now
      this.fireDue()
    }
    if (moment > this.now) this.now = moment
  }

  /** The least instant at which a timer or a waiting job is due. */
  nextDue(): string | undefined {
    const timers = this.instances
      .filter(({ status }) => status === 'running')
      .flatMap(({ timers }) => timers.map(({ due }) => due))
    return [...timers, ...this.later.map(({ at }) => at)].sort()[0]
  }

  /** Fires the timer that is due first, at its due instant; false when there is none. */
  fireNext(): boolean {
    const next = this.nextDue()
    if (!next) return false
    if (next > this.now) this.now = next
    this.fireDue()
    return true
  }

  /** How many jobs have begun and not come to their time. */
  get jobsUnderWay(): number {
    return this.later.length
  }

  /** Jobs, user tasks and calls that wait to be done, oldest first. */
  work(): Work[] {
    this.open = this.open.filter(({ instance, effect }) =>
      this.instance(instance).tokens.some(
        token => token.id === effect.token && token.at === effect.node && token.state === 'waiting',
      ),
    )
    return this.open
  }

  /** Does one of them. */
  finish({ instance, effect }: Work, output: Json = null): void {
    this.open = this.open.filter(entry => entry.effect !== effect)
    if (effect.type === 'createTask') this.completeTask(instance, effect)
    else if (effect.type === 'startProcess') this.endCall(effect, { type: 'completed', variables: {} })
    else this.step(instance, { type: 'completeJob', effect: effect.id, output })
    this.settle()
  }

  /** Ends a call of a process that is not deployed. */
  endCall(effect: CallEffect, ended: ChildEnd): void {
    const { parent } = effect
    const instance = effect.id.replaceAll('/', '.')
    this.step(parent.instance, { type: 'endChild', token: parent.token, instance, ended })
  }

  /** Tells all instances but the sender's of a signal, and starts what it starts. */
  signal(name: string, payload: Json = null, from?: string): void {
    for (const [id, { instance }] of [...this.running]) {
      if (id === from) continue
      for (const { id: subscription } of signalHearers(this.running.get(id)!.process, instance, name))
        this.step(id, { type: 'deliverSignal', subscription, payload })
    }
    for (const { key, triggers } of this.processes.values()) {
      for (const trigger of triggers) {
        if (trigger.type === 'signal' && trigger.name === name)
          this.begin(key, { startEvent: trigger.node, payload })
      }
    }
  }

  /** Gives a message to the first who waits for it, else starts what it starts; false when nobody wanted it. One without a name reaches nobody. */
  message(name: string, payload: Json = null, key?: string): boolean {
    if (name === '') return true
    for (const [id, { instance }] of this.running) {
      const subscription = instance.subscriptions.find(
        ear =>
          ear.kind === 'message' &&
          ear.name === name &&
          (ear.key === undefined || key === undefined || ear.key === key),
      )
      if (!subscription) continue
      this.step(id, { type: 'deliverMessage', subscription: subscription.id, payload })
      return true
    }
    for (const { key: process, triggers } of this.processes.values()) {
      const trigger = triggers.find(trigger => trigger.type === 'message' && trigger.name === name)
      if (!trigger) continue
      this.begin(process, { startEvent: trigger.node, payload })
      return true
    }
    return false
  }

  /** Heeds all effects until none is left. */
  settle(): void {
    this.lookOn()
    for (let next = this.queue.shift(); next; next = this.queue.shift()) {
      this.heed(next.instance, next.effect)
      this.deliverKept()
      this.lookOn()
    }
  }

  private seen = 0

  private lookOn(): void {
    while (this.seen < this.trace.length && this.options.after) {
      const fresh = this.trace.slice(this.seen)
      this.seen = this.trace.length
      this.options.after(this, fresh)
    }
  }

  /** Everything that is wrong with any instance, in words. */
  check(): string[] {
    return [...this.running].flatMap(([id, book]) => book.check().map(fault => `${id} ${fault}`))
  }

  // ---------------------------------------------------------------------------------------------------------------

  private begin(key: string, start: Partial<CommandBody & { type: 'start' }>): string {
    const process = this.processes.get(key)
    if (!process) throw new Error(`No process "${key}" among ${[...this.processes.keys()].join(', ')}`)
    const id = start.instance ?? `i${++this.counter}`
    const definition = { key, version: 1, hash: process.hash }
    this.running.set(id, new Book(process))
    const refused = this.step(id, { ...start, type: 'start', instance: id, definition })
    if (refused) {
      this.running.delete(id)
      throw new Error(`${key} cannot be started: ${refused}`)
    }
    return id
  }

  private step(id: string, body: CommandBody): string | null {
    if (++this.steps > (this.options.maximum ?? 2000)) throw new TooManySteps('too many steps')
    const book = this.running.get(id)
    if (!book) return `no instance ${id}`
    const command = {
      ...body,
      id: `c${this.steps}`,
      at: this.now,
      ...(this.options.data && { data: this.options.data(this) }),
    }
    const before = book.instance
    const result = book.step(command)
    if (!result.ok) {
      const reason = `${result.refused.code}: ${result.refused.reason}`
      this.refused.push(`${body.type} ${reason}`)
      return reason
    }
    for (const { id: scope, scope: model } of [...(before?.scopes ?? []), ...book.instance.scopes]) {
      this.scopeNames.set(`${id} ${scope}`, model)
    }
    for (const entry of result.trace) {
      this.trace.push({ ...entry, instance: id, inside: this.scopeNames.get(`${id} ${entry.scope}`) ?? '' })
    }
    for (const effect of result.effects) this.queue.push({ instance: id, effect })
    return null
  }

  private heed(id: string, effect: Effect): void {
    if (!this.instance(id).outbox.some(entry => entry.id === effect.id)) return
    switch (effect.type) {
      case 'runJob':
        this.runJob(id, effect)
        return
      case 'createTask':
        this.pull(id, effect)
        if (this.options.completeTasks?.(effect, this, id)) this.completeTask(id, effect)
        else this.open.push({ instance: id, effect })
        return
      case 'continue':
        this.pull(id, effect)
        this.step(id, { type: 'continue' })
        return
      case 'sendMessage':
        this.pull(id, effect)
        if (this.options.silent) return
        if (!this.message(effect.name, effect.payload, effect.correlationKey)) this.kept.push(effect)
        return
      case 'broadcastSignal':
        this.pull(id, effect)
        this.signal(effect.name, effect.payload, id)
        return
      case 'startProcess':
        this.pull(id, effect)
        this.call(effect)
        return
      case 'cancelProcess':
        this.pull(id, effect)
        this.step(effect.instance, { type: 'cancel' })
        return
      case 'tellParent':
        this.pull(id, effect)
        this.step(effect.parent.instance, {
          type: 'endChild',
          token: effect.parent.token,
          instance: id,
          ended: effect.ended,
        })
        return
      default:
        this.pull(id, effect)
    }
  }

  /** Messages nobody waited for yet; tried again after each step. */
  private kept: (Effect & { type: 'sendMessage' })[] = []

  private deliverKept(): void {
    this.kept = this.kept.filter(effect => !this.message(effect.name, effect.payload, effect.correlationKey))
  }

  private runJob(id: string, effect: JobEffect): void {
    const answer = this.options.job?.(effect, this, id) ?? { type: 'done' }
    if (answer.type === 'done')
      this.step(id, { type: 'completeJob', effect: effect.id, output: answer.output ?? null })
    if (answer.type === 'error') this.step(id, { type: 'throwError', effect: effect.id, code: answer.code })
    if (answer.type === 'wait' && answer.milliseconds === undefined) this.open.push({ instance: id, effect })
    if (answer.type === 'wait' && answer.milliseconds !== undefined) {
      const at = new Date(Date.parse(this.now) + answer.milliseconds).toISOString()
      this.later.push({
        at,
        run: () => this.step(id, { type: 'completeJob', effect: effect.id, output: null }),
      })
    }
  }

  private completeTask(id: string, effect: TaskEffect): void {
    const [outcome] = effect.task.outcomes
    this.step(id, { type: 'completeTask', token: effect.token!, ...(outcome && { outcome: outcome.id }) })
  }

  private call(effect: CallEffect): void {
    const { parent, variables, businessKey } = effect
    if (this.processes.has(effect.key)) {
      const instance = effect.id.replaceAll('/', '.')
      this.begin(effect.key, { instance, parent, variables, ...(businessKey && { businessKey }) })
      return
    }
    if (this.options.calls === 'complete') this.endCall(effect, { type: 'completed', variables: {} })
    else this.open.push({ instance: parent.instance, effect })
  }

  private fireDue(): void {
    for (const job of this.later.filter(({ at }) => at <= this.now)) {
      this.later.splice(this.later.indexOf(job), 1)
      job.run()
      this.settle()
    }
    for (const [id, { instance }] of [...this.running]) {
      for (const timer of instance.timers.filter(({ due }) => due <= this.now)) {
        if (!this.instance(id).timers.some(entry => entry.id === timer.id && entry.due === timer.due))
          continue
        this.step(id, { type: 'fireTimer', timer: timer.id })
        this.settle()
      }
    }
  }

  private pull(id: string, effect: Effect): void {
    this.running.get(id)!.pull(effect.id)
  }
}
