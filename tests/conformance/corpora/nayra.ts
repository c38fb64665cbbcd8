/** nayra's patterns: data and events in, the activities that ran out, in order. */
import { join } from 'node:path'
import type { Json, ProcessModel } from '#engine/pure.ts'
import { readList, readModel } from './files.ts'
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

/** Runs every case; none when the folder has no nayra. */
export async function runNayra(corpora: string, positions: Positions): Promise<Verdict[]> {
  const folder = join(corpora, 'nayra')
  const verdicts: Verdict[] = []
  for (const { model, cases } of readList<Scenario>(folder, 'scenarios.json') ?? []) {
    for (const [index, test] of cases.entries()) {
      const reason = await runCase(folder, model, test, positions)
      verdicts.push({
        model,
        case: `${index + 1} ${JSON.stringify(test.data).slice(0, 60)}`,
        ...(reason !== undefined && { reason }),
      })
    }
  }
  return verdicts
}

async function runCase(
  folder: string,
  file: string,
  test: Case,
  positions: Positions,
): Promise<string | undefined> {
  const ran: string[] = []
  try {
    const { models } = await readModel(folder, file)
    const stubs = stubsFor(test.data)
    const world = new World(
      models.map(model => untilLoops(stubbed(model, stubs))),
      {
        job: ({ job }) => {
          const { script, integerVariable } = job.input
          if (!String(script).includes("['integerVariable' => ")) return { type: 'done' }
          return { type: 'done', output: { integerVariable: Number(integerVariable) + 1 } }
        },
        completeTasks: () => true,
      },
    )
    const main = models.find(({ nodes }) => nodes[test.startEvent])!
    world.start(main.key, { startEvent: test.startEvent, variables: test.data })
    for (const event of test.events ?? []) trigger(world, event)
    const called = models.find(model => model !== main)
    for (const entry of world.trace) {
      const node = entry.node ? main.nodes[entry.node] : undefined
      const counts =
        node && /Task$|^task$/.test(node.type) && !(called && entry.node && called.nodes[entry.node])
      if (entry.verb === 'enter' && counts) ran.push(node.id)
    }
    const [broken] = world.check()
    if (broken) return broken
    return verdictOf(test, ran, world) ?? (positions.add(models, world.trace), undefined)
  } catch (cause) {
    return `${reasonOf(cause)} after ${ran.join(' ')}`
  }
}

function verdictOf(test: Case, ran: string[], world: World): string | undefined {
  const incidents = world.instances.flatMap(({ incidents }) => incidents)
  const failed = (test.errors ?? []).map(({ element }) => element)
  const expected = failed.length > 0 ? test.result.slice(0, -1) : test.result
  const had = failed.length > 0 ? ran.filter(id => !failed.includes(id)) : ran
  if (had.join() !== expected.join())
    return `expected ${expected.join(' ')}, but it ran ${had.join(' ') || 'nothing'}`
  if (failed.length > 0) {
    return incidents.some(({ node }) => failed.includes(node))
      ? undefined
      : `expected a failure at ${failed.join(' ')}`
  }
  if (incidents[0]) return `incident at ${incidents[0].node}: ${incidents[0].message}`
  return undefined
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

/** The conditions are PHP closures of the original tests: `test.contains("a")` asks for the datum `a`. */
function stubsFor(data: Record<string, Json>): Stubs {
  return {
    scripts: true,
    reads: ['integerVariable'],
    expression(expression) {
      const text = (expression.type === 'literal' ? String(expression.value) : expression.text).trim()
      const contains = /^test\.contains\("(\w+)"\)$/.exec(text)
      if (contains) return literal(data[contains[1]!] === 1)
      const datum = /^(?:test->data|\$data)\['(\w+)'\](.*)$/.exec(text)
      if (!datum) return undefined
      return feel(`${datum[1]}${datum[2]!.replace('==', ' = ')}`)
    },
  }
}

/** nayra leaves a standard loop when its condition holds; BPMN repeats while it holds (§10.3.7.1). */
function untilLoops(model: ProcessModel): ProcessModel {
  for (const node of Object.values(model.nodes)) {
    if (!('loop' in node) || node.loop?.type !== 'standard' || !node.loop.condition) continue
    const { condition } = node.loop
    const text = condition.type === 'literal' ? String(condition.value) : condition.text
    node.loop.condition = feel(`not(${text})`)
  }
  return model
}
