import { expect, test } from 'vitest'
import type { FileMapping, ImportFields, ImportFile } from '#workspace/api/imports.ts'
import { lacksOf, mappingOf, stageValues } from '#workspace/pages/import/mapping.ts'

const file: ImportFile = {
  id: 'f1',
  filename: 'deals.csv',
  encoding: 'utf-8',
  delimiter: ',',
  rows: 3,
  columns: [
    { name: 'name', samples: ['Rack'], dates: {} },
    { name: 'status', samples: ['Won'], dates: {} },
    { name: 'closed', samples: ['01-03-17'], dates: { 'DD-MM-YY': '2017-03-01' } },
  ],
  dateFormats: ['DD-MM-YY'],
  suggestion: {
    entity: 'deal',
    columns: { name: 'title', status: 'stage', closed: 'closedAt' },
    dateFormat: 'DD-MM-YY',
    stages: { Won: 'won' },
    values: { status: ['Won', 'Lost'] },
  },
}
const fields: ImportFields = {
  deal: [
    { key: 'title', label: 'Title', type: 'text', required: true },
    { key: 'stage', label: 'Stage', type: 'stage', required: false },
    { key: 'closedAt', label: 'Closed on', type: 'date', required: false },
  ],
}
const suggested = (): FileMapping => mappingOf([file], undefined, 'EUR').files[0]!
const kinds = (mapping: FileMapping) => lacksOf(mapping, file, fields).map(lack => lack.kind)

test('a mapping begins with what the server suggests, quietly', () => {
  expect(mappingOf([file], undefined, 'EUR').quiet).toBe(true)
  expect(suggested()).toMatchObject({ entity: 'deal', options: { dateFormat: 'DD-MM-YY', currency: 'EUR' } })
})

test('what was said before wins, unless the columns are others now', () => {
  const said = { quiet: false, files: [{ ...suggested(), columns: { name: 'title' } }] }
  expect(mappingOf([file], said, 'EUR').files[0]!.columns).toEqual({ name: 'title' })
  const stale = { quiet: false, files: [{ ...suggested(), columns: { 'name;status': 'title' } }] }
  expect(mappingOf([file], stale, 'EUR').files[0]!.columns).toEqual(file.suggestion.columns)
})

test('every value of the stage column wants a stage', () => {
  expect(stageValues(suggested(), file)).toEqual(['Won', 'Lost'])
  expect(lacksOf(suggested(), file, fields)).toEqual([{ kind: 'stages', names: ['Lost'] }])
})

test('a missing required field, a field filled twice and unread dates stand in the way', () => {
  const mapping = suggested()
  expect(kinds({ ...mapping, columns: { closed: 'closedAt' } })).toEqual(['required'])
  expect(kinds({ ...mapping, columns: { name: 'title', closed: 'title' } })).toEqual(['twice'])
  expect(kinds({ ...mapping, columns: { name: 'title', closed: 'closedAt' }, options: {} })).toEqual([
    'dateFormat',
  ])
  expect(kinds({ ...mapping, columns: {} })).toEqual(['nothing'])
})
