import { expect, test } from 'vitest'
import type { HistoryStep, Trace } from '#workspace/api/types.ts'
import { momentAfter, nodeOf } from '#workspace/pages/instance/playback.ts'

const enter = (node: string, token: string): Trace => ({ verb: 'enter', node, token })
const leave = (node: string, token: string): Trace => ({ verb: 'leave', node, token })
const take = (flow: string, token: string): Trace => ({ verb: 'take', flow, token })
const step = (revision: number, ...trace: Trace[]): HistoryStep => ({
  revision,
  at: '2026-03-02T09:00:00Z',
  command: { type: 'completeTask' },
  trace,
  text: '',
})
const nothing = () => false

const steps = [
  step(1, { verb: 'start' }, enter('Call', '1'), { verb: 'wait', node: 'Call', token: '1' }),
  step(2, leave('Call', '1'), take('a', '1'), enter('Print', '1'), enter('Record', '2')),
  step(3, leave('Record', '2'), enter('Join', '2'), { verb: 'arrive', node: 'Join', token: '2' }),
  step(
    4,
    leave('Print', '1'),
    enter('Join', '1'),
    { verb: 'arrive', node: 'Join', token: '1' },
    leave('Join', '1'),
    enter('Send', '1'),
  ),
]

test('after a step the tokens stand where its trace left them', () => {
  expect(momentAfter(steps, 1, nothing).tokens).toEqual([{ node: 'Call' }])
  expect(momentAfter(steps, 2, nothing).tokens).toEqual([{ node: 'Print' }, { node: 'Record' }])
  expect(momentAfter(steps, 3, nothing).tokens).toEqual([{ node: 'Print' }, { node: 'Join' }])
})

test('one token leaves a join for all that had arrived', () => {
  expect(momentAfter(steps, 4, nothing).tokens).toEqual([{ node: 'Send' }])
})

test('what was passed is counted up to the step, not beyond', () => {
  expect(momentAfter(steps, 2, nothing).visited).toEqual({ Call: 1, Print: 1, Record: 1 })
  expect(momentAfter(steps, 2, nothing).flows).toEqual({ a: 1 })
})

test('a token in a sub-process is shown at the step within', () => {
  const inside = [step(1, enter('Proposal', '1'), enter('Prepare', '2'))]
  expect(momentAfter(inside, 1, node => node === 'Proposal').tokens).toEqual([{ node: 'Prepare' }])
})

test('a step is about the first node its trace speaks of', () => {
  expect(nodeOf(steps[1])).toBe('Call')
  expect(nodeOf(undefined)).toBeUndefined()
})
