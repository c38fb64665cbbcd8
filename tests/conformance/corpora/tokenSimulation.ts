/** bpmn-js-token-simulation: stimuli, and the trace of every scope's coming and going. There is no data. */
import { join } from 'node:path'
import type { FlowNode, ProcessModel } from '#engine/pure.ts'
import { type MessageFlow, readCollaboration, readList, readModel } from './files.ts'
import { eventsByHand, fire, handsOn, plainStubs } from './firing.ts'
import { byChoice, CHOSEN, choicesIn } from './oracle.ts'
import type { Seen } from './people.ts'
import type { Positions } from './positions.ts'
import { reasonOf, type Verdict } from './report.ts'
import { stubbed } from './stubs.ts'
import { World } from './world.ts'

interface Scenario {
  model: string
  steps: Step[]
}

type Step =
  | { do: 'setConfig'; element: string; activeOutgoing: string | Record<string, string> }
  | { do: 'waitAtElement' | 'trigger' | 'signal'; element: string; scope?: string }
  | { do: 'expectTrace'; trace: string[]; exits: string[] }

/** Plays every scenario; none when the folder has no token-simulation. */
export async function runTokenSimulation(corpora: string, positions: Positions): Promise<Verdict[]> {
  const folder = join(corpora, 'token-simulation')
  const verdicts: Verdict[] = []
  for (const [index, { model, steps }] of (readList<Scenario>(folder, 'scenarios.json') ?? []).entries()) {
    const reason = await play(folder, model, steps, positions)
    const waiver =
      reason === undefined ? undefined : waivers[model.replace(/^models\/Simulator\.|\.bpmn$/g, '')]
    verdicts.push({
      model,
      case: String(index + 1),
      ...(reason !== undefined && { reason }),
      ...(waiver && { waiver }),
    })
  }
  return verdicts
}

const waivers: Record<string, string> = {
  'event-sub-process-multiple-starts': 'BPMN 2.0.2 §10.3.5: an event sub-process has one start event only',
}

async function play(
  folder: string,
  file: string,
  steps: Step[],
  positions: Positions,
): Promise<string | undefined> {
  try {
    const { models } = await readModel(folder, file)
    const post = new Post(folder, file, models)
    const chosen = new Map<string, string[]>()
    for (const { node } of models.flatMap(choicesIn)) chosen.set(node.id, [node.outgoing[0]!])
    const waits = new Set([
      ...post.awaited,
      ...steps.flatMap(step => (step.do === 'waitAtElement' ? step.element : [])),
    ])
    const prepared = models.map(model =>
      eventsByHand(handsOn(waitingAt(byChoice(stubbed(model, plainStubs)), waits))),
    )
    const world = new World(prepared, {
      data: () => ({ [CHOSEN]: [...chosen.values()].flat() }),
      completeTasks: ({ node }) => !waits.has(node!),
      calls: 'complete',
      silent: true,
      after: (world, seen) => post.carry(world, seen),
    })
    let told = 0
    const before: string[] = []
    for (const step of steps) {
      if (step.do === 'setConfig') {
        const { activeOutgoing } = step
        chosen.set(
          step.element,
          typeof activeOutgoing === 'string' ? [activeOutgoing] : Object.values(activeOutgoing),
        )
      }
      if (step.do === 'signal') post.deliver(world, step.element)
      if (step.do === 'trigger' && !trigger(world, models, step.element))
        return `${step.element} does not wait to be triggered`
      passOver(world)
      if (step.do === 'expectTrace') {
        const reason = differs(step, before, models, world, told)
        if (reason) return reason
        told = world.trace.length
        before.push(...step.trace)
      }
    }
    const [broken] = world.check()
    if (!broken) positions.add(models, world.trace)
    return broken
  } catch (cause) {
    return reasonOf(cause)
  }
}

/** Everything passes at once but what the scenario holds back and what waits for an event. */
function waitingAt(model: ProcessModel, waits: Set<string>): ProcessModel {
  for (const node of Object.values(model.nodes)) {
    if (waits.has(node.id) && 'boundary' in node && node.type !== 'subProcess') {
      model.nodes[node.id] = { ...node, type: 'userTask', assignment: {}, form: [] } as FlowNode
    }
  }
  return model
}

function trigger(world: World, models: ProcessModel[], element: string): boolean {
  const work = world.work().find(({ effect }) => effect.node === element)
  if (work) {
    world.finish(work)
    return true
  }
  if (fire(world, element)) return true
  const model = models.find(({ nodes }) => nodes[element])
  if (!model) return false
  const node = model.nodes[element]!
  if (node.type === 'startEvent' && node.scope === model.key) world.start(model.key, { startEvent: element })
  else if (node.incoming.length === 0) world.start(model.key)
  else return false
  return true
}

/** With us an error that nothing catches waits for a person; in the simulation it just ends there, so it is passed over. */
function passOver(world: World): void {
  for (const { _id: id, incidents } of world.instances)
    for (const incident of incidents)
      if (incident.thrown) world.send(id, { type: 'skipIncident', incident: incident.id })
}

/** Carries messages along the drawn message flows: at the end of each, somebody waits or something starts. */
class Post {
  private readonly flows: MessageFlow[]
  private readonly models: ProcessModel[]
  private waiting: MessageFlow[] = []

  constructor(folder: string, file: string, models: ProcessModel[]) {
    const { flows } = readCollaboration(folder, file)
    this.flows = flows
    this.models = models
  }

  carry(world: World, seen: Seen[]): void {
    for (const { verb, node } of seen) {
      if (verb !== 'leave') continue
      for (const flow of this.flows) if (flow.source === node) this.deliver(world, flow.id)
    }
    for (const flow of this.waiting.splice(0)) this.deliver(world, flow.id)
  }

  /** Plain tasks at the end of a message flow wait for the message. */
  get awaited(): string[] {
    return this.flows
      .map(({ target }) => target)
      .filter(id => this.models.some(({ nodes }) => nodes[id]?.type === 'task'))
  }

  deliver(world: World, id: string): void {
    const flow = this.flows.find(flow => flow.id === id)!
    const work = world.work().find(({ effect }) => effect.node === flow.target)
    if (work) world.finish(work)
    if (work || fire(world, flow.target)) return
    const model = this.models.find(({ nodes }) => nodes[flow.target])
    const node = model?.nodes[flow.target]
    if (model && node?.type === 'startEvent') world.start(model.key, { startEvent: node.id })
    else if (node) this.waiting.push(flow)
  }
}

// comparison ----------------------------------------------------------------------------------------------------------

/**
 * Exits are compared scope by scope: the same elements equally often, and in the same order wherever a flow leads from
 * one to the other; branches side by side may take turns as they like. What one side calls cancelled may be missing
 * on the other.
 */
function differs(
  { trace, exits }: Step & { do: 'expectTrace' },
  before: string[],
  models: ProcessModel[],
  world: World,
  from: number,
): string | undefined {
  const nodes = new Map(
    models.flatMap(model => Object.values(model.nodes).map(({ id, scope }) => [id, scope] as const)),
  )
  const { scopes, cancelled } = ourExits(models, world, from)
  const optional = new Set([...destroyedOnly(trace, exits), ...cancelled])
  const told = (lists: string[][]) =>
    lists.map(list => list.filter(name => !optional.has(name))).filter(list => list.length > 0)
  const counted = new Set(exits.map(name => name.replace(/_plane$/, '')))
  const wanted = told(exitsByScope(before, trace, counted, nodes))
  const had = told(scopes)
  const flows = models.flatMap(model => Object.values(model.flows))
  const pairs = flows.map(({ source, target }) => [source, target] as const)
  if (signature(wanted, pairs) === signature(had, pairs)) return undefined
  const shown = (lists: string[][]) =>
    lists
      .map(list => list.join(' '))
      .sort()
      .join(' | ')
  return `expected ${shown(wanted) || 'nothing'}, but it went ${shown(had) || 'nowhere'}`
}

/** Equal for lists that differ only in how independent elements take turns. */
function signature(lists: string[][], pairs: (readonly [string, string])[]): string {
  const one = (list: string[]) => {
    const order = pairs.map(([a, b]) => list.filter(name => name === a || name === b).join(' '))
    return JSON.stringify([[...list].sort(), order])
  }
  return lists.map(one).sort().join('\n')
}

/** The exits of elements, in order, for each drawn scope of each process instance. */
function exitsByScope(
  before: string[],
  trace: string[],
  exits: Set<string>,
  nodes: Map<string, string>,
): string[][] {
  const scopes = scopesIn([...before, ...trace])
  const left = new Set<string>()
  const lists = new Map<string, string[]>()
  for (const entry of trace) {
    const [verb, element, letter] = partsOf(entry)
    if (verb !== 'exit' || left.has(letter) || !exits.has(element)) continue
    left.add(letter)
    const { parent } = scopes.get(letter)!
    if (parent !== 'null' && !nodes.has(element)) continue
    const place = parent === 'null' ? 'null' : placeOf(scopes, parent, nodes.get(element))
    lists.set(place, [...(lists.get(place) ?? []), parent === 'null' ? PROCESS : element])
  }
  return [...lists.values()]
}

const PROCESS = '(process)'

interface Scope {
  element: string
  parent: string
}

/** A scope's parent is told when it is made, its own letter only when something happens in it: matched in order. */
function scopesIn(trace: string[]): Map<string, Scope> {
  const made = new Map<string, string[]>()
  const scopes = new Map<string, Scope>()
  for (const entry of trace) {
    const [verb, element, letter] = partsOf(entry)
    if (verb === 'createScope') made.set(element, [...(made.get(element) ?? []), letter])
    else if (verb !== 'enter' && !scopes.has(letter))
      scopes.set(letter, { element, parent: made.get(element)?.shift() ?? 'null' })
  }
  return scopes
}

/**
 * The scope in which it happened: the one it is drawn in, if it is around. (There the handler of a sub-process runs inside
 * what it undoes.)
 */
function placeOf(scopes: Map<string, Scope>, parent: string, drawn: string | undefined): string {
  const around = [parent]
  for (let at = scopes.get(parent); at && at.parent !== 'null'; at = scopes.get(at.parent))
    around.push(at.parent)
  const own = around.find(letter => scopes.get(letter)?.element === drawn) ?? parent
  return `${rootOf(scopes, own)} ${scopes.get(own)?.element}`
}

function rootOf(scopes: Map<string, Scope>, letter: string): string {
  const parent = scopes.get(letter)?.parent ?? 'null'
  return parent === 'null' ? letter : rootOf(scopes, parent)
}

function destroyedOnly(trace: string[], exits: string[]): string[] {
  const done = new Set(exits)
  const names = trace.filter(entry => entry.startsWith('destroyScope:')).map(entry => entry.split(':')[1]!)
  return names.filter(name => !done.has(name))
}

function ourExits(
  models: ProcessModel[],
  world: World,
  from: number,
): { scopes: string[][]; cancelled: string[] } {
  const lists = new Map<string, string[]>()
  const cancelled: string[] = []
  const add = (place: string, name: string) => lists.set(place, [...(lists.get(place) ?? []), name])
  for (const { verb, node, instance } of world.trace.slice(from)) {
    if (verb === 'cancel' && node) cancelled.push(node)
    if (verb === 'end' && node === undefined) add('null', PROCESS)
    const drawn = node === undefined ? undefined : models.map(({ nodes }) => nodes[node]).find(Boolean)
    if (verb === 'leave' && drawn) add(`${instance} ${drawn.scope}`, node!)
  }
  return { scopes: [...lists.values()], cancelled }
}

/** `verb:element:letter`; a collapsed sub-process drawn on a plane of its own is itself. */
function partsOf(entry: string): [verb: string, element: string, letter: string] {
  const [verb, element, letter] = entry.split(':') as [string, string, string]
  return [verb, element.replace(/_plane$/, ''), letter]
}
