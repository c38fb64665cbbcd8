/** XState as it comes: the same sequence as states that call a promise each. No BPMN, nothing kept. */
import { assign, createActor, fromPromise, setup } from 'xstate'
import type { Subject } from '../subject.ts'

export function createRawXstate(): Subject {
  const step = (n: number) => ({
    invoke: {
      src: 'work' as const,
      onDone: { target: `n${n + 1}`, actions: assign({ done: n }) },
    },
  })
  const machine = setup({
    types: { context: {} as { done: number } },
    actors: { work: fromPromise(async () => 1) },
  }).createMachine({
    context: { done: 0 },
    initial: 'n0',
    states: {
      ...Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`n${n}`, step(n)])),
      n10: { type: 'final' },
    },
  })
  return {
    name: 'raw XState',
    durable: false,
    async open() {},
    straight: () =>
      new Promise(done => {
        const actor = createActor(machine)
        actor.subscribe({ complete: done })
        actor.start()
      }),
    async close() {},
  }
}
