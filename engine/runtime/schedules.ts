/** Starts what is scheduled by a timer start event: each occurrence is one ring of the cluster's alarm clock. */
import type { Definition } from '../adapters/store.ts'
import type { StartTrigger } from '../compiler/types.ts'
import type { CalendarData } from '../core/counting.ts'
import type { Instant } from '../core/instance.ts'
import { planTimer, roundAfter } from '../model/durations.ts'
import { evaluate } from '../model/expressions.ts'
import { derivedId } from './derivedId.ts'
import type { Runtime } from './runtime.ts'

type TimerTrigger = Extract<StartTrigger, { type: 'timer' }>

export interface Schedules {
  /** Makes sure that the next occurrence of everything scheduled is set. */
  plan(): Promise<void>
  /** Starts what the key names, if that is still wanted, and sets the occurrence after it. */
  ring(key: string): Promise<void>
}

export function createSchedules(runtime: Runtime): Schedules {
  const { ports, clock } = runtime

  async function plan(): Promise<void> {
    const now = clock.instant()
    for (const definition of await runtime.definitions.latest())
      for (const trigger of definition.process.triggers)
        if (trigger.type === 'timer') await set(definition, trigger, now)
  }

  async function set(definition: Definition, trigger: TimerTrigger, after: Instant): Promise<void> {
    if (!runtime.alarm) return
    const due = await nextDue(definition, trigger, after)
    if (due) await runtime.alarm.set(toKey(definition, trigger, due), new Date(due))
  }

  /** Counted from the deployment each time, so that nothing has to be remembered between occurrences. */
  async function nextDue(
    definition: Definition,
    { timer, node }: TimerTrigger,
    after: Instant,
  ): Promise<Instant | undefined> {
    const text = textOf(timer.value, after)
    const from = definition.deployedAt
    const { zone, calendar } = (await ports.readData(undefined, [
      'calendar',
      'zone',
    ])) as unknown as CalendarData
    const within = timer.within === true
    const planned =
      text === undefined ? undefined : planTimer({ kind: timer.kind, text, from, zone, calendar, within })
    if (!planned?.ok) {
      const problem = planned?.problem ?? 'Its expression has no answer.'
      ports.log.warn({ process: definition.key, node, problem }, 'A scheduled start cannot be planned')
      return undefined
    }
    if (planned.due >= after) return planned.due
    return planned.cycle && roundAfter(planned.cycle, { within, calendar, zone }, after)?.due
  }

  async function ring(key: string): Promise<void> {
    const { process, version, node, due } = fromKey(key)
    const latest = (await runtime.definitions.latest()).find(one => one.key === process)
    const trigger = latest?.process.triggers.find(one => one.type === 'timer' && one.node === node)
    if (latest?.version !== version || trigger?.type !== 'timer') return
    const { key: name, hash } = latest
    await runtime.perform.start({
      id: key,
      by: 'schedule',
      body: {
        type: 'start',
        instance: derivedId(key),
        definition: { key: name, version, hash },
        startEvent: node,
      },
    })
    await set(latest, trigger, new Date(Date.parse(due) + 1).toISOString())
  }

  return { plan, ring }
}

function textOf(value: TimerTrigger['timer']['value'], now: Instant): string | undefined {
  if (value.type === 'literal') return String(value.value)
  if (value.type !== 'feel') return undefined
  const found = evaluate(value.text, { now, today: now.slice(0, 10) })
  return typeof found === 'string' ? found : undefined
}

function toKey({ key, version }: Definition, { node }: TimerTrigger, due: Instant): string {
  return JSON.stringify([key, version, node, due])
}

function fromKey(text: string): { process: string; version: number; node: string; due: Instant } {
  const [process, version, node, due] = JSON.parse(text) as [string, number, string, Instant]
  return { process, version, node, due }
}
