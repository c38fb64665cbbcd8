/** Puts the engine together: parts that find each other through one value, and the doors that lead to them. */
import type { Alarm } from '../adapters/alarm.ts'
import type { Store } from '../adapters/store.ts'
import { createClock } from './clock.ts'
import { createCorrelation } from './correlate.ts'
import { createDefinitions } from './definitions.ts'
import { derivedId } from './derivedId.ts'
import { createDesk } from './desk.ts'
import type { Engine, Health, StartRequest } from './engine.ts'
import { createEvaluation } from './evaluate.ts'
import { createJobs } from './jobs.ts'
import { createLanes } from './lanes.ts'
import { createOutbox } from './outbox.ts'
import { createPerform } from './perform.ts'
import type { HistoryEntry, Ports, Stepped } from './ports.ts'
import { createRecords } from './records.ts'
import { backstop, backstopSeconds, createRecovery } from './recover.ts'
import { removeDefinition } from './removal.ts'
import { restart } from './restart.ts'
import { defaults, type Runtime, type Settings } from './runtime.ts'
import { createSchedules } from './schedules.ts'
import { createTimers } from './timers.ts'

export interface EngineOptions {
  store: Store
  ports: Ports
  /** For scheduled starts; without it they do not take place. */
  alarm?: Alarm
  settings?: Partial<Settings>
}

/** Makes an engine. Commands work at once; timers and schedules after `run()`. */
export function createEngine({ store, ports, alarm, settings }: EngineOptions): Engine {
  const clock = createClock(store, ports.now)
  const runtime = {
    store,
    ports,
    alarm,
    clock,
    settings: { ...defaults, ...settings },
    lanes: createLanes(),
    definitions: createDefinitions(store, clock),
    listeners: new Set(),
    calmUntil: 0,
    stopping: false,
  } as unknown as Runtime
  runtime.desk = createDesk(store.instances, runtime.settings.room)
  runtime.perform = createPerform(runtime)
  runtime.outbox = createOutbox(runtime)
  runtime.correlation = createCorrelation(runtime)
  runtime.jobs = createJobs(runtime)
  const timers = createTimers(runtime)
  const schedules = createSchedules(runtime)
  const recovery = createRecovery(runtime, timers, schedules)

  async function start(request: StartRequest): Promise<Stepped> {
    const { key, version, commandId, by, ...rest } = request
    const { definitions } = runtime
    const definition = await (version === undefined
      ? definitions.current(key)
      : definitions.get(key, version))
    const instance =
      request.instance ?? (commandId === undefined ? ports.newId() : derivedId('start', key, commandId))
    return runtime.perform.start({
      id: commandId ?? `start/${instance}`,
      ...(by !== undefined && { by }),
      body: {
        ...rest,
        type: 'start',
        instance,
        definition: { key: definition.key, version: definition.version, hash: definition.hash },
      },
    })
  }

  async function history(id: string, page: { after?: number; limit?: number } = {}): Promise<HistoryEntry[]> {
    const { after = 0, limit = 200 } = page
    // The instance first: an entry that leaves its journal meanwhile is in history by then.
    const [stored] = await store.instances.load([id])
    const filed = await store.history.read(id, { after, limit })
    const last = filed.at(-1)?.revision ?? after
    const rest = stored?.journal.filter(({ revision }) => revision > last) ?? []
    return [...filed, ...rest].slice(0, limit)
  }

  async function health(): Promise<Health> {
    const outbox = runtime.outbox.underWay
    try {
      const [overdue, incidents] = await Promise.all([
        store.instances.count({ overdueBy: 10_000 }),
        store.instances.count({ withIncident: true }),
      ])
      return { ok: true, database: true, overdue, outbox, incidents }
    } catch {
      return { ok: false, database: false, overdue: 0, outbox, incidents: 0 }
    }
  }

  return {
    deploy: async (xml, options) => {
      const deployed = await runtime.definitions.deploy(xml, options)
      if (deployed.ok && alarm) await schedules.plan()
      return deployed
    },
    check: runtime.definitions.check,
    definitions: {
      list: runtime.definitions.list,
      get: runtime.definitions.get,
      versions: runtime.definitions.versions,
      remove: request => removeDefinition(runtime, request),
    },
    start,
    restart: request => restart(runtime, request),
    command: (instance, { id = ports.newId(), ...body }, by) =>
      runtime.perform.command(instance, { body, id, ...(by !== undefined && { by }) }),
    correlate: runtime.correlation.correlate,
    signal: runtime.correlation.signal,
    ...createEvaluation(runtime),
    ...createRecords(runtime),
    jobs: runtime.jobs,
    instances: {
      get: async id => (await store.instances.load([id]))[0]?.instance ?? null,
      find: filter => store.instances.find(filter),
      count: filter => store.instances.count(filter),
      history,
    },
    told: ({ instance, effects }) => runtime.outbox.told(instance._id, effects),
    onStep(listener) {
      runtime.listeners.add(listener)
      return () => void runtime.listeners.delete(listener)
    },
    async run() {
      await store.open()
      await clock.sync()
      timers.start()
      recovery.start()
      await alarm?.every(backstop, backstopSeconds)
      await alarm?.start(key => (key === backstop ? recovery.recover() : schedules.ring(key)))
      await schedules.plan()
    },
    async sweep() {
      await timers.sweep()
      await runtime.correlation.catchUp()
    },
    async stop() {
      runtime.stopping = true
      runtime.jobs.stop()
      await alarm?.stop()
      await Promise.all([timers.stop(), recovery.stop()])
      await runtime.lanes.idle()
      await runtime.outbox.stop(10_000)
      await runtime.lanes.idle()
      await store.close()
    },
    health,
  }
}
