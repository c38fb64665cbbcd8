import { expect, test } from 'vitest'
import { readSearch, writeSearch } from '../../workspace/components/useSearchState.ts'

const defaults = { q: '', view: 'board', page: 1, overdue: false }

test('an empty address means the defaults', () => {
  expect(readSearch(new URLSearchParams(), defaults)).toEqual(defaults)
})

test('filters come out of the address in the type of their default', () => {
  const params = new URLSearchParams('q=acme&page=3&overdue=true')
  expect(readSearch(params, defaults)).toEqual({ q: 'acme', view: 'board', page: 3, overdue: true })
})

test('a number that is none falls back to the default', () => {
  expect(readSearch(new URLSearchParams('page=many'), defaults).page).toBe(1)
})

test('a filter set back to its default leaves the address, and the parameters of others stay', () => {
  const before = new URLSearchParams('q=acme&view=table&theirs=1')
  expect(writeSearch(before, defaults, { view: 'board', q: 'orbit' }).toString()).toBe('q=orbit&theirs=1')
})
