import { expect, test } from 'vitest'
import type { FormField, TaskOutcome, TaskRow } from '../../workspace/api/types.ts'
import { span, urgencyOf } from '../../workspace/components/Due.tsx'
import { checkForm, isRequired } from '../../workspace/components/task/check.ts'
import { grouped } from '../../workspace/pages/tasks/grouped.ts'

const budget: FormField = { key: 'budget', label: 'Budget', type: 'money', required: true, min: 1, max: 1000 }
const reason: FormField = { key: 'reason', label: 'Why not', type: 'text' }
const qualified: TaskOutcome = { id: 'yes', name: 'Qualified', tone: 'positive', requires: [], after: [] }
const noFit: TaskOutcome = { id: 'no', name: 'No fit', tone: 'negative', requires: ['reason'], after: [] }

test('a required field is asked for', () => {
  expect(checkForm([budget, reason], qualified, { budget: null })).toEqual({ budget: { text: 'required' } })
})

test('an answer asks for the fields it names, and for no others that are optional', () => {
  expect(checkForm([reason], noFit, {})).toEqual({ reason: { text: 'required' } })
  expect(checkForm([reason], qualified, {})).toEqual({})
  expect(isRequired(reason, noFit)).toBe(true)
})

test.each([
  [0, { text: 'least', limit: 1 }],
  [2000, { text: 'most', limit: 1000 }],
  ['12', { text: 'number' }],
])('a budget of %s is refused with its limit', (value, error) => {
  expect(checkForm([budget], qualified, { budget: value })).toEqual({ budget: error })
})

test('an optional field left empty is fine, whatever its pattern', () => {
  const code: FormField = { key: 'code', label: 'Code', type: 'text', pattern: '[A-Z]{3}' }
  expect(checkForm([code], qualified, { code: '' })).toEqual({})
  expect(checkForm([code], qualified, { code: 'abc' })).toEqual({ code: { text: 'pattern' } })
})

test('a pattern that is no pattern never stands in the way', () => {
  const code: FormField = { key: 'code', label: 'Code', type: 'text', pattern: '(' }
  expect(checkForm([code], qualified, { code: 'x' })).toEqual({})
})

test('tasks stand under headings by urgency, overdue first', () => {
  const rows = [task('a', 'planned'), task('b', 'overdue'), task('c', 'planned')]
  expect(grouped(rows, 'mine').map(({ key }) => key)).toEqual(['#overdue', 'b', '#planned', 'a', 'c'])
})

test('finished tasks stand under one heading', () => {
  expect(grouped([task('a', 'overdue'), task('b', 'noDate')], 'done').map(({ key }) => key)).toEqual([
    '#done',
    'a',
    'b',
  ])
})

test('a day without a time is not late before it is over', () => {
  const noon = new Date(2026, 10, 22, 12)
  expect(urgencyOf('2026-11-22', noon)).toBe('today')
  expect(urgencyOf('2026-11-21', noon)).toBe('late')
  expect(urgencyOf('2026-11-23', noon)).toBe('tomorrow')
  expect(urgencyOf(new Date(2026, 10, 22, 11).toISOString(), noon)).toBe('late')
})

test.each([
  [90_000, '1m'],
  [7_200_000, '2h'],
  [3 * 86_400_000, '3d'],
  [3300 * 86_400_000, '9y'],
])('%d milliseconds are told as %s', (milliseconds, said) => {
  expect(span(milliseconds, 'en')).toBe(said)
})

function task(id: string, state: TaskRow['state']): TaskRow {
  return { id, name: id, state, createdAt: '2026-11-01T00:00:00.000Z', kind: 'todo' }
}
