/** nayra's patterns: data and events in, the activities that ran out, in order. */
import { join } from 'node:path'
import { type Json, type ProcessModel, waysOut } from '#engine/pure.ts'
import { readList, readModel } from './files.ts'
import type { Work } from './people.ts'
import type { Positions } from './positions.ts'
import { reasonOf, type Verdict } from './report.ts'
import { feel, literal, type Stubs, stubbed } from './stubs.ts'
import { World } from './world.ts'

interface Scenario {
  model: string
  cases: Case[]
}

interface Case {
  startEvent: string
  data: Record<string, Json>
  events?: string[]
  result: string[]
  errors?: { element: string; error: string }[]
}

/** `test.contains("a")` asks for the datum `a`. */
const CONTAINS = /^test\.contains\(["'](\w+)["']\)$/

const waivers: Record<string, string> = {
  MultiInstance_CardinalityZero:
    'BPMN 2.0.2 §13.3.7: with no instance to run the activity is over, and no error',
  MultiInstance_EmptyInputItems:
    'BPMN 2.0.2 §13.3.7: with no instance to run the activity is over, and no error',
  MultiInstance_Sequential_Invalid_CompletionCondition:
    'a completion condition that cannot be evaluated is an incident with us, never silently false',
}

/** Runs every case; none when the folder has no nayra. */
export async function runNayra(corpora: string, positions: Positions): Promise<Verdict[]> {
  const folder = join(corpora, 'nayra')
  const verdicts: Verdict[] = []
  for (const { model, cases } of readList<Scenario>(folder, 'scenarios.json') ?? []) {
    for (const [index, test] of cases.entries()) {
      const reason = await runCase(folder, model, test, positions)
      const waiver = reason === undefined ? undefined : waivers[model.replace(/^models\/|\.bpmn$/g, '')]
      verdicts.push({
        model,
        case: `${index + 1} ${JSON.stringify(test.data).slice(0, 60)}`,
        ...(reason !== undefined && { reason }),
        ...(waiver && { waiver }),
      })
    }
  }
  return verdicts
}

/** The result names the tasks in the order in which they are done; the events come where no task can be. */
async function runCase(
  folder: string,
  file: string,
  test: Case,
  positions: Positions,
): Promise<string | undefined> {
  const done: string[] = []
  try {
    const { models } = await readModel(folder, file)
    const stubs = stubsFor(test.data)
    const world = new World(
      models.map(model => waitingTasks(untilLoops(stubbed(model, stubs)))),
      { job: () => ({ type: 'wait' }) },
    )
    const main = models.find(({ nodes }) => nodes[test.startEvent])!
    if (!begins(main, test)) return test.result.length === 0 ? undefined : `${main.key} does not begin`
    world.start(main.key, { startEvent: test.startEvent, variables: test.data })
    const events = [...(test.events ?? [])]
    const failing = (test.errors ?? []).map(({ element }) => element)
    const caught = new Set<string>()
    for (const id of test.result) {
      while (events.length > 0 && !find(world, id)) trigger(world, events.shift()!)
      if (!find(world, id)) for (const element of catchFailures(world, failing)) caught.add(element)
      const work = find(world, id)
      if (!work)
        return `expected ${test.result.join(' ')}; after ${done.join(' ') || 'nothing'} there is no ${id} to do ${stateOf(world)}`
      if (scriptOf(work.effect).startsWith('throw ')) fail(world, work)
      else world.finish(work, outputOf(work.effect))
      done.push(id)
    }
    const [broken] = world.check()
    if (broken) return broken
    const reason = ending(
      world,
      failing.filter(element => !caught.has(element)),
    )
    if (reason === undefined) positions.add(models, world.trace)
    return reason
  } catch (cause) {
    return `${reasonOf(cause)} after ${done.join(' ')}`
  }
}

function find(world: World, id: string) {
  return world.work().find(({ effect }) => effect.node === id)
}

/** A process with a conditional start event begins only when its condition holds. */
function begins(model: ProcessModel, { startEvent, data }: Case): boolean {
  const node = model.nodes[startEvent]!
  const [trigger] = node.type === 'startEvent' ? node.triggers : []
  if (trigger?.type !== 'conditional') return true
  const { condition } = trigger
  const text = condition.type === 'literal' ? String(condition.value) : condition.text
  const asked = CONTAINS.exec(text)
  return !asked || data[asked[1]!] === 1
}

type Effect = Work['effect']

function scriptOf(effect: Effect): string {
  return effect.type === 'runJob' ? String(effect.job.input.script).trim() : ''
}

/** What the PHP script returns, if it is a constant or a number one higher. */
function outputOf(effect: Effect): Json {
  const script = scriptOf(effect)
  if (effect.type === 'runJob' && script.includes("['integerVariable' => "))
    return { integerVariable: Number(effect.job.input.integerVariable) + 1 }
  const constant = /^return \['(\w+)' => ["']([^"']*)["']\];$/.exec(script)
  return constant ? { [constant[1]!]: constant[2]! } : null
}

function fail(world: World, { instance, effect }: Work): void {
  world.send(instance, { type: 'throwError', effect: effect.id, code: 'script' })
}

/** There wrong data are an error that is caught; here they are an incident that a person gives to the same event. */
function catchFailures(world: World, failing: string[]): string[] {
  return world.instances.flatMap(instance =>
    instance.incidents.flatMap(incident => {
      const process = world.processes.get(instance.definition.key)!
      const [event] = waysOut(process, instance, incident).events
      if (!failing.includes(incident.node) || !event) return []
      const command = { type: 'catchIncident', incident: incident.id, event: event.id } as const
      return world.send(instance._id, command) === null ? [incident.node] : []
    }),
  )
}

function ending(world: World, failing: string[]): string | undefined {
  const incidents = world.instances.flatMap(({ incidents }) => incidents)
  if (failing.length > 0) {
    return incidents.some(({ node }) => failing.includes(node))
      ? undefined
      : `expected a failure at ${failing.join(' ')}`
  }
  if (incidents[0]) return `incident at ${incidents[0].node}: ${incidents[0].message}`
  return world.instances.every(({ status }) => status !== 'running')
    ? undefined
    : `it does not end ${stateOf(world)}`
}

function stateOf(world: World): string {
  const tokens = world.instances.flatMap(({ tokens }) => tokens.map(({ at, state }) => `${at} ${state}`))
  const incidents = world.instances.flatMap(({ incidents }) => incidents.map(({ message }) => message))
  return `(${[...tokens, ...incidents].join(', ')})`
}

/** Where nayra's `task` waits for somebody, BPMN's passes by itself; it becomes a user task here. */
function waitingTasks(model: ProcessModel): ProcessModel {
  for (const node of Object.values(model.nodes)) {
    if (node.type === 'task') model.nodes[node.id] = { ...node, type: 'userTask', assignment: {}, form: [] }
  }
  return model
}

/** Fires the event that waits at that element. */
function trigger(world: World, element: string): void {
  for (const instance of world.instances) {
    const timer = instance.timers.find(({ node }) => node === element)
    if (timer) world.send(instance._id, { type: 'fireTimer', timer: timer.id })
    const ear = instance.subscriptions.find(({ node }) => node === element)
    if (ear?.kind === 'message') world.send(instance._id, { type: 'deliverMessage', subscription: ear.id })
    if (ear?.kind === 'signal') world.send(instance._id, { type: 'deliverSignal', subscription: ear.id })
  }
}

/** The conditions are PHP closures of the original tests. */
function stubsFor(data: Record<string, Json>): Stubs {
  return {
    scripts: true,
    reads: ['integerVariable'],
    expression(expression, where) {
      const text = (expression.type === 'literal' ? String(expression.value) : expression.text).trim()
      const contains = CONTAINS.exec(text)
      if (contains) return literal(data[contains[1]!] === 1)
      const datum = /^(?:test->data|\$data)\['(\w+)'\](.*)$/.exec(text)
      if (!datum) return undefined
      // In a round, what its script returned comes before what the item holds.
      const name =
        where === 'completion' ? `(if ${datum[1]} = null then item.${datum[1]} else ${datum[1]})` : datum[1]
      return feel(`${name}${datum[2]!.replace('==', ' = ')}`)
    },
  }
}

/** nayra leaves a standard loop that is tested afterwards when its condition holds; BPMN repeats while it holds (§10.3.7.1). */
function untilLoops(model: ProcessModel): ProcessModel {
  for (const node of Object.values(model.nodes)) {
    if (!('loop' in node) || node.loop?.type !== 'standard') continue
    if (!node.loop.condition || node.loop.testBefore) continue
    const { condition } = node.loop
    const text = condition.type === 'literal' ? String(condition.value) : condition.text
    node.loop.condition = feel(`not(${text})`)
  }
  return model
}
