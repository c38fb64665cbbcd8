import {
  type CommandBody,
  type CompiledProcess,
  type Effect,
  type Instant,
  type Json,
  type ProcessInstance,
  step,
  type Trace,
  type UserTask,
  type Variables,
} from '#engine/pure.ts'
import { moved, setPath } from './sample.ts'

/**
 * A process being tried out: the compiled process and `step` are the ones the server runs; only the world is made up.
 * Every act answers a new value, so that going back is taking an earlier one.
 */
export interface Simulation {
  process: CompiledProcess
  instance: ProcessInstance
  /** The pretended moment; it moves when time is skipped. */
  now: Instant
  /** CRM data as expressions read it; forms and connectors write into it. */
  data: Record<string, Json>
  tasks: OpenTask[]
  /** Automatic steps that wait for the tester to say how they went. */
  jobs: Effect[]
  /** Calls of other processes that wait. */
  calls: Effect[]
  /** Everything that would have reached the world: letters, documents, stages, messages. */
  deeds: Deed[]
  /** What happened, step by step. */
  story: Chapter[]
  visited: Record<string, number>
  flows: Record<string, number>
}

/** A task and the token that waits in it. */
export type OpenTask = UserTask & { token: string }

export interface Deed {
  at: Instant
  node?: string
  /** `job:sendEmail`, `stage`, `message`, `signal`, `end`. */
  type: string
  title: string
  detail?: Json
}

/** One command and what it led to. */
export interface Chapter {
  at: Instant
  command: string
  node?: string
  trace: Trace[]
}

export type Played = { ok: true; simulation: Simulation } | { ok: false; reason: string }

export interface Beginning {
  data: Record<string, Json>
  now: Instant
  startEvent?: string
  variables?: Variables
}

/** Starts a compiled process with made-up data. */
export function begin(process: CompiledProcess, beginning: Beginning): Played {
  const blank = {
    process,
    now: beginning.now,
    data: beginning.data,
    tasks: [],
    jobs: [],
    calls: [],
    deeds: [],
    story: [],
    visited: {},
    flows: {},
  }
  return run(blank, null, {
    type: 'start',
    instance: 'test',
    definition: { key: process.key, version: 0, hash: process.hash },
    startEvent: beginning.startEvent,
    variables: beginning.variables,
    subject: { entity: 'deal', id: 'test-deal' },
  })
}

/** Plays one command. */
export const act = (simulation: Simulation, command: CommandBody, node?: string): Played =>
  run(simulation, simulation.instance, command, node)

/** Completes a task as a person would: bound fields go into the CRM data, all values into the process. */
export function completeTask(
  simulation: Simulation,
  task: OpenTask,
  outcome: string,
  values: Variables,
): Played {
  const data = task.form.reduce(
    (data, field) =>
      field.bind && field.key in values ? setPath(data, field.bind, values[field.key]!) : data,
    simulation.data,
  )
  return act(
    { ...simulation, data },
    { type: 'completeTask', token: task.token, outcome, variables: values },
    task.node,
  )
}

/** Finishes an automatic step with a result; what it would have written to the deal is written to the pretended one. */
export function finishJob(simulation: Simulation, job: Effect, output: Json): Played {
  return act(
    { ...simulation, data: written(simulation.data, job) },
    { type: 'completeJob', effect: job.id, output },
    job.node,
  )
}

/** Lets time pass until the next timer, or a given one. */
export function skipTo(simulation: Simulation, timer: string): Played {
  const due = simulation.instance.timers.find(one => one.id === timer)
  if (!due) return { ok: false, reason: 'This timer is gone.' }
  const late = due.due < simulation.now
  const now = late ? simulation.now : due.due
  return act(
    { ...simulation, now, data: moved(simulation.data, now) },
    { type: 'fireTimer', timer },
    due.node,
  )
}

type World = Omit<Simulation, 'instance'>

function run(world: World, instance: ProcessInstance | null, command: CommandBody, node?: string): Played {
  const number = world.story.length + 1
  const result = step(world.process, instance, {
    ...command,
    id: `test-${number}`,
    at: world.now,
    by: 'test',
    data: world.data,
  })
  if (!result.ok) return { ok: false, reason: result.refused.reason }
  const chapter: Chapter = { at: world.now, command: command.type, node, trace: result.trace }
  const next = result.effects.reduce(heed, {
    ...world,
    instance: { ...result.instance, outbox: [] },
    jobs: world.jobs.filter(job => !finishes(command, job)),
    calls: world.calls.filter(call => !(command.type === 'endChild' && call.token === command.token)),
    story: [...world.story, chapter],
    visited: counted(world.visited, result.trace, 'enter', 'node'),
    flows: counted(world.flows, result.trace, 'take', 'flow'),
  })
  const left = gone(next)
  return result.effects.some(effect => effect.type === 'continue')
    ? run(left, left.instance, { type: 'continue' })
    : { ok: true, simulation: left }
}

const finishes = (command: CommandBody, job: Effect): boolean =>
  (command.type === 'completeJob' || command.type === 'failJob' || command.type === 'throwError') &&
  command.effect === job.id

/** What an effect means for the pretended world. */
function heed(simulation: Simulation, effect: Effect): Simulation {
  const deed = (type: string, title: string, detail?: Json): Simulation => ({
    ...simulation,
    deeds: [...simulation.deeds, { at: effect.at, node: effect.node, type, title, detail }],
  })
  switch (effect.type) {
    case 'createTask':
      return {
        ...simulation,
        tasks: [
          ...simulation.tasks.filter(task => task.id !== effect.task.id),
          { ...effect.task, token: effect.token ?? '' },
        ],
      }
    case 'closeTask':
      return { ...simulation, tasks: simulation.tasks.filter(task => task.id !== effect.task) }
    case 'runJob':
      return {
        ...deed(`job:${effect.job.connector}`, effect.job.connector, effect.job.input),
        jobs: [...simulation.jobs, effect],
      }
    case 'startProcess':
      return { ...deed('call', effect.key, effect.variables), calls: [...simulation.calls, effect] }
    case 'enterStage':
      return { ...deed('stage', effect.stage), data: setPath(simulation.data, 'deal.stage', effect.stage) }
    case 'sendMessage':
      return deed('message', effect.name, effect.payload)
    case 'broadcastSignal':
      return deed('signal', effect.name, effect.payload)
    case 'endProcess':
      return deed('end', effect.status)
    default:
      return simulation
  }
}

/** Takes away what belongs to tokens that are no more: a cancelled step's task, job or call. */
function gone(simulation: Simulation): Simulation {
  const alive = new Set(simulation.instance.tokens.map(token => token.id))
  return {
    ...simulation,
    jobs: simulation.jobs.filter(job => !job.token || alive.has(job.token)),
    calls: simulation.calls.filter(call => !call.token || alive.has(call.token)),
    tasks: simulation.tasks.filter(task => alive.has(task.token)),
  }
}

/** What shipped connectors would write to the deal. */
function written(data: Record<string, Json>, job: Effect): Record<string, Json> {
  if (job.type !== 'runJob') return data
  const { connector, input } = job.job
  if (connector === 'moveStage' && typeof input.stage === 'string')
    return setPath(data, 'deal.stage', input.stage)
  if (connector !== 'updateDeal') return data
  const { fields, ...direct } = input
  const custom = typeof fields === 'object' && fields !== null && !Array.isArray(fields) ? fields : {}
  const set = (base: Record<string, Json>, [name, value]: [string, Json]) => setPath(base, name, value)
  const own = Object.entries(direct).filter(([, value]) => value !== null)
  const named = own.map(([name, value]): [string, Json] => [`deal.${name}`, value])
  const extra = Object.entries(custom).map(([name, value]): [string, Json] => [`deal.fields.${name}`, value])
  return [...named, ...extra].reduce(set, data)
}

function counted(
  before: Record<string, number>,
  trace: Trace[],
  verb: Trace['verb'],
  what: 'node' | 'flow',
): Record<string, number> {
  const counts = { ...before }
  for (const entry of trace) {
    const id = entry[what]
    if (entry.verb === verb && id) counts[id] = (counts[id] ?? 0) + 1
  }
  return counts
}
