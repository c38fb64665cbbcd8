/** THE TABLE: every element type and its kind. A type of the model without a row here does not compile. */
import type { ElementType, FlowNode, ProcessModel } from '../model/types.ts'
import { adHocSubProcess } from './adHocSubProcess.ts'
import { boundaryEvent } from './boundaryEvent.ts'
import { businessRuleTask } from './businessRuleTask.ts'
import { callActivity } from './callActivity.ts'
import { catchEvent } from './catchEvent.ts'
import { complexGateway } from './complexGateway.ts'
import { endEvent } from './endEvent.ts'
import { eventBasedGateway } from './eventBasedGateway.ts'
import { eventSubProcess } from './eventSubProcess.ts'
import { exclusiveGateway } from './exclusiveGateway.ts'
import { inclusiveGateway } from './inclusiveGateway.ts'
import type { ElementKind, StateJson } from './kind.ts'
import { parallelGateway } from './parallelGateway.ts'
import { receiveTask } from './receiveTask.ts'
import { scriptTask } from './scriptTask.ts'
import { sendTask } from './sendTask.ts'
import { serviceTask } from './serviceTask.ts'
import { startEvent } from './startEvent.ts'
import { subProcess } from './subProcess.ts'
import { task } from './task.ts'
import { throwEvent } from './throwEvent.ts'
import { userTask } from './userTask.ts'

export const elementKinds: { [T in ElementType]: Pick<ElementKind<T>, 'state'> } = {
  task,
  manualTask: task,
  userTask,
  serviceTask,
  scriptTask,
  sendTask,
  receiveTask,
  businessRuleTask,
  subProcess,
  transaction: subProcess,
  eventSubProcess,
  adHocSubProcess,
  callActivity,
  startEvent,
  catchEvent,
  throwEvent,
  boundaryEvent,
  endEvent,
  exclusiveGateway,
  parallelGateway,
  inclusiveGateway,
  complexGateway,
  eventBasedGateway,
}

/** The machine state of any node. */
export function stateOf(node: FlowNode, model: ProcessModel): StateJson {
  return (elementKinds[node.type] as ElementKind).state(node as never, model)
}
