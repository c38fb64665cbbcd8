/** Who meets whom, and what becomes of the one that comes too late. */

import { expect } from 'vitest'
import type { ProcessInstance } from '#engine'
import { drawing, end, start, task, type World } from '../world.ts'
import {
  type Act,
  cancel,
  command,
  complete,
  done,
  failed,
  failure,
  fire,
  incident,
  migrated,
  paid,
  setting,
  suspend,
} from './acts.ts'
import { asking, either, key, many, pausing, reminded, two, waiting, working } from './drawings.ts'

/** What becomes of the one that comes too late: it is refused, or it is played again on what the other has left. */
export type Late = 'refused' | 'counts'

export interface Race {
  drawing: string
  /** Brings the instance to the point where the race begins. */
  until?: Act
  first: Act
  second: Act
  /** When `first` is the late one, and when `second` is. */
  late: { first: Late; second: Late }
  check(instance: ProcessInstance, world: World): void | Promise<void>
}

const both: Race['late'] = { first: 'counts', second: 'counts' }
const one: Race['late'] = { first: 'refused', second: 'refused' }
const at =
  (...nodes: string[]) =>
  ({ tokens }: ProcessInstance) =>
    expect(tokens.map(token => token.at).sort()).toEqual(nodes.sort())
const is = (status: ProcessInstance['status']) => (instance: ProcessInstance) =>
  expect(instance.status).toBe(status)

export const races: Record<string, Race> = {
  'two people complete the same task': {
    drawing: asking,
    first: complete('ask'),
    second: complete('ask'),
    late: one,
    check: is('completed'),
  },
  'the same command comes twice': {
    drawing: asking,
    first: command({ type: 'setVariables', variables: { n: 1 } }, 'once'),
    second: command({ type: 'setVariables', variables: { n: 1 } }, 'once'),
    late: one,
    check: ({ revision }) => expect(revision).toBe(2),
  },
  'a task is completed while its process is cancelled': {
    drawing: asking,
    first: complete('ask'),
    second: cancel,
    late: one,
    check: ({ status }) => expect(['completed', 'cancelled']).toContain(status),
  },
  'a task is completed while its reminder interrupts it': {
    drawing: reminded(true),
    first: complete('ask'),
    second: fire,
    late: one,
    check: ({ status, tokens }) => expect(status === 'completed' || tokens[0]!.at === 'remind').toBe(true),
  },
  'a task is completed while a reminder comes that does not interrupt': {
    drawing: reminded(false),
    first: complete('ask'),
    second: fire,
    late: { first: 'counts', second: 'refused' },
    check: ({ tokens }) => expect(tokens.every(token => token.at === 'remind')).toBe(true),
  },
  'message and timer meet at an event gateway': {
    drawing: either,
    first: paid('m1'),
    second: fire,
    late: one,
    check: ({ tokens }) => expect(tokens).toHaveLength(1),
  },
  'two branches arrive at a join': {
    drawing: two,
    first: complete('a'),
    second: complete('b'),
    late: both,
    check: at('after'),
  },
  'a branch arrives at a join while the process is cancelled': {
    drawing: two,
    first: complete('a'),
    second: cancel,
    late: { first: 'refused', second: 'counts' },
    check: is('cancelled'),
  },
  'the last two of several rounds end': {
    drawing: many,
    first: complete('ask', 0),
    second: complete('ask', 1),
    late: both,
    check: at('after'),
  },
  'a job answers while its process is cancelled': {
    drawing: working,
    first: done,
    second: cancel,
    late: { first: 'refused', second: 'counts' },
    check: is('cancelled'),
  },
  'a job answers twice, from two servers': {
    drawing: working,
    first: done,
    second: done,
    late: one,
    check: at('after'),
  },
  'a job answers well here and badly there': {
    drawing: working,
    first: done,
    second: failed,
    late: one,
    check: ({ tokens }) => expect(tokens).toHaveLength(1),
  },
  'a job answers while its process is suspended': {
    drawing: working,
    first: done,
    second: suspend,
    late: both,
    check: is('suspended'),
  },
  'a task is completed while its process is suspended': {
    drawing: asking,
    first: complete('ask'),
    second: suspend,
    late: { first: 'refused', second: 'refused' },
    check: ({ status }) => expect(['suspended', 'completed']).toContain(status),
  },
  'a timer fires while its process is suspended': {
    drawing: pausing,
    first: fire,
    second: suspend,
    late: { first: 'refused', second: 'counts' },
    check: is('suspended'),
  },
  'a timer is fired by two servers': {
    drawing: pausing,
    first: fire,
    second: fire,
    late: one,
    check: at('after'),
  },
  'a timer fires while it is moved': {
    drawing: pausing,
    first: fire,
    second: command(({ timers }) => ({
      type: 'changeTimer',
      timer: timers[0]!.id,
      due: '2030-01-01T00:00:00.000Z',
    })),
    late: { first: 'counts', second: 'refused' },
    check: at('after'),
  },
  'a webhook comes twice, to two servers': {
    drawing: waiting,
    first: paid('m1'),
    second: paid('m1'),
    late: both,
    check: is('completed'),
  },
  'two messages come for one wait': {
    drawing: waiting,
    first: paid('m1'),
    second: paid('m2'),
    late: one,
    check: is('completed'),
  },
  'a message comes while the process is cancelled': {
    drawing: waiting,
    first: paid('m1'),
    second: cancel,
    late: one,
    check: ({ status }) => expect(['completed', 'cancelled']).toContain(status),
  },
  'two people set different variables': {
    drawing: asking,
    first: setting('a'),
    second: setting('b'),
    late: both,
    check: ({ variables }) => expect(variables).toMatchObject({ a: 1, b: 1 }),
  },
  'a variable is set while the task is completed': {
    drawing: asking,
    first: setting('a'),
    second: complete('ask'),
    late: { first: 'refused', second: 'counts' },
    check: is('completed'),
  },
  'a task is completed while its process moves to another version': {
    drawing: asking,
    until: async world => {
      await world.deploy(
        drawing(key, start + task('ask') + task('more') + end, 'start -> ask -> more -> end'),
      )
    },
    first: complete('ask'),
    second: migrated,
    late: { first: 'counts', second: 'refused' },
    check: ({ status, tokens }) => expect(status === 'completed' || tokens[0]!.at === 'more').toBe(true),
  },
  'an incident is retried by two people': {
    drawing: working,
    until: failure,
    first: incident,
    second: incident,
    late: one,
    check: ({ incidents }) => expect(incidents).toEqual([]),
  },
  'an incident is retried while the process is cancelled': {
    drawing: working,
    until: failure,
    first: incident,
    second: cancel,
    late: { first: 'refused', second: 'counts' },
    check: is('cancelled'),
  },
  'a token is moved while its task is completed': {
    drawing: two,
    first: command((instance, world) => ({
      type: 'moveToken',
      token: world.tokenAt(instance, 'a'),
      to: 'b',
    })),
    second: complete('a'),
    late: { first: 'counts', second: 'refused' },
    check: ({ status }) => expect(status).toBe('running'),
  },
  'a process is resumed while it is cancelled': {
    drawing: asking,
    until: suspend,
    first: command({ type: 'resume' }),
    second: cancel,
    late: { first: 'refused', second: 'counts' },
    check: is('cancelled'),
  },
  'a process is suspended by two people': {
    drawing: asking,
    first: suspend,
    second: suspend,
    late: one,
    check: is('suspended'),
  },
  'a process is cancelled by two people': {
    drawing: asking,
    first: cancel,
    second: cancel,
    late: one,
    check: is('cancelled'),
  },
}
