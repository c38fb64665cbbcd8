import { type CompiledProcess, type ProcessInstance, step } from '#engine/pure.ts'
import { faultsOf } from './invariants.ts'

type Command = Parameters<typeof step>[2]

/** One instance and all it was told: each step goes through JSON, and the whole can be played again. */
export class Book {
  readonly process: CompiledProcess
  /** As it was stored last; null before the start. */
  instance: ProcessInstance
  /** What was found wrong after a step, in words. */
  readonly faults: string[] = []
  private readonly history: ({ type: 'command'; command: Command } | { type: 'pull'; effect: string })[] = []

  constructor(process: CompiledProcess) {
    this.process = process
    this.instance = null as unknown as ProcessInstance
  }

  step(command: Command): ReturnType<typeof step> {
    const result = step(this.process, copy(this.instance), copy(command))
    if (!result.ok) return result
    this.instance = copy(result.instance)
    this.history.push({ type: 'command', command })
    if (JSON.stringify(this.instance) !== JSON.stringify(result.instance)) this.faults.push('no plain JSON')
    this.faults.push(...faultsOf(this.process, this.instance).map(fault => `after ${command.type}: ${fault}`))
    return result
  }

  /** An effect was delivered. */
  pull(effect: string): void {
    this.instance = without(this.instance, effect)
    this.history.push({ type: 'pull', effect })
  }

  /** What is still there though the instance is over, and whether its history gives another one. */
  check(): string[] {
    const { status } = this.instance
    const over = status !== 'running' && status !== 'suspended'
    const left = (['tokens', 'timers', 'subscriptions'] as const).filter(
      name => over && this.instance[name].length > 0,
    )
    return [
      ...this.faults,
      ...left.map(name => `${status}, but has ${name} left`),
      ...(this.replay() === JSON.stringify(this.instance)
        ? []
        : ['replaying its history gives another instance']),
    ]
  }

  private replay(): string {
    let instance: ProcessInstance | null = null
    for (const entry of this.history) {
      if (entry.type === 'pull') {
        instance = without(instance!, entry.effect)
        continue
      }
      const result = step(this.process, instance, entry.command)
      if (!result.ok) return `refused: ${result.refused.reason}`
      instance = result.instance
    }
    return JSON.stringify(instance)
  }
}

function without(instance: ProcessInstance, id: string): ProcessInstance {
  return { ...instance, outbox: instance.outbox.filter(effect => effect.id !== id) }
}

function copy<T>(value: T): T {
  return JSON.parse(JSON.stringify(value))
}
