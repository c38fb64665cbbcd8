/** XState as it comes: a promise for each script or service task. No BPMN, nothing kept. */
import { type AnyStateMachine, assign, createActor, fromPromise, setup } from 'xstate'
import type { Subject } from '../subject.ts'
import type { Straight } from '../workloads.ts'

const base = setup({
  types: { context: {} as { done: number } },
  actors: { work: fromPromise(async () => 1) },
  guards: { more: ({ context }) => context.done < 20 },
  actions: { count: assign({ done: ({ context }) => context.done + 1 }) },
})
const work = (target: string) => ({ invoke: { src: 'work', onDone: { target, actions: 'count' } } }) as const
const numbered = <Value>(count: number, make: (n: number) => Value) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`n${n}`, make(n)]))

const sequence = base.createMachine({
  context: { done: 0 },
  initial: 'n0',
  states: { ...numbered(10, n => work(`n${n + 1}`)), n10: { type: 'final' } },
})
const loop = base.createMachine({
  context: { done: 0 },
  initial: 'count',
  states: {
    count: work('which'),
    which: { always: [{ guard: 'more', target: 'count' }, { target: 'end' }] },
    end: { type: 'final' },
  },
})
const fork = base.createMachine({
  context: { done: 0 },
  initial: 'split',
  states: {
    split: {
      type: 'parallel',
      states: numbered(5, () => ({
        initial: 'one',
        states: { one: work('two'), two: { type: 'final' as const } },
      })),
      onDone: 'end',
    },
    end: { type: 'final' },
  },
})
const task = base.createMachine({
  context: { done: 0 },
  initial: 'n0',
  states: { n0: { on: { complete: { target: 'n1', actions: 'count' } } }, n1: { type: 'final' } },
})
const machines: Record<Straight, AnyStateMachine> = { sequence, loop, fork, jobs: sequence }

export function createRawXstate(): Subject {
  return {
    name: 'raw XState',
    durable: false,
    async open() {},
    straight: workload => () =>
      new Promise(done => {
        const actor = createActor(machines[workload])
        actor.subscribe({ complete: done })
        actor.start()
      }),
    async task() {
      const actor = createActor(task).start()
      return async () => actor.send({ type: 'complete' })
    },
    async close() {},
  }
}
