import type { ConnectorInfo } from '../catalogue.ts'
import { extension, is, type Moddle, text } from '../modeler/dialect.ts'
import type { BlockGroup } from './groups.ts'

/** How a step looks: the group that gives its colour, and its icon. */
export interface Looks {
  group: BlockGroup
  icon: string
}

/** Looks of the shipped connectors, for pictures that are drawn without asking the server. */
const shipped: Record<string, Looks> = {
  sendEmail: { group: 'communication', icon: 'mail' },
  renderDocument: { group: 'documents', icon: 'file-text' },
  updateDeal: { group: 'deal', icon: 'edit' },
  moveStage: { group: 'deal', icon: 'arrow-right-circle' },
  addNote: { group: 'deal', icon: 'note' },
  notify: { group: 'people', icon: 'bell' },
  createTask: { group: 'people', icon: 'checkbox' },
  httpRequest: { group: 'data', icon: 'world' },
  external: { group: 'data', icon: 'plug' },
}

const byType: [string, Looks][] = [
  ['bpmn:UserTask', { group: 'people', icon: 'checkbox' }],
  ['bpmn:ManualTask', { group: 'people', icon: 'hand-click' }],
  ['bpmn:SendTask', { group: 'communication', icon: 'send' }],
  ['bpmn:ReceiveTask', { group: 'communication', icon: 'mail-opened' }],
  ['bpmn:ScriptTask', { group: 'data', icon: 'calculator' }],
  ['bpmn:BusinessRuleTask', { group: 'data', icon: 'decision' }],
  ['bpmn:ServiceTask', { group: 'data', icon: 'plug' }],
]

/** The looks of a step's block; undefined for what is drawn as plain BPMN. */
export function looksOf(moddle: Moddle, connectors: ConnectorInfo[] = []): Looks | undefined {
  const type = text(extension(moddle, 'baton:Connector'), 'type')
  if (type) {
    const known = connectors.find(connector => connector.type === type)
    return known ?? shipped[type] ?? { group: 'data', icon: 'plug' }
  }
  return byType.find(([bpmn]) => is(moddle, bpmn))?.[1]
}

/** The colour a stage is painted in: its own, or the pipeline's orange. */
export function stageColor(stage: Moddle): string {
  const color = text(stage, 'color')
  if (!color) return 'var(--block-deal)'
  return /^#|\(/.test(color) ? color : `var(--mantine-color-${color}-6, ${color})`
}
