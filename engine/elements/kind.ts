/**
 * What an element kind has to say: the state of its nodes in their scope's machine. Nothing else: how the words of that
 * state are heeded is the core's affair, so most kinds are a few lines.
 */
import type { Activity, ElementType, FlowNode, ProcessModel, SequenceFlow } from '../model/types.ts'
import { encode } from './encode.ts'
import { type Guard, type Word, word } from './vocabulary.ts'

/** A state of a scope's machine, in XState's own JSON. */
export interface StateJson {
  type?: 'final'
  entry?: Word[]
  exit?: Word[]
  on?: Record<string, TransitionJson[]>
}

export interface TransitionJson {
  target?: string
  guard?: Guard
  actions?: Word[]
  reenter?: boolean
}

/** The node of one element type. */
export type NodeOf<T extends ElementType> = Extract<FlowNode, { type: T }>

/** One kind of element: its machine state. */
export interface ElementKind<T extends ElementType = ElementType> {
  state(node: NodeOf<T>, model: ProcessModel): StateJson
}

/** A state that is done when its words are heeded: gateways, throw events, start and boundary events. */
export function passing(node: FlowNode, model: ProcessModel, entry: Word[]): StateJson {
  return { entry: [...staged(node), ...entry], on: { done: finished(node), leave: leaving(node, model) } }
}

/**
 * An activity (§10.3): inputs become local, boundary events listen, the work begins; when it is done outputs are carried
 * out and the token leaves. Leaving in whatever way undoes what entering did.
 */
export function activity(
  node: Activity,
  model: ProcessModel,
  work: { begin: Word[]; undo?: Word[] },
): StateJson {
  const { id } = node
  return {
    entry: [
      ...(node.startQuantity > 1 ? [word('gather', { node: id, quantity: node.startQuantity })] : []),
      ...staged(node),
      word('mapInputs', { node: id }),
      ...(node.boundary.length ? [word('attach', { node: id })] : []),
      ...work.begin,
    ],
    exit: [...(work.undo ?? []), word('silence', { node: id })],
    on: {
      done: [
        { actions: [word('mapOutputs', { node: id }), ...remembered(node), word('leave', { node: id })] },
      ],
      leave: leaving(node, model),
      ...boundaries(node, model),
    },
  }
}

/** The two ways out of an activity that its boundary events open (§10.5.4). */
export function boundaries(node: Activity, model: ProcessModel): Record<string, TransitionJson[]> {
  return Object.fromEntries(
    node.boundary.flatMap(id => {
      const event = model.nodes[id]
      if (event?.type !== 'boundaryEvent' || event.triggers.some(t => t.type === 'compensation')) return []
      return [
        [
          `boundary:${encode(id)}`,
          event.interrupting
            ? [{ target: encode(id), actions: [word('interrupt', { node: id })] }]
            : [{ actions: [word('spawn', { node: id })] }],
        ],
      ]
    }),
  )
}

function staged(node: FlowNode): Word[] {
  return node.stage ? [word('enterStage', { node: node.id })] : []
}

function remembered(node: Activity): Word[] {
  const inside = ['subProcess', 'transaction', 'adHocSubProcess', 'callActivity'].includes(node.type)
  return (node.compensation || inside) && !node.forCompensation ? [word('remember', { node: node.id })] : []
}

function finished(node: FlowNode): TransitionJson[] {
  const mapped = node.mapping.outputs.length > 0 || /^(start|catch|boundary)Event$/.test(node.type)
  return [
    {
      actions: [...(mapped ? [word('mapOutputs', { node: node.id })] : []), word('leave', { node: node.id })],
    },
  ]
}

/** The outgoing flows as transitions: which are taken is the node's kind's decision. */
export function leaving(node: FlowNode, model: ProcessModel): TransitionJson[] {
  const flows = node.outgoing.map(id => model.flows[id]!)
  if (node.type === 'endEvent' || flows.length === 0) return [ending(node)]
  if (node.type === 'exclusiveGateway') return exclusive(node, flows, model)
  if (node.type === 'parallelGateway' || node.type === 'eventBasedGateway') return all(flows)
  if (node.type === 'userTask' && choosesByOutcome(node, model)) return flows.map(flow => chosen(flow))
  const copies = 'completionQuantity' in node && node.completionQuantity > 1 ? node.completionQuantity : 1
  return some(flows, 'default' in node ? node.default : undefined, copies, node.type.endsWith('Gateway'))
}

/** Whether the outgoing flows of a user task are the answers a person chooses from. */
export function choosesByOutcome(node: FlowNode, model: Pick<ProcessModel, 'flows'>): boolean {
  const flows = node.outgoing.map(id => model.flows[id]!)
  return node.type === 'userTask' && flows.length > 1 && flows.every(flow => flow.name && !flow.condition)
}

const ending = (node: FlowNode): TransitionJson => ({
  target: '$done',
  actions: [word('end', { node: node.id })],
})
const along = (flow: SequenceFlow, guard?: Guard): TransitionJson => ({
  ...(guard && { guard }),
  target: encode(flow.target),
  actions: [word('take', { flow: flow.id })],
  ...(flow.source === flow.target && { reenter: true }),
})
const chosen = (flow: SequenceFlow) => along(flow, { type: 'outcome', params: { flow: flow.id } })

function all(flows: SequenceFlow[]): TransitionJson[] {
  if (flows.length === 1) return [along(flows[0]!)]
  return [
    { target: '$done', actions: [word('fork', { flows: flows.map(flow => flow.id), conditional: false })] },
  ]
}

/** §13.4.2: the first flow whose condition holds, in drawing order, else the default. */
function exclusive(
  node: NodeOf<'exclusiveGateway'>,
  flows: SequenceFlow[],
  model: ProcessModel,
): TransitionJson[] {
  if (flows.length === 1 && !flows[0]!.condition) return [along(flows[0]!)]
  const unconditional = flows.filter(flow => !flow.condition && flow.id !== node.default)
  const otherwise = node.default ?? (unconditional.length === 1 ? unconditional[0]!.id : undefined)
  void model
  return [
    ...flows
      .filter(flow => flow.id !== otherwise)
      .map(flow =>
        flow.condition ? along(flow, { type: 'condition', params: { flow: flow.id } }) : chosen(flow),
      ),
    ...(otherwise && flows.some(flow => flow.id === otherwise)
      ? [along(flows.find(flow => flow.id === otherwise)!)]
      : []),
  ]
}

/**
 * §13.2.1, §13.4.3: every flow whose condition holds or that has none; the default when no condition holds. At a
 * gateway a flow without condition counts as one whose condition holds.
 */
function some(
  flows: SequenceFlow[],
  otherwise: string | undefined,
  copies: number,
  gateway: boolean,
): TransitionJson[] {
  const optional = flows.filter(flow => flow.id !== otherwise)
  const free = optional.every(flow => !flow.condition)
  const ids = optional.map(flow => flow.id)
  if (flows.length === 1 && free && copies === 1) return [along(flows[0]!)]
  const fork: TransitionJson = {
    target: '$done',
    actions: [
      word('fork', {
        flows: ids,
        conditional: !free,
        ...(otherwise && !gateway && { default: otherwise }),
        ...(copies > 1 && { copies }),
      }),
    ],
  }
  if (free && ids.length > 0) return [fork]
  const fallback = flows.find(flow => flow.id === otherwise)
  return [
    ...(ids.length ? [{ ...fork, guard: { type: 'someCondition' as const, params: { flows: ids } } }] : []),
    ...(fallback ? [along(fallback)] : []),
  ]
}
