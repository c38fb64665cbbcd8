import type { Activity, ActivityBase, Expression, Loop } from '../types.ts'
import { dataName, readLoopData } from './data.ts'
import { extensions, foreign, foreignAttr, foreignElements, type Moddle, type Reading } from './element.ts'
import { readAssigned, readConnector, readForm } from './extensions.ts'
import { readMessage, readTrigger } from './triggers.ts'
import { attributeValue, expressionElement, languageName, optionalValue } from './values.ts'

/** What each kind of activity says beyond what all activities say. */
export const activityReaders: Record<
  string,
  (element: Moddle, common: ActivityBase, reading: Reading) => Activity
> = {
  Task: (_, common) => ({ ...common, type: 'task' }),
  ManualTask: (_, common) => ({ ...common, type: 'manualTask' }),
  UserTask(element, common, reading) {
    const zeebe = foreign(element, 'zeebe', 'formDefinition', reading)[0]
    const formKey =
      (extensions(element, 'baton:Form')[0]?.key as string | undefined) ??
      foreignAttr(element, 'formKey', reading) ??
      (zeebe?.formKey as string | undefined) ??
      (zeebe?.formId as string | undefined)
    return {
      ...common,
      type: 'userTask',
      assignment: readAssigned(element, reading),
      form: readForm(element, reading),
      ...(formKey && { formKey }),
    }
  },
  ServiceTask(element, common, reading) {
    const connector = readConnector(element, reading)
    return { ...common, type: 'serviceTask', ...(connector && { connector }) }
  },
  SendTask(element, common, reading) {
    const connector = readConnector(element, reading)
    const message = readMessage(element, element, reading)
    const named = message.name.type !== 'literal' || message.name.value !== ''
    return { ...common, type: 'sendTask', ...(connector && { connector }), ...(named && { message }) }
  },
  ReceiveTask: (element, common, reading) => ({
    ...common,
    type: 'receiveTask',
    message: readMessage(element, element, reading),
    instantiate: element.instantiate === true,
  }),
  ScriptTask(element, common, reading) {
    const script = readScript(element, reading)
    const result =
      own(element)?.result ??
      (foreign(element, 'zeebe', 'script', reading)[0]?.resultVariable as string | undefined) ??
      foreignAttr(element, 'resultVariable', reading)
    return {
      ...common,
      type: 'scriptTask',
      ...(script && { script }),
      ...(result && { result }),
      ...(element.scriptFormat ? { format: String(element.scriptFormat) } : {}),
    }
  },
  BusinessRuleTask(element, common, reading) {
    const zeebe = foreign(element, 'zeebe', 'calledDecision', reading)[0]
    const decision = optionalValue(own(element)?.expression)
    const dmn = own(element)?.dmn?.trim()
    const ref =
      own(element)?.decisionRef ??
      (zeebe?.decisionId as string | undefined) ??
      foreignAttr(element, 'decisionRef', reading) ??
      foreignAttr(element, 'decisionTableReferenceKey', reading)
    const result =
      own(element)?.result ??
      (zeebe?.resultVariable as string | undefined) ??
      foreignAttr(element, 'resultVariable', reading)
    const connector = readConnector(element, reading)
    return {
      ...common,
      type: 'businessRuleTask',
      ...(decision && { decision: asFeel(decision) }),
      ...(ref && { decisionRef: ref }),
      ...(ref && versionOf(element, zeebe, reading)),
      ...(dmn && { dmn }),
      ...(result && { result }),
      ...(connector && { connector }),
    }
  },
  SubProcess: (element, common) =>
    element.triggeredByEvent === true
      ? { ...common, type: 'eventSubProcess' }
      : { ...common, type: 'subProcess' },
  Transaction: (_, common) => ({ ...common, type: 'transaction' }),
  AdHocSubProcess(element, common, reading) {
    const active = foreign(element, 'zeebe', 'adHoc', reading)[0]?.activeElementsCollection
    const completion = expressionElement(element.completionCondition as Moddle, reading)
    return {
      ...common,
      type: 'adHocSubProcess',
      ordering: element.ordering === 'Sequential' ? 'sequential' : 'parallel',
      cancelRemaining: element.cancelRemainingInstances !== false,
      ...(completion && { completion }),
      ...(typeof active === 'string' && { active: attributeValue(active) }),
    }
  },
  CallActivity(element, common, reading) {
    const zeebe = foreign(element, 'zeebe', 'calledElement', reading)[0]
    const named = (zeebe?.processId ?? element.calledElement) as string | undefined
    const called = named === undefined ? undefined : attributeValue(named.replace(/^[\w-]+:(?=[\w.-]+$)/, ''))
    const bound = readBinding(element, zeebe, reading)
    const businessKey = foreignElements(element, 'in', reading).find(pair => pair.businessKey)?.businessKey
    const all = reading.dialect === 'zeebe' && zeebe?.propagateAllChildVariables !== false
    if (reading.dialect === 'zeebe' && zeebe?.propagateAllParentVariables !== 'false')
      common.mapping.allIn = true
    if (all && String(zeebe?.propagateAllChildVariables) !== 'false') common.mapping.allOut = true
    return {
      ...common,
      type: 'callActivity',
      ...bound,
      ...(called && { called }),
      ...(typeof businessKey === 'string' && { businessKey: attributeValue(businessKey) }),
    }
  },
}

type Called = Pick<Extract<Activity, { type: 'callActivity' }>, 'binding' | 'version'>

/** Which version is called: `baton:call` says it, else the attributes of the dialects. */
function readBinding(element: Moddle, zeebe: Moddle | undefined, reading: Reading): Called {
  const own = extensions(element, 'baton:Call')[0] as { binding?: string; version?: string } | undefined
  const said =
    own?.binding ??
    foreignAttr(element, 'calledElementBinding', reading) ??
    (zeebe?.bindingType as string | undefined)
  if (said === 'latest' || said === 'deployment') return { binding: said }
  const version = optionalValue(own?.version ?? foreignAttr(element, 'calledElementVersion', reading))
  const tag = optionalValue(zeebe?.versionTag ?? foreignAttr(element, 'calledElementVersionTag', reading))
  if (said === 'tag' && version) return { binding: 'tag', version }
  if (tag) return { binding: 'tag', version: tag }
  return version ? { binding: 'version', version } : { binding: 'latest' }
}

/** Which version of a decision that is deployed by itself: one by number, by tag, the one of the process's deployment, else the newest. */
function versionOf(element: Moddle, zeebe: Moddle | undefined, reading: Reading): Bound {
  const said = own(element)
  const bound =
    said?.decisionBinding ?? zeebe?.bindingType ?? foreignAttr(element, 'decisionRefBinding', reading)
  if (bound === 'deployment') return { decisionBinding: 'deployment' }
  const tag = said?.decisionTag ?? zeebe?.versionTag ?? foreignAttr(element, 'decisionRefVersionTag', reading)
  if ((bound === 'tag' || bound === 'versionTag') && typeof tag === 'string' && tag.trim() !== '')
    return { decisionTag: tag.trim() }
  const foreignVersion = foreignAttr(element, 'decisionRefVersion', reading)
  const version = said?.decisionVersion ?? Number(bound === 'version' ? foreignVersion : Number.NaN)
  return Number.isInteger(version) && version > 0 ? { decisionVersion: version } : {}
}

type Bound = Pick<
  Extract<Activity, { type: 'businessRuleTask' }>,
  'decisionVersion' | 'decisionBinding' | 'decisionTag'
>

interface OwnDecision {
  decisionVersion?: number
  decisionBinding?: string
  decisionTag?: string
  expression?: string
  decisionRef?: string
  result?: string
  /** A DMN file as the element's text. */
  dmn?: string
}

function own(element: Moddle): OwnDecision | undefined {
  return extensions(element, 'baton:Decision')[0] as OwnDecision | undefined
}

/** Scripts are FEEL; a script in another language is kept as foreign and is an incident when it should run. */
function readScript(element: Moddle, reading: Reading): Expression | undefined {
  const expression = own(element)?.expression
  if (expression) return asFeel(attributeValue(expression))
  const zeebe = foreign(element, 'zeebe', 'script', reading)[0]?.expression
  if (typeof zeebe === 'string') return asFeel(attributeValue(zeebe))
  const text = (element.script as string | undefined)?.trim()
  if (!text) return undefined
  const format = String(element.scriptFormat ?? '').toLowerCase()
  if (text.startsWith('=')) return { type: 'feel', text: text.slice(1).trim() }
  if (format === '' || format.includes('feel')) return { type: 'feel', text }
  return { type: 'foreign', language: languageName(format), text }
}

/** A place where only an expression makes sense: text without `=` is FEEL too. */
function asFeel(value: Expression): Expression {
  return value.type === 'literal' ? { type: 'feel', text: String(value.value) } : value
}

/** Standard loop or multi-instance marker. */
export function readLoop(element: Moddle, reading: Reading): Loop | undefined {
  const loop = element.loopCharacteristics as Moddle | undefined
  if (!loop) return undefined
  const counterFrom = ['camunda', 'flowable', 'activiti'].includes(reading.dialect) ? 0 : 1
  if (loop.$type === 'bpmn:StandardLoopCharacteristics') {
    const condition = expressionElement(loop.loopCondition as Moddle, reading)
    const maximum = loop.loopMaximum
    return {
      type: 'standard',
      testBefore: loop.testBefore === true,
      counterFrom,
      ...(condition && { condition }),
      ...(maximum !== undefined && { maximum: attributeValue(String(maximum)) }),
    }
  }
  return readMulti(element, loop, counterFrom, reading)
}

function readMulti(element: Moddle, loop: Moddle, counterFrom: 0 | 1, reading: Reading): Loop {
  const own = (extensions(loop, 'baton:Loop')[0] ?? {}) as Record<string, string | undefined>
  const zeebe = (foreign(loop, 'zeebe', 'loopCharacteristics', reading)[0] ?? {}) as Record<
    string,
    string | undefined
  >
  const data = readLoopData(element, reading)
  const input = loop.loopDataInputRef as Moddle | undefined
  const output = loop.loopDataOutputRef as Moddle | undefined
  const variable = (name: string | undefined): Expression | undefined =>
    name ? { type: 'feel', text: name } : undefined
  const named = foreignAttr(loop, 'collection', reading)
  const collection =
    optionalValue(own.collection ?? zeebe.inputCollection) ??
    (named && /[$#]\{/.test(named) ? attributeValue(named) : variable(named)) ??
    data.collection ??
    variable(input && dataName(input))
  const item =
    own.element ??
    zeebe.inputElement ??
    foreignAttr(loop, 'elementVariable', reading) ??
    nameOf(loop.inputDataItem)
  const outputCollection =
    own.outputCollection ?? zeebe.outputCollection ?? data.output ?? (output && dataName(output))
  const outputElement =
    optionalValue(own.outputElement ?? zeebe.outputElement) ?? variable(nameOf(loop.outputDataItem))
  const cardinality = expressionElement(loop.loopCardinality as Moddle, reading)
  const completion = expressionElement(loop.completionCondition as Moddle, reading)
  const behavior = String(loop.behavior ?? 'All').toLowerCase()
  const event = (loop.noneBehaviorEventRef ?? loop.oneBehaviorEventRef) as Moddle | undefined
  const thrown = event && readTrigger(event, event, reading)
  return {
    type: 'multi',
    sequential: loop.isSequential === true,
    counterFrom,
    behavior: behavior === 'none' || behavior === 'one' || behavior === 'complex' ? behavior : 'all',
    complex: ((loop.complexBehaviorDefinition as Moddle[] | undefined) ?? []).flatMap(definition => {
      const condition = expressionElement(definition.condition as Moddle, reading)
      const implicit = definition.event as Moddle | undefined
      const inner = (implicit?.eventDefinitions as Moddle[] | undefined)?.[0]
      const trigger = inner && implicit && readTrigger(inner, implicit, reading)
      return condition && trigger ? [{ condition, event: trigger }] : []
    }),
    ...(cardinality && { cardinality }),
    ...(collection && { collection }),
    ...(item && { element: item }),
    ...(outputCollection && { outputCollection }),
    ...(outputElement && { outputElement }),
    ...(completion && { completion }),
    ...(thrown && { behaviorEvent: thrown }),
  }
}

function nameOf(value: unknown): string | undefined {
  const element = value as Moddle | undefined
  return element?.name ?? element?.id
}
