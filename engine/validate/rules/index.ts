/** All rules by the name that their findings carry. */
import type { Rule } from '../rule.ts'
import { calls } from './calls.ts'
import { compensation } from './compensation.ts'
import { complexGateways } from './complex-gateways.ts'
import { conditionsCover } from './conditions-cover.ts'
import { connectorChosen } from './connector-chosen.ts'
import { connectorInputs } from './connector-inputs.ts'
import { conversations } from './conversations.ts'
import { decisionsKnown } from './decisions-known.ts'
import { defaultCondition } from './default-condition.ts'
import { ends } from './ends.ts'
import { eventDefinition } from './event-definition.ts'
import { eventGateways } from './event-gateways.ts'
import { eventPosition } from './event-position.ts'
import { eventSubProcesses } from './event-sub-processes.ts'
import { expressionsReadable } from './expressions-readable.ts'
import { forms } from './forms.ts'
import { gatewayConditions } from './gateway-conditions.ts'
import { linkPairs } from './link-pairs.ts'
import { loops } from './loops.ts'
import { outcomesNamed } from './outcomes-named.ts'
import { parallelConditions } from './parallel-conditions.ts'
import { quantities } from './quantities.ts'
import { reachable } from './reachable.ts'
import { sound } from './sound.ts'
import { stages } from './stages.ts'
import { starts } from './starts.ts'
import { stepsNamed } from './steps-named.ts'
import { taskAssigned } from './task-assigned.ts'
import { taskContent } from './task-content.ts'
import { timersReadable } from './timers-readable.ts'
import { transactions } from './transactions.ts'

export const rules: Record<string, Rule> = {
  calls,
  compensation,
  'complex-gateways': complexGateways,
  'conditions-cover': conditionsCover,
  'connector-chosen': connectorChosen,
  'connector-inputs': connectorInputs,
  conversations,
  'decisions-known': decisionsKnown,
  'default-condition': defaultCondition,
  ends,
  'event-definition': eventDefinition,
  'event-gateways': eventGateways,
  'event-position': eventPosition,
  'event-sub-processes': eventSubProcesses,
  'expressions-readable': expressionsReadable,
  forms,
  'gateway-conditions': gatewayConditions,
  'link-pairs': linkPairs,
  loops,
  'outcomes-named': outcomesNamed,
  'parallel-conditions': parallelConditions,
  quantities,
  reachable,
  sound,
  stages,
  starts,
  'steps-named': stepsNamed,
  'task-assigned': taskAssigned,
  'task-content': taskContent,
  'timers-readable': timersReadable,
  transactions,
}
