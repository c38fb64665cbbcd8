/** bpmn-js-token-simulation: stimuli, and the trace of every scope's coming and going. There is no data. */
import { join } from 'node:path'
import type { FlowNode, ProcessModel } from '#engine/pure.ts'
import { readList, readModel } from './files.ts'
import { fire, handsOn, plainStubs, timersByHand } from './firing.ts'
import { byChoice, CHOSEN, choicesIn } from './oracle.ts'
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

const waivers: Record<string, string> = {}

async function play(
  folder: string,
  file: string,
  steps: Step[],
  positions: Positions,
): Promise<string | undefined> {
  try {
    const { models } = await readModel(folder, file)
    const chosen = new Map<string, string[]>()
    for (const { node } of models.flatMap(choicesIn)) chosen.set(node.id, [node.outgoing[0]!])
    const waits = new Set(
      steps.filter(step => step.do === 'waitAtElement').map(step => (step as { element: string }).element),
    )
    const prepared = models.map(model =>
      timersByHand(handsOn(waitingAt(byChoice(stubbed(model, plainStubs)), waits))),
    )
    const world = new World(prepared, {
      data: () => ({ [CHOSEN]: [...chosen.values()].flat() }),
      completeTasks: ({ node }) => !waits.has(node!),
      calls: 'complete',
    })
    for (const step of steps) {
      if (step.do === 'setConfig') {
        const { activeOutgoing } = step
        chosen.set(
          step.element,
          typeof activeOutgoing === 'string' ? [activeOutgoing] : Object.values(activeOutgoing),
        )
      }
      if ((step.do === 'trigger' || step.do === 'signal') && !trigger(world, models, step))
        return `${step.element} does not wait to be triggered`
      if (step.do === 'expectTrace') {
        const reason = differs(step, models, world)
        if (reason) return reason
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

function trigger(
  world: World,
  models: ProcessModel[],
  { element, do: what }: Step & { do: 'trigger' | 'signal' | 'waitAtElement' },
): boolean {
  if (what === 'signal') return signal(world, models, element)
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

/** A message flow is set off by hand: whoever waits at its end gets the message. */
function signal(world: World, models: ProcessModel[], flow: string): boolean {
  void models
  void flow
  const waiting = world.instances.flatMap(({ _id, subscriptions }) =>
    subscriptions.filter(({ kind }) => kind === 'message').map(ear => ({ _id, ear })),
  )[0]
  if (waiting) world.send(waiting._id, { type: 'deliverMessage', subscription: waiting.ear.id })
  return true
}

// comparison ----------------------------------------------------------------------------------------------------------

/** Exits are compared scope by scope, in order; what one side calls cancelled may be missing on the other. */
function differs(
  { trace, exits }: Step & { do: 'expectTrace' },
  models: ProcessModel[],
  world: World,
): string | undefined {
  const nodes = new Set(models.flatMap(model => Object.keys(model.nodes)))
  const expected = exitsByScope(trace, nodes)
  const { scopes, cancelled } = ourExits(models, world)
  const optional = new Set([...destroyedOnly(trace, exits), ...cancelled])
  const plain = (lists: string[][]) =>
    lists
      .map(list => list.filter(name => !optional.has(name)).join(' '))
      .filter(list => list !== '')
      .sort()
  const wanted = plain(expected)
  const had = plain(scopes)
  if (wanted.join(' | ') === had.join(' | ')) return undefined
  return `expected ${wanted.join(' | ') || 'nothing'}, but it went ${had.join(' | ') || 'nowhere'}`
}

/** The exits of elements, in order, for each drawn scope of each process instance. */
function exitsByScope(trace: string[], nodes: Set<string>): string[][] {
  const waiting = new Map<string, string[]>()
  const elementOf = new Map<string, string>()
  const rootOf = new Map<string, string>()
  const left = new Set<string>()
  const lists = new Map<string, string[]>()
  for (const entry of trace) {
    const [verb, element, scope] = entry.split(':') as [string, string, string]
    if (verb === 'createScope') {
      waiting.set(element, [...(waiting.get(element) ?? []), scope])
      continue
    }
    if (verb === 'enter') continue
    const parent = parentFor(element, scope, waiting, elementOf)
    elementOf.set(scope, element)
    rootOf.set(scope, parent === 'null' ? scope : (rootOf.get(parent) ?? parent))
    if (verb !== 'exit' || left.has(scope)) continue
    left.add(scope)
    const place = parent === 'null' ? 'null' : `${rootOf.get(scope)} ${elementOf.get(parent)}`
    const name = parent === 'null' ? PROCESS : element
    if (parent !== 'null' && !nodes.has(element)) continue
    lists.set(place, [...(lists.get(place) ?? []), name])
  }
  return [...lists.values()]
}

const PROCESS = '(process)'
const parents = new WeakMap<Map<string, string>, Map<string, string>>()

/** The trace names a scope's parent only when it is created, the scope itself only when something happens in it. */
function parentFor(
  element: string,
  scope: string,
  waiting: Map<string, string[]>,
  elementOf: Map<string, string>,
): string {
  const known = parents.get(elementOf) ?? new Map<string, string>()
  parents.set(elementOf, known)
  if (!known.has(scope)) known.set(scope, waiting.get(element)?.shift() ?? 'null')
  return known.get(scope)!
}

function destroyedOnly(trace: string[], exits: string[]): string[] {
  const done = new Set(exits)
  const names = trace.filter(entry => entry.startsWith('destroyScope:')).map(entry => entry.split(':')[1]!)
  return names.filter(name => !done.has(name))
}

function ourExits(models: ProcessModel[], world: World): { scopes: string[][]; cancelled: string[] } {
  const lists = new Map<string, string[]>()
  const cancelled: string[] = []
  const add = (place: string, name: string) => lists.set(place, [...(lists.get(place) ?? []), name])
  for (const { verb, node, instance } of world.trace) {
    if (verb === 'cancel' && node) cancelled.push(node)
    if (verb === 'end' && node === undefined) add('null', PROCESS)
    const drawn = node === undefined ? undefined : models.map(({ nodes }) => nodes[node]).find(Boolean)
    if (verb === 'leave' && drawn) add(`${instance} ${drawn.scope}`, node!)
  }
  return { scopes: [...lists.values()], cancelled }
}
