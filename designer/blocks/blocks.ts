import type { ConnectorInfo } from '../catalogue.ts'
import type { Texts } from '../i18n/texts.ts'
import type { BlockGroup } from './groups.ts'

/** Something that can be put on the canvas: what a person calls it, and what BPMN calls it. */
export interface Block {
  id: string
  group: BlockGroup
  title: string
  hint: string
  icon: string
  /** BPMN type, e.g. `bpmn:UserTask`. */
  type: string
  /** Event definition of an event block, e.g. `bpmn:TimerEventDefinition`. */
  event?: string
  /** Type of the connector that a service task carries. */
  connector?: string
  /** A sub-process drawn open, with a start event inside. */
  expanded?: boolean
  /** Carries a fresh stage. */
  stage?: boolean
  /** Marks the event sub-process and the like. */
  attributes?: Record<string, unknown>
  /** Font icon of bpmn-js for the compact buttons of the group "Flow". */
  glyph?: string
}

type Drawn = Omit<Block, 'title' | 'hint'>

const drawn: Drawn[] = [
  { id: 'userTask', group: 'people', icon: 'checkbox', type: 'bpmn:UserTask' },
  {
    id: 'waitMessage',
    group: 'communication',
    icon: 'mail-opened',
    type: 'bpmn:IntermediateCatchEvent',
    event: 'bpmn:MessageEventDefinition',
  },
  { id: 'stage', group: 'deal', icon: 'stages', type: 'bpmn:SubProcess', expanded: true, stage: true },
  { id: 'calculate', group: 'data', icon: 'calculator', type: 'bpmn:ScriptTask' },
  { id: 'decide', group: 'data', icon: 'decision', type: 'bpmn:BusinessRuleTask' },
  {
    id: 'start',
    group: 'flow',
    icon: 'circle',
    type: 'bpmn:StartEvent',
    glyph: 'bpmn-icon-start-event-none',
  },
  {
    id: 'startSchedule',
    group: 'flow',
    icon: 'calendar',
    type: 'bpmn:StartEvent',
    event: 'bpmn:TimerEventDefinition',
    glyph: 'bpmn-icon-start-event-timer',
  },
  {
    id: 'startMessage',
    group: 'flow',
    icon: 'inbox',
    type: 'bpmn:StartEvent',
    event: 'bpmn:MessageEventDefinition',
    glyph: 'bpmn-icon-start-event-message',
  },
  { id: 'end', group: 'flow', icon: 'flag', type: 'bpmn:EndEvent', glyph: 'bpmn-icon-end-event-none' },
  {
    id: 'endError',
    group: 'flow',
    icon: 'bolt',
    type: 'bpmn:EndEvent',
    event: 'bpmn:ErrorEventDefinition',
    glyph: 'bpmn-icon-end-event-error',
  },
  {
    id: 'endAll',
    group: 'flow',
    icon: 'flag',
    type: 'bpmn:EndEvent',
    event: 'bpmn:TerminateEventDefinition',
    glyph: 'bpmn-icon-end-event-terminate',
  },
  {
    id: 'waitTime',
    group: 'flow',
    icon: 'hourglass',
    type: 'bpmn:IntermediateCatchEvent',
    event: 'bpmn:TimerEventDefinition',
    glyph: 'bpmn-icon-intermediate-event-catch-timer',
  },
  {
    id: 'choice',
    group: 'flow',
    icon: 'hierarchy',
    type: 'bpmn:ExclusiveGateway',
    glyph: 'bpmn-icon-gateway-xor',
  },
  {
    id: 'parallel',
    group: 'flow',
    icon: 'hierarchy',
    type: 'bpmn:ParallelGateway',
    glyph: 'bpmn-icon-gateway-parallel',
  },
  {
    id: 'inclusive',
    group: 'flow',
    icon: 'hierarchy',
    type: 'bpmn:InclusiveGateway',
    glyph: 'bpmn-icon-gateway-or',
  },
  {
    id: 'race',
    group: 'flow',
    icon: 'hierarchy',
    type: 'bpmn:EventBasedGateway',
    glyph: 'bpmn-icon-gateway-eventbased',
  },
  {
    id: 'subProcess',
    group: 'flow',
    icon: 'hierarchy',
    type: 'bpmn:SubProcess',
    expanded: true,
    glyph: 'bpmn-icon-subprocess-expanded',
  },
  {
    id: 'call',
    group: 'flow',
    icon: 'hierarchy',
    type: 'bpmn:CallActivity',
    glyph: 'bpmn-icon-call-activity',
  },
  {
    id: 'note',
    group: 'flow',
    icon: 'note',
    type: 'bpmn:TextAnnotation',
    glyph: 'bpmn-icon-text-annotation',
  },
]

/** The order in which groups stand in the panel. */
export const groupOrder: BlockGroup[] = ['communication', 'people', 'documents', 'deal', 'data', 'flow']

/** All blocks: those every process has, and one for each connector the server knows. */
export function blocksOf(connectors: ConnectorInfo[], t: Texts): Block[] {
  const own = drawn.map(block => ({
    ...block,
    title: t(`block.${block.id}`),
    hint: t(`block.${block.id}.hint`),
  }))
  const connected = connectors.map(connector => ({
    id: `connector:${connector.type}`,
    group: connector.group,
    title: t.or(`connector.${connector.type}`, connector.title),
    hint: t.or(`connector.${connector.type}.hint`, connector.description),
    icon: connector.icon,
    type: connector.type.startsWith('send') ? 'bpmn:SendTask' : 'bpmn:ServiceTask',
    connector: connector.type,
  }))
  return groupOrder.flatMap(group => [...own, ...connected].filter(block => block.group === group))
}

/** The blocks whose title or description holds every word of a query. */
export function findBlocks(blocks: Block[], query: string): Block[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  return blocks.filter(block => {
    const where = `${block.title} ${block.hint}`.toLocaleLowerCase()
    return words.every(word => where.includes(word))
  })
}
