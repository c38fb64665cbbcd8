/**
 * The one place where XState runs. A token's snapshot is revived from the node it stands at, given one event, and the
 * answer is the node it stands at then and the words said on the way (exit, transition, entry, in that order).
 */
import { type AnyActorScope, type AnyStateMachine, createActor, createMachine } from 'xstate'
import type { CompiledProcess, MachineJson } from '../compiler/types.ts'
import { decode, encode } from '../elements/encode.ts'
import type { Guard, Word } from '../elements/vocabulary.ts'

/** One move of a token through its machine. `at` is a node id, `$enter` or `$done`. */
export interface Advance {
  at: string
  /** Words said by the state that is left and on the way; all of them when the token stays. */
  leaving: readonly Word[]
  /** Words said by the state that is entered. */
  entering: readonly Word[]
  /** Whether the state was entered, be it anew. */
  entered: boolean
}

export interface Machine {
  /** Null when the state has no transition for the event, or none whose guard holds. */
  advance(at: string, event: string, ask: (guard: Guard) => boolean): Advance | null
  /** Whether the node's state knows the event at all. */
  knows(at: string, event: string): boolean
}

const machines = new WeakMap<CompiledProcess, Map<string, Machine>>()

/** The machine of a scope; made once per compiled process and scope. */
export function machineOf(process: CompiledProcess, scope: string): Machine {
  let made = machines.get(process)
  if (!made) {
    made = new Map()
    machines.set(process, made)
  }
  let machine = made.get(scope)
  if (!machine) {
    const compiled = process.scopes[scope]
    if (!compiled) throw new RangeError(`Process ${process.key} has no scope ${scope}`)
    machine = make(compiled.machine)
    made.set(scope, machine)
  }
  return machine
}

type Asked = { type: string; ask: (guard: Guard) => boolean }

function make(json: MachineJson): Machine {
  let asked = false
  const guard =
    (type: Guard['type']) =>
    ({ event }: { event: Asked }, params: unknown): boolean => {
      asked = true
      return event.ask({ type, params } as Guard)
    }
  const guards = {
    condition: guard('condition'),
    someCondition: guard('someCondition'),
    outcome: guard('outcome'),
  }
  const machine = createMachine(json as never, { guards } as never) as unknown as AnyStateMachine
  hideAllButFinal(machine)
  let words: Word[] = []
  const scope = inertScope(machine, said => words.push(said))
  const snapshots = new Map<string, ReturnType<AnyStateMachine['resolveState']>>()
  // A transition that asks nothing always answers the same, so XState is asked once for it.
  const settled = new Map<string, Advance | null>()

  const snapshotAt = (key: string) => {
    let snapshot = snapshots.get(key)
    if (!snapshot) {
      snapshot = machine.resolveState({ value: key, context: {} })
      snapshots.set(key, snapshot)
    }
    return snapshot
  }

  return {
    advance(at, event, ask) {
      const memo = `${at} ${event}`
      const known = settled.get(memo)
      if (known !== undefined) return known
      asked = false
      words = []
      const before = snapshotAt(keyOf(at))
      const after = machine.transition(before, { type: event, ask } as never, scope)
      const key = after.value as string
      const entry = json.states[key]?.entry?.length ?? 0
      const entered =
        key !== before.value || (words.length > entry && event !== 'done' && !event.startsWith('boundary:'))
      const split = entered ? words.length - entry : words.length
      const answer =
        entered || words.length > 0
          ? { at: nodeOf(key), leaving: words.slice(0, split), entering: words.slice(split), entered }
          : null
      if (!asked) settled.set(memo, answer)
      return answer
    },
    knows: (at, event) => json.states[keyOf(at)]?.on?.[event] !== undefined,
  }
}

/**
 * XState lists the children of the root in every transition, to see whether one of them is final. Listing only the final
 * one makes a transition cost the same in a machine of ten states and of ten thousand; looking up by key still finds all.
 */
function hideAllButFinal(machine: AnyStateMachine): void {
  const all = machine.root.states
  const final = Object.entries(all).filter(([, state]) => state.type === 'final')
  machine.root.states = Object.assign(Object.create(all), Object.fromEntries(final))
}

const keyOf = (at: string) => (at.startsWith('$') ? at : encode(at))
const nodeOf = (key: string) => (key.startsWith('$') ? key : decode(key))

/** XState's `transition` makes an actor each time; one that never runs serves all transitions of a machine. */
function inertScope(machine: AnyStateMachine, say: (word: Word) => void): AnyActorScope {
  const self = createActor(machine)
  return {
    self,
    system: self.system,
    id: '',
    sessionId: '',
    logger: () => {},
    defer: () => {},
    stopChild: () => {},
    emit: () => {},
    actionExecutor: action => say({ type: action.type, params: action.params } as Word),
  } as AnyActorScope
}
