import type { FlowNode, Problem, ProcessModel } from '../model/types.ts'
import type { Known } from './validate.ts'

/** What is wrong, without the rule's name, which `validate` adds. */
export type Finding = Omit<Problem, 'rule'>

/** One rule: looks at a whole process and reports what it finds. Its file, its tests and its findings carry its name. */
export type Rule = (model: ProcessModel, known: Known) => Finding[]

/** How people call a node: its name, else its id. */
export function called(node: FlowNode): string {
  return `"${node.name || node.id}"`
}

/** The nodes of some types, typed as such. */
export function nodesOf<T extends FlowNode['type']>(
  model: ProcessModel,
  ...types: T[]
): Extract<FlowNode, { type: T }>[] {
  return Object.values(model.nodes).filter(node => (types as string[]).includes(node.type)) as Extract<
    FlowNode,
    { type: T }
  >[]
}

export function error(element: string, message: string, more: Partial<Finding> = {}): Finding {
  return { severity: 'error', element, message, ...more }
}
export function warning(element: string, message: string, more: Partial<Finding> = {}): Finding {
  return { severity: 'warning', element, message, ...more }
}
export function info(element: string, message: string, more: Partial<Finding> = {}): Finding {
  return { severity: 'info', element, message, ...more }
}
