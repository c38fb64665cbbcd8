import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { beginsBeside, beginsByItself } from '../elements/beginnings.ts'
import { encode } from '../elements/encode.ts'
import { stateOf } from '../elements/index.ts'
import type { StateJson, TransitionJson } from '../elements/kind.ts'
import { looped, oneRound, roundScope } from '../elements/loop.ts'
import { word } from '../elements/vocabulary.ts'
import type { Activity, FlowNode, ProcessModel, ScopeModel } from '../model/types.ts'
import { readsOf } from './reads.ts'
import { stagesOf } from './stages.ts'
import { messagesOf, triggersOf } from './starts.ts'
import type { CompiledProcess, CompiledScope, MachineJson } from './types.ts'

/** Raised whenever machines of the same drawing come out differently: their state keys are stored in instances. */
export const compilerVersion = 1

/** ProcessModel to CompiledProcess: one flat machine a scope, hashed. The model must be free of errors. */
export function compile(model: ProcessModel): CompiledProcess {
  const process: Omit<CompiledProcess, 'hash'> = {
    key: model.key,
    name: model.name,
    executable: model.executable,
    ...(model.versionTag !== undefined && { versionTag: model.versionTag }),
    ...(model.pipeline && { pipeline: model.pipeline }),
    dialect: model.dialect,
    compilerVersion,
    stages: stagesOf(model),
    reads: readsOf(model),
    triggers: triggersOf(model),
    messages: messagesOf(model),
    scopes: Object.fromEntries(scopesOf(model).map(scope => [scope.id, scope])),
    nodes: model.nodes,
    flows: model.flows,
    ...(model.correlations.length > 0 && { correlations: model.correlations }),
  }
  return { ...process, hash: hashOf(process) }
}

/** sha-256 over the canonical JSON, so that the order in which properties were set does not matter. */
function hashOf(value: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(canonical(value))))
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`
}

function scopesOf(model: ProcessModel): CompiledScope[] {
  return Object.values(model.scopes).flatMap(scope => {
    const loops = scope.nodes.map(id => model.nodes[id]!).filter(isLooped)
    return [bodyOf(scope, model), ...loops.map(node => roundOf(node, scope, model))]
  })
}

function bodyOf(scope: ScopeModel, model: ProcessModel): CompiledScope {
  const nodes = scope.nodes.map(id => model.nodes[id]!)
  const owner = model.nodes[scope.id]
  const parent = owner && isLooped(owner) ? roundScope(owner.id) : scope.parent
  const beside = beginsBeside(nodes, owner).map(node => node.id)
  return {
    id: scope.id,
    ...(parent !== undefined && { parent }),
    ...(owner && { node: owner.id }),
    starts: startsOf(nodes, owner),
    ...(beside.length > 0 && { beside }),
    listeners: nodes.filter(node => node.type === 'eventSubProcess').map(node => node.id),
    data: scope.data,
    machine: machineOf(
      scope.id,
      nodes.map(node => [node.id, isLooped(node) ? looped(node, model) : stateOf(node, model)]),
      scope.flows.map(id => [`take:${encode(id)}`, model.flows[id]!.target, id]),
    ),
  }
}

function roundOf(node: Activity, scope: ScopeModel, model: ProcessModel): CompiledScope {
  const id = roundScope(node.id)
  return {
    id,
    parent: scope.id,
    node: node.id,
    round: true,
    starts: [node.id],
    listeners: [],
    data: [],
    machine: machineOf(id, [[node.id, stateOf(oneRound(node), model)]], []),
  }
}

/** `$enter` lets tokens in, `$done` ends them, and `cancel` takes them out of any state, undoing what it did. */
function machineOf(
  id: string,
  states: [string, StateJson][],
  flows: [string, string, string][],
): MachineJson {
  const enter: Record<string, TransitionJson[]> = {}
  for (const [event, target, flow] of flows)
    enter[event] = [{ target: encode(target), actions: [word('take', { flow })] }]
  for (const [node] of states) enter[`at:${encode(node)}`] = [{ target: encode(node) }]
  return {
    id: encode(id),
    initial: '$enter',
    on: { cancel: [{ target: '.$done' }] },
    states: {
      $enter: { on: enter },
      ...Object.fromEntries(states.map(([node, state]) => [encode(node), again(node, state)])),
      $done: { type: 'final' },
    },
  }
}

/** Every state can be entered anew: that is what retrying an incident does. */
function again(node: string, state: StateJson): StateJson {
  return { ...state, on: { ...state.on, again: [{ target: encode(node), reenter: true }] } }
}

function isLooped(node: FlowNode): node is Activity {
  return 'loop' in node && node.loop !== undefined
}

/**
 * Where a scope begins: its none start events, else every node no flow leads to (§13.5.1). In a sub-process all of them
 * begin at once; of a process's several none starts the command names one.
 */
function startsOf(nodes: FlowNode[], owner: FlowNode | undefined): string[] {
  const starts = nodes.filter(node => node.type === 'startEvent')
  if (owner?.type === 'eventSubProcess') return starts.map(node => node.id)
  const none = starts.filter(node => node.triggers.length === 0)
  if (starts.length > 0) return (none.length ? none : owner ? starts : []).map(node => node.id)
  return nodes.filter(beginsByItself).map(node => node.id)
}
