import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { is, list, type Moddle } from '#designer/modeler/dialect.ts'
import { createDrawingModel } from '#designer/modeler/moddle.ts'
import { type OutlineStep, outlineOf } from '#designer/outline/outline.ts'

describe('A drawing reads as an outline', () => {
  it('lists every step of a shipped process exactly once', async () => {
    const process = await processOf(readFileSync('processes/b2b-sale.bpmn', 'utf8'))
    const listed = idsOf(outlineOf(process)).sort()
    expect(listed).toEqual([...nodeIds(process)].sort())
  })

  it('goes on where ways meet, instead of nesting for ever', async () => {
    const process = await processOf(
      drawn('start>choice choice>a choice>b a>join b>join join>after after>end', {
        choice: 'exclusiveGateway',
        join: 'exclusiveGateway',
      }),
    )
    expect(told(outlineOf(process))).toEqual(['start', 'choice', '  a', '  b', 'join', 'after', 'end'])
  })

  it('ends at a step that was listed before, and says where it goes on', async () => {
    const process = await processOf(drawn('start>a a>b b>a', {}))
    const steps = outlineOf(process)
    expect(told(steps)).toEqual(['start', 'a', 'b'])
    expect(steps.at(-1)?.goesTo).toEqual({ id: 'a', name: 'a', unnamed: true, sort: 'task' })
  })

  it('lists a loop that nothing leads to', async () => {
    const process = await processOf(drawn('a>b b>a', {}))
    expect(told(outlineOf(process))).toEqual(['a', 'b'])
  })
})

async function processOf(xml: string): Promise<Moddle> {
  const { rootElement } = await createDrawingModel().fromXML(xml)
  return list(rootElement, 'rootElements').find(root => is(root, 'bpmn:Process'))!
}

function drawn(flows: string, types: Record<string, string>): string {
  const pairs = flows.split(' ').map(flow => flow.split('>') as [string, string])
  const names = [...new Set(pairs.flat())]
  const nodes = names.map(name => {
    const type = types[name] ?? (name === 'start' ? 'startEvent' : name === 'end' ? 'endEvent' : 'task')
    const out = pairs
      .filter(([from]) => from === name)
      .map(([from, to]) => `<outgoing>${from}-${to}</outgoing>`)
    const into = pairs
      .filter(([, to]) => to === name)
      .map(([from, to]) => `<incoming>${from}-${to}</incoming>`)
    return `<${type} id="${name}">${into.join('')}${out.join('')}</${type}>`
  })
  const lines = pairs.map(
    ([from, to]) => `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}"/>`,
  )
  return `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p">${nodes.join('')}${lines.join('')}</process></definitions>`
}

const told = (steps: OutlineStep[], indent = ''): string[] =>
  steps.flatMap(step => [
    indent + step.id,
    ...told(step.inside, `${indent}  `),
    ...step.branches.flatMap(branch => told(branch.steps, branch.isMain ? indent : `${indent}  `)),
  ])

const idsOf = (steps: OutlineStep[]): string[] =>
  steps.flatMap(step => [
    step.id,
    ...idsOf(step.inside),
    ...step.branches.flatMap(branch => [
      ...(branch.kind === 'event' ? [branch.id] : []),
      ...idsOf(branch.steps),
    ]),
  ])

function nodeIds(scope: Moddle): string[] {
  return list(scope, 'flowElements')
    .filter(element => is(element, 'bpmn:FlowNode'))
    .flatMap(node => [node.id!, ...(is(node, 'bpmn:SubProcess') ? nodeIds(node) : [])])
}
