/** An engine with a clock that is moved by hand and a world that remembers what it was told. */

import { vi } from 'vitest'
import type { Json, ProcessInstance, Stepped } from '#engine'
import { createMemoryAlarm } from '#engine/adapters/memory/memoryAlarm.ts'
import type { Store } from '#engine/adapters/store.ts'
import { createEngine } from '#engine/runtime/createEngine.ts'
import type { ConnectorAnswer, EffectOf, Ports } from '#engine/runtime/ports.ts'
import type { Settings } from '#engine/runtime/runtime.ts'

type Told = Parameters<Ports['createTask' | 'closeTask' | 'enterStage' | 'raiseIncident' | 'endProcess']>[0]

export interface Hour {
  now: Date
}

export function createHour(): Hour {
  return { now: new Date('2026-11-22T09:00:00.000Z') }
}

let ids = 0

/** `hour` may be shared by several worlds over one store. */
export function createWorld(store: Store, hour: Hour, settings: Partial<Settings> = {}) {
  const told: Told[] = []
  const jobs: EffectOf<'runJob'>[] = []
  const alarm = createMemoryAlarm(() => hour.now)
  const steps: Stepped[] = []
  const warned: object[] = []
  let answer: (job: EffectOf<'runJob'>) => ConnectorAnswer | Promise<ConnectorAnswer> = ({ job }) => ({
    type: 'done',
    output: job.input,
  })
  let hear: (effect: Told) => void | Promise<void> = () => {}
  let data: Record<string, Json> = {}
  const tell = async (effect: Told) => {
    await hear(effect)
    told.push(effect)
  }
  const engine = createEngine({
    store,
    alarm,
    settings,
    ports: {
      readData: async (_subject, reads) =>
        Object.fromEntries(reads.flatMap(n => (n in data ? [[n, data[n]!]] : []))),
      createTask: tell,
      closeTask: tell,
      enterStage: tell,
      raiseIncident: tell,
      endProcess: tell,
      runJob: async job => {
        jobs.push(job)
        return answer(job)
      },
      log: { info() {}, warn: fields => void warned.push(fields), error() {} },
      now: () => hour.now,
      newId: () => `id${String(ids++).padStart(6, '0')}`,
    },
  })
  engine.onStep(step => void steps.push(step))

  return {
    engine,
    alarm,
    told,
    jobs,
    steps,
    /** What the log was warned of. */
    warned,
    set answer(way: typeof answer) {
      answer = way
    },
    set hear(way: typeof hear) {
      hear = way
    },
    set data(values: Record<string, Json>) {
      data = values
    },
    /** Types of what the world was told, in order. */
    heard: () => told.map(({ type }) => type).join(' '),
    async deploy(xml: string) {
      const deployed = await engine.deploy(xml, { by: 'ann' })
      if (!deployed.ok) throw new Error(JSON.stringify(deployed.problems, null, 2))
      return deployed.definitions
    },
    /** Moves the clock and lets everything happen that is due then. */
    async pass(seconds: number) {
      hour.now = new Date(hour.now.getTime() + seconds * 1000)
      await engine.sweep()
    },
    async get(id: string): Promise<ProcessInstance> {
      const instance = await engine.instances.get(id)
      if (!instance) throw new Error(`There is no instance ${id}`)
      return instance
    },
    /** Waits until the instance is as expected. */
    until: (id: string, check: (instance: ProcessInstance) => void) =>
      vi.waitFor(async () => check((await engine.instances.get(id))!), { timeout: 10_000, interval: 5 }),
    /** The token that waits at a node. */
    tokenAt: (instance: ProcessInstance, node: string) => {
      const token = instance.tokens.find(({ at }) => at === node)
      if (!token) throw new Error(`No token at ${node}, only at ${instance.tokens.map(({ at }) => at)}`)
      return token.id
    },
  }
}

export type World = ReturnType<typeof createWorld>

/** A process in BPMN: elements as XML, then flows as `a -> b -> c` lines. */
export function drawing(key: string, elements: string, ...flows: string[]): string {
  const pairs = flows.flatMap(line => {
    const nodes = line.split('->').map(part => part.trim())
    return nodes.slice(1).map((node, n) => [nodes[n]!, node] as const)
  })
  const lines = pairs.map(
    ([from, to]) => `<sequenceFlow id="${from}_${to}" sourceRef="${from}" targetRef="${to}"/>`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:baton="https://baton.dev/schema/bpmn/1.0" id="definitions" targetNamespace="https://baton.dev">
  <message id="paid" name="paid"/><message id="order" name="order"/><signal id="stop" name="stop"/>
  <process id="${key}" name="${key}" isExecutable="true">${elements}${lines.join('')}</process>
</definitions>`
}

export const start = '<startEvent id="start"/>'
export const end = '<endEvent id="end"/>'
export const task = (id: string) => `<userTask id="${id}" name="${id}"/>`
export const job = (id: string, more = 'retries="3" backoff="PT10S"') =>
  `<serviceTask id="${id}" name="${id}"><extensionElements><baton:connector type="echo" result="${id}" ${more}>
  <baton:parameter name="from" value="${id}"/></baton:connector></extensionElements></serviceTask>`
export const timer = (id: string, duration: string) =>
  `<intermediateCatchEvent id="${id}"><timerEventDefinition><timeDuration>${duration}</timeDuration></timerEventDefinition></intermediateCatchEvent>`
export const message = (id: string, key = '=orderId') =>
  `<intermediateCatchEvent id="${id}"><extensionElements><baton:subscription correlationKey="${key}"/></extensionElements><messageEventDefinition messageRef="paid"/></intermediateCatchEvent>`
export const boundary = (id: string, host: string, inside: string, cancel = true) =>
  `<boundaryEvent id="${id}" attachedToRef="${host}" cancelActivity="${cancel}">${inside}</boundaryEvent>`
export const call = (id: string, process: string) =>
  `<callActivity id="${id}" name="${id}" calledElement="${process}"/>`
