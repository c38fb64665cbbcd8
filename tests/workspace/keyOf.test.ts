import { expect, test } from 'vitest'
import { keyOf } from '#workspace/pages/settings/keyOf.ts'

test.each([
  ['Contract until', [], 'contractUntil'],
  ['Срок договора', [], 'srokDogovora'],
  ['Größe (m²)', [], 'grosseM2'],
  ['2nd phone', [], 'field2ndPhone'],
  ['Contract until', ['contractUntil'], 'contractUntil2'],
])('a field called %s gets a key that templates can name', (label, taken, key) => {
  expect(keyOf(label, taken)).toBe(key)
})
