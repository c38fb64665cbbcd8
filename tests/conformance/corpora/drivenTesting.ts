/** bpmn-driven-testing: a path of node ids that a run must be able to take. */
import { join } from 'node:path'
import type { ProcessModel } from '#engine/pure.ts'
import { readList, readModel } from './files.ts'
import { fire, handsOn, plainStubs, throwAt } from './firing.ts'
import { byChoice, CHOSEN, choicesIn } from './oracle.ts'
import type { Positions } from './positions.ts'
import { reasonOf, type Verdict } from './report.ts'
import { stubbed } from './stubs.ts'
import { World } from './world.ts'

interface Scenario {
  model: string
  cases: { name?: string; path: string[] }[]
}

/** Walks every path; none when the folder has no driven-testing. */
export async function runDrivenTesting(corpora: string, positions: Positions): Promise<Verdict[]> {
  const folder = join(corpora, 'driven-testing')
  const verdicts: Verdict[] = []
  for (const { model, cases } of readList<Scenario>(folder, 'scenarios.json') ?? []) {
    for (const { path } of cases) {
      const reason = await walk(folder, model, path, positions)
      const waiver = reason?.startsWith(NO_WAY) ? 'the path is not one of the drawing' : undefined
      verdicts.push({
        model,
        case: path.join(' '),
        ...(reason !== undefined && { reason }),
        ...(waiver && { waiver }),
      })
    }
  }
  return verdicts
}

const NO_WAY = 'the drawing has no such way'

async function walk(
  folder: string,
  file: string,
  wanted: string[],
  positions: Positions,
): Promise<string | undefined> {
  try {
    const { models } = await readModel(folder, file)
    const model =
      models.find(({ nodes }) => wanted.every(id => nodes[id])) ??
      models.find(({ nodes }) => wanted.some(id => nodes[id]))
    const path = wanted.filter(id => model?.nodes[id])
    if (wanted.length === 0) return undefined
    if (!model || path.length === 0) return `${NO_WAY}: it has none of ${wanted.join(', ')}`
    const gap = path.slice(1).find((to, i) => !leadsTo(model, path[i]!, to))
    if (gap !== undefined) return `${NO_WAY}: nothing leads to ${gap}`
    const prepared = models.map(model => handsOn(byChoice(stubbed(model, plainStubs))))
    const chosen = flowsAlong(model, path)
    const world = new World(prepared, {
      data: () => ({ [CHOSEN]: chosen }),
      job: () => ({ type: 'wait' }),
      calls: 'wait',
    })
    const first = model.nodes[path[0]!]!
    const direct = first.type === 'startEvent' && first.scope === model.key
    const id = world.start(model.key, direct ? { startEvent: first.id } : { startAt: first.id })
    const reason = follow(world, model, id, path)
    const [broken] = world.check()
    if (reason === undefined && broken === undefined) positions.add(models, world.trace)
    return reason ?? broken
  } catch (cause) {
    return reasonOf(cause)
  }
}

/** The flows to take so that the path is walked: the shortest ways between its nodes, elsewhere the first. */
function flowsAlong(model: ProcessModel, path: string[]): string[] {
  const chosen = new Set(path.slice(1).flatMap((to, i) => wayBetween(model, path[i]!, to) ?? []))
  for (const { flows } of choicesIn(model)) {
    if (!flows.some(flow => chosen.has(flow))) chosen.add(flows[0]!)
  }
  return [...chosen]
}

/** Whether a node can follow another, by flows, by a boundary event, or in or out of a sub-process. */
function leadsTo(model: ProcessModel, from: string, to: string): boolean {
  const source = model.nodes[from]!
  const target = model.nodes[to]!
  if (target.type === 'boundaryEvent' || source.scope !== target.scope) return true
  return wayBetween(model, from, to) !== undefined
}

/** The flows of the shortest way, which may go through links; undefined when there is none. */
function wayBetween(model: ProcessModel, from: string, to: string): string[] | undefined {
  const ways: [node: string, flows: string[]][] = [[from, []]]
  const seen = new Set([from])
  for (let way = ways.shift(); way; way = ways.shift()) {
    for (const flow of model.nodes[way[0]]?.outgoing ?? []) {
      const { target } = model.flows[flow]!
      if (target === to) return [...way[1], flow]
      if (!seen.has(target)) ways.push([target, [...way[1], flow]])
      seen.add(target)
    }
    for (const target of linkedFrom(model, way[0])) {
      if (target === to) return way[1]
      if (!seen.has(target)) ways.push([target, way[1]])
      seen.add(target)
    }
  }
  return undefined
}

function linkedFrom(model: ProcessModel, id: string): string[] {
  const node = model.nodes[id]
  if (node?.type !== 'throwEvent') return []
  const names = node.triggers.flatMap(trigger => (trigger.type === 'link' ? [trigger.name] : []))
  return Object.values(model.nodes)
    .filter(
      other =>
        other.type === 'catchEvent' &&
        other.triggers.some(trigger => trigger.type === 'link' && names.includes(trigger.name)),
    )
    .map(other => other.id)
}

/** Goes from node to node; a reason when the next one cannot be reached. */
function follow(world: World, model: ProcessModel, id: string, path: string[]): string | undefined {
  for (let guard = 0; guard < 200; guard++) {
    const visited = world.trace
      .filter(entry => entry.instance === id && entry.verb === 'enter')
      .map(({ node }) => node)
    let at = 0
    for (const node of visited) if (node === path[at]) at++
    if (at === path.length)
      return endsInError(model, path) || goesRound(world) ? undefined : incidentIn(world)
    if (!goOn(world, model, id, path[at - 1], path[at]!)) {
      return `${path[at]} is not reached after ${path[at - 1] ?? 'the start'} (${incidentIn(world) ?? visited.join(' ')})`
    }
  }
  return `the path is not walked in 200 steps`
}

function goOn(world: World, model: ProcessModel, id: string, from: string | undefined, to: string): boolean {
  const target = model.nodes[to]!
  if (target.type === 'boundaryEvent' && (throwAt(world, model, target) || fire(world, to, id))) return true
  const work = world.work()
  const next = work.find(({ effect }) => effect.node === from) ?? work[0]
  if (next) {
    world.finish(next)
    return true
  }
  return fire(world, to, id) || (from !== undefined && fire(world, from, id)) || fireAny(world, id)
}

function fireAny(world: World, id: string): boolean {
  const { timers, subscriptions } = world.instance(id)
  const [ear] = [...timers, ...subscriptions]
  return ear ? fire(world, ear.node, id) : false
}

/** An error that nothing catches is an incident with us; the path is walked all the same. */
function endsInError(model: ProcessModel, path: string[]): boolean {
  const last = model.nodes[path.at(-1)!]!
  return last.type === 'endEvent' && last.triggers.some(({ type }) => type === 'error')
}

/** A path that is part of a loop is walked for ever, as the choices stay what they are. */
function goesRound(world: World): boolean {
  return world.instances.some(({ incidents }) => incidents.some(({ code }) => code === 'livelock'))
}

function incidentIn(world: World): string | undefined {
  const [incident] = world.instances.flatMap(({ incidents }) => incidents)
  return incident && `incident at ${incident.node}: ${incident.message}`
}
