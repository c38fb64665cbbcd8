import { describe, expect, it } from 'vitest'
import { type Language, toFeel } from '#engine/model/dialects/foreign.ts'
import { evaluate } from '#engine/model/expressions.ts'
import type { Json } from '#engine/model/json.ts'

const known: Record<string, Json> = {
  amount: 150,
  kind: 'big',
  words: ['a', 'b'],
  nothing: null,
  none: [],
  blank: '',
  closed: false,
  order: { total: 20, lines: [{ price: 7 }, { price: 9 }], 'odd key': 1 },
}

const says = (text: string, language: Language = 'juel') => {
  const feel = toFeel(text, language)
  return feel === null ? 'no counterpart' : evaluate(feel, known)
}

describe("Another engine's expression", () => {
  it.each<[string, Json]>([
    ["amount > 100 && kind == 'big' && !closed", true],
    ['amount gt 100 and not closed', true],
    ['not (amount lt 100 or closed)', true],
    ["kind.equals('big')", true],
    ["'big'.equals(kind)", true],
    ["kind.equalsIgnoreCase('BIG')", true],
    ["execution.getVariable('amount') >= 150", true],
    ["execution.getVariable('nothing') == null", true],
    ['empty nothing && empty none && empty blank && !empty words', true],
    ['none.isEmpty() && blank.isEmpty() && !words.isEmpty()', true],
    ["words.contains('b') && kind.contains('ig')", true],
    ["words.contains('c') || kind.contains('x')", false],
    ['words.size() == 2', true],
    ['kind.length() - 1', 2],
    ["kind.startsWith('b') && kind.endsWith('g')", true],
    ['order.lines[1].price', 9],
    ["order['total'] + 1", 21],
    ["closed ? 'x' : amount > 100 ? 'y' : 'z'", 'y'],
    ['(amount - 50) * 2 / 4', 50],
    ['-amount + 1', -149],
  ])('%s means the same in FEEL', (text, value) => {
    expect(says(text)).toEqual(value)
  })

  it.each<[string, Language, Json]>([
    ['return amount > 10;', 'java', true],
    ['return kcontext.getVariable("amount") != null;', 'java', true],
    ['return kind == "big";', 'mvel', true],
    ['return true;', 'mvel', true],
    ["kind === 'big' && amount !== 3", 'javascript', true],
    ["execution.getVariable('kind') == 'big'", 'groovy', true],
    ['100L < amount', 'groovy', true],
  ])('%s (%s) too', (text, language, value) => {
    expect(says(text, language)).toEqual(value)
  })

  it.each<[string, Language]>([
    ['bean.isStandard()', 'juel'],
    ['dateTime().plusDays(2).toDate()', 'juel'],
    ["execution.setVariable('a', 1)", 'juel'],
    ['execution', 'juel'],
    ['execution.processBusinessKey == 1', 'juel'],
    ['amount % 2 == 0', 'juel'],
    ['counter.incrementAndGet()', 'juel'],
    ['return kind == "big";', 'java'],
    ['return amount / 100 == 1;', 'java'],
    ['"a" + amount', 'groovy'],
    ['x = 1; return x;', 'groovy'],
    ['words.size == 2', 'mvel'],
    ['kind ==~ /b.*/', 'groovy'],
    ['amount >', 'juel'],
    ['', 'juel'],
  ])('%s (%s) has no exact counterpart, so it stays what it is', (text, language) => {
    expect(toFeel(text, language)).toBeNull()
  })
})
