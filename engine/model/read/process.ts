import type {
  Activity,
  EventNode,
  FlowNode,
  Gateway,
  NodeBase,
  ProcessModel,
  ScopeModel,
  SequenceFlow,
} from '../types.ts'
import { activityReaders, readLoop } from './activities.ts'
import { attach, connect, readLanes } from './connect.ts'
import { readCorrelations } from './correlation.ts'
import {
  danglingRef,
  documentationOf,
  extensions,
  foreign,
  foreignAttr,
  idOf,
  type Moddle,
  type Reading,
} from './element.ts'
import { readConnector, readForm, readMapping, readStage } from './extensions.ts'
import { readTriggers } from './triggers.ts'
import { expressionElement, listOf, optionalValue } from './values.ts'

/** One `<process>` with everything inside, flattened. */
export function readProcess(process: Moddle, reading: Reading): ProcessModel {
  const key = idOf(process, reading)
  const pipeline = extensions(process, 'baton:Pipeline')[0] as
    | (Moddle & { entity?: string; color?: string })
    | undefined
  const documentation = documentationOf(process)
  const versionTag = readVersionTag(process, reading)
  const model: ProcessModel = {
    key,
    name: process.name || key,
    executable: process.isExecutable !== false,
    dialect: reading.dialect,
    ...(documentation && { documentation }),
    ...(versionTag && { versionTag }),
    ...(pipeline && {
      pipeline: { entity: pipeline.entity ?? 'deal', ...(pipeline.color && { color: pipeline.color }) },
    }),
    scopes: {},
    nodes: {},
    flows: {},
    lanes: [],
    correlations: readCorrelations(process, reading),
  }
  readScope(process, key, undefined, model, reading)
  connect(model, reading)
  attach(process, model, reading)
  readLanes(process, model, reading)
  return model
}

function readVersionTag(process: Moddle, reading: Reading): string | undefined {
  const own = extensions(process, 'baton:Version')[0]?.tag ?? foreignAttr(process, 'versionTag', reading)
  const said = own ?? foreign(process, 'zeebe', 'versionTag', reading)[0]?.value
  return typeof said === 'string' && said !== '' ? said : undefined
}

/** A global task is a process of one task (§10.8): what a call activity may call. */
export function readGlobalTask(task: Moddle, reading: Reading): ProcessModel {
  const kind = task.$type.replace('bpmn:Global', '') || 'Task'
  const inner = { ...task, $type: `bpmn:${kind}`, id: `${task.id}_task`, get: undefined } as unknown as Moddle
  for (const name of ['script', 'scriptLanguage', 'resources', 'ioSpecification', 'extensionElements'])
    if (task[name] !== undefined) inner[name === 'scriptLanguage' ? 'scriptFormat' : name] = task[name]
  inner.name = task.name
  const process = {
    $type: 'bpmn:Process',
    id: task.id,
    name: task.name,
    flowElements: [inner],
  } as unknown as Moddle
  return readProcess(process, reading)
}

function readScope(
  holder: Moddle,
  id: string,
  parent: string | undefined,
  model: ProcessModel,
  reading: Reading,
): void {
  const scope: ScopeModel = {
    id,
    nodes: [],
    flows: [],
    data: [],
    ...(parent && { parent }),
  }
  model.scopes[id] = scope
  for (const property of (holder.properties as Moddle[] | undefined) ?? [])
    scope.data.push({ id: property.id ?? '', name: property.name ?? property.id ?? '' })
  for (const element of (holder.flowElements as Moddle[] | undefined) ?? []) {
    const kind = element.$type.replace('bpmn:', '')
    if (kind === 'SequenceFlow') readFlow(element, scope, model, reading)
    else if (kind === 'DataObject') scope.data.push(readDataObject(element))
    else if (kind !== 'DataObjectReference' && kind !== 'DataStoreReference')
      readNode(element, kind, scope, model, reading)
  }
}

function readDataObject(element: Moddle): ScopeModel['data'][number] {
  const state = extensions(element, 'baton:Value')[0]
  const value = optionalValue(state?.value)
  return {
    id: element.id ?? '',
    name: element.name ?? element.id ?? '',
    ...(element.isCollection === true && { collection: true }),
    ...(value && { value }),
  }
}

function readFlow(element: Moddle, scope: ScopeModel, model: ProcessModel, reading: Reading): void {
  const source = (element.sourceRef as Moddle | undefined) ?? null
  const target = (element.targetRef as Moddle | undefined) ?? null
  const sourceId = source ? idOf(source, reading) : danglingRef(element, 'sourceRef', reading)
  const targetId = target ? idOf(target, reading) : danglingRef(element, 'targetRef', reading)
  const id = idOf(element, reading, `${sourceId ?? 'nowhere'}-${targetId ?? 'nowhere'}`)
  if (!source || !target) {
    for (const [end, ref, word] of [
      [source, sourceId, 'begins'],
      [target, targetId, 'ends'],
    ] as const)
      if (!end)
        reading.problems.push({
          rule: 'broken-reference',
          severity: 'error',
          element: id,
          message: `The sequence flow ${word} at "${ref ?? ''}", which does not exist. Connect it or delete it.`,
          fix: 'removeElement',
        })
    return
  }
  const condition = expressionElement(element.conditionExpression as Moddle, reading)
  const outcome = extensions(element, 'baton:Outcome')[0] as
    | (Moddle & { requires?: string; tone?: string })
    | undefined
  const tone = outcome?.tone
  scope.flows.push(id)
  model.flows[id] = {
    id,
    ...(element.name && { name: element.name }),
    scope: scope.id,
    source: sourceId!,
    target: targetId!,
    ...(condition && { condition }),
    ...(outcome && {
      outcome: {
        requires: listOf(outcome.requires),
        ...((tone === 'positive' || tone === 'negative' || tone === 'neutral') && { tone }),
      },
    }),
  } satisfies SequenceFlow
}

function readNode(
  element: Moddle,
  kind: string,
  scope: ScopeModel,
  model: ProcessModel,
  reading: Reading,
): void {
  const id = idOf(element, reading)
  const node = nodeOf(element, kind, id, scope.id, reading)
  if (!node) {
    reading.problems.push({
      rule: 'import',
      severity: 'error',
      element: id,
      message: `Baton does not execute ${kind}. Replace it with a task, event, gateway or sub-process.`,
    })
    return
  }
  scope.nodes.push(id)
  model.nodes[id] = node
  if (element.flowElements !== undefined || /SubProcess$|^Transaction$/.test(kind))
    readScope(element, id, scope.id, model, reading)
}

function nodeOf(element: Moddle, kind: string, id: string, scope: string, reading: Reading): FlowNode | null {
  const documentation = documentationOf(element)
  const stage = readStage(element)
  const base = {
    id,
    name: (element.name ?? '').replace(/\s+/g, ' ').trim() || '',
    ...(documentation && { documentation }),
    scope,
    incoming: [],
    outgoing: [],
    ...(stage && { stage }),
    mapping: readMapping(element, reading),
  }
  if (kind in activityReaders) return readActivity(element, kind, base, reading)
  return readEvent(element, kind, base, reading) ?? readGateway(element, kind, base, reading)
}

function readActivity(element: Moddle, kind: string, base: NodeBase, reading: Reading): Activity {
  const loop = readLoop(element, reading)
  const quantity = (name: string) => (typeof element[name] === 'number' ? (element[name] as number) : 1)
  return activityReaders[kind]!(
    element,
    {
      ...base,
      ...defaultOf(element, reading),
      boundary: [],
      ...(loop && { loop }),
      forCompensation: element.isForCompensation === true,
      startQuantity: quantity('startQuantity'),
      completionQuantity: quantity('completionQuantity'),
      properties: ((element.properties as Moddle[] | undefined) ?? []).map(p => ({
        name: p.name ?? p.id ?? '',
      })),
    },
    reading,
  )
}

function readEvent(element: Moddle, kind: string, base: NodeBase, reading: Reading): EventNode | null {
  const event = { ...base, triggers: [], parallelMultiple: element.parallelMultiple === true }
  const triggers = () => readTriggers(element, reading)
  const connector = () => {
    const read = readConnector(element, reading)
    return read && { connector: read }
  }
  if (kind === 'StartEvent') {
    const trigger = extensions(element, 'baton:Trigger')[0]
    const condition = optionalValue(trigger?.condition)
    return {
      ...event,
      type: 'startEvent',
      triggers: triggers(),
      interrupting: element.isInterrupting !== false,
      form: readForm(element, reading),
      ...(typeof trigger?.on === 'string' && { record: { on: trigger.on, ...(condition && { condition }) } }),
    }
  }
  if (kind === 'IntermediateCatchEvent') return { ...event, type: 'catchEvent', triggers: triggers() }
  if (kind === 'IntermediateThrowEvent' || kind === 'ImplicitThrowEvent')
    return { ...event, type: 'throwEvent', triggers: triggers(), ...connector() }
  if (kind === 'EndEvent') return { ...event, type: 'endEvent', triggers: triggers(), ...connector() }
  if (kind !== 'BoundaryEvent') return null
  const host = element.attachedToRef as Moddle | undefined
  return {
    ...event,
    type: 'boundaryEvent',
    triggers: triggers(),
    host: host ? idOf(host, reading) : (danglingRef(element, 'attachedToRef', reading) ?? ''),
    interrupting: element.cancelActivity !== false,
  }
}

function readGateway(element: Moddle, kind: string, base: NodeBase, reading: Reading): Gateway | null {
  const gateway = { ...base, ...defaultOf(element, reading) }
  if (kind === 'ExclusiveGateway') return { ...gateway, type: 'exclusiveGateway' }
  if (kind === 'InclusiveGateway') return { ...gateway, type: 'inclusiveGateway' }
  if (kind === 'ParallelGateway') return { ...gateway, type: 'parallelGateway' }
  if (kind === 'ComplexGateway') {
    const activation = expressionElement(element.activationCondition as Moddle, reading)
    return { ...gateway, type: 'complexGateway', ...(activation && { activation }) }
  }
  if (kind !== 'EventBasedGateway') return null
  return {
    ...gateway,
    type: 'eventBasedGateway',
    instantiate: element.instantiate === true,
    parallel: element.eventGatewayType === 'Parallel',
  }
}

function defaultOf(element: Moddle, reading: Reading): { default?: string } {
  const flow = element.default as Moddle | undefined
  if (!flow) return {}
  const source = flow.sourceRef as Moddle | undefined
  const target = flow.targetRef as Moddle | undefined
  return {
    default: idOf(
      flow,
      reading,
      source && target ? `${idOf(source, reading)}-${idOf(target, reading)}` : undefined,
    ),
  }
}
