import { expect, test } from 'vitest'
import { fieldsOf } from '#workspace/pages/templates/fieldsOf.ts'

test('the fields of a sample are its paths, each ready to be put into a template', () => {
  expect(fieldsOf({ deal: { title: 'Rack', amount: 12 }, today: '2026-03-02' })).toEqual([
    { path: 'deal.title', snippet: '{{deal.title}}', example: 'Rack' },
    { path: 'deal.amount', snippet: '{{deal.amount}}', example: '12' },
    { path: 'today', snippet: '{{today}}', example: '2026-03-02' },
  ])
})

test('a list is put in as the frame that repeats', () => {
  const [lines] = fieldsOf({ lines: [{ name: 'Rack', quantity: 2 }] })
  expect(lines!.snippet).toBe('{{#each lines}}\n  {{name}} {{quantity}}\n{{/each}}')
})
