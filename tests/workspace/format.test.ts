import { expect, test } from 'vitest'
import { formatsOf } from '../../workspace/components/format.ts'
import { initialsOf } from '../../workspace/components/PersonAvatar.tsx'

const en = formatsOf('en')
const now = Date.parse('2026-11-22T12:00:00Z')

test('whole sums are shown without a fraction, others with two digits', () => {
  expect(en.money(3600, 'EUR')).toBe('€3,600')
  expect(en.money(3600.5, 'EUR')).toBe('€3,600.50')
})

test('a currency nobody knows is shown as a plain number instead of breaking the page', () => {
  expect(en.money(3600, 'no such')).toBe('3,600')
})

test.each([
  ['2026-11-22T14:00:00Z', 'in 2 hours'],
  ['2026-11-21T12:00:00Z', 'yesterday'],
  ['2026-11-22T11:59:50Z', 'this minute'],
  ['2025-11-20T12:00:00Z', 'last year'],
])('%s is told as “%s”', (at, said) => {
  expect(en.relative(at, now)).toBe(said)
})

test('a day of this year goes without the year', () => {
  expect(en.nearDay('2026-03-02', now)).toBe('Mar 2')
  expect(en.nearDay('2025-03-02', now)).toBe('Mar 2, 2025')
})

test('days in a stage are whole and never negative', () => {
  expect(en.daysSince('2026-11-20T13:00:00Z', now)).toBe(1)
  expect(en.daysSince('2026-11-23T13:00:00Z', now)).toBe(0)
})

test('initials are the first letters of the first and last word, whatever the script', () => {
  expect(initialsOf('Anna Maria Kask')).toBe('AK')
  expect(initialsOf('Ольга')).toBe('О')
})
