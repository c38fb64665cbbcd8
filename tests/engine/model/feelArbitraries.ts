/** FEEL expressions at random, over one small context; for the comparison with feelin. */
import fc from 'fast-check'

export const context = {
  a: 1,
  b: 2.5,
  n: null,
  s: 'open',
  t: 'won',
  yes: true,
  no: false,
  'total amount': 1200,
  numbers: [3, 1, 2],
  words: ['red', 'green', 'blue'],
  mixed: [1, 'x', null, true],
  empty: [],
  deal: { amount: 12000, owner: { name: 'Ida' }, tags: ['new', 'big'], 'close rate': 0.25 },
  lines: [
    { product: 'GTX', quantity: 2, price: 10 },
    { product: 'MG', quantity: 1, price: 55.5 },
    { product: 'GTK', quantity: 7, price: 3 },
  ],
}

const word = fc.constantFrom(
  'a',
  'b',
  'n',
  's',
  't',
  'yes',
  'no',
  'total amount',
  'numbers',
  'words',
  'mixed',
  'empty',
  'lines',
  'nobody',
)
const path = fc.constantFrom(
  'deal.amount',
  'deal.owner.name',
  'deal.tags',
  'deal.close rate',
  'deal.none',
  'lines.price',
  'lines.product',
  'lines[1].quantity',
  'lines[-1].price',
  'numbers[2]',
  'numbers[9]',
  'n.x',
  'a.b',
)
const literal = fc.oneof(
  fc.integer({ min: -20, max: 20 }).map(String),
  fc.constantFrom(
    '0.5',
    '2.25',
    '0',
    'true',
    'false',
    'null',
    '"open"',
    '"red"',
    '""',
    '[]',
    '[1, 2, 3]',
    '["a"]',
    '[1]',
    '{}',
    '{x: 1, y: "q"}',
  ),
)
const moment = fc.constantFrom(
  '@"2026-03-01"',
  'date("2026-02-28")',
  '@"2026-03-29T02:30:00@Europe/Berlin"',
  '@"2026-03-01T12:00:00Z"',
  '@"2026-03-01T12:00:00"',
  '@"10:30:00"',
  '@"P1D"',
  '@"PT36H"',
  '@"P1M"',
  '@"-P2Y"',
  'duration("P40D")',
  'date(2024, 2, 29)',
  'time(9, 30, 0)',
  'date and time("2026-01-31T08:00:00")',
)

export const { expression } = fc.letrec<{ expression: string; test: string }>(tie => {
  const e = tie('expression')
  const test = tie('test')
  const pair = fc.tuple(e, e)
  return {
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      literal,
      word,
      path,
      moment,
      fc.tuple(e, fc.constantFrom('+', '-', '*', '/', '**'), e).map(([x, op, y]) => `(${x} ${op} ${y})`),
      fc
        .tuple(e, fc.constantFrom('=', '!=', '<', '<=', '>', '>='), e)
        .map(([x, op, y]) => `(${x} ${op} ${y})`),
      fc.tuple(e, fc.constantFrom('and', 'or'), e).map(([x, op, y]) => `(${x} ${op} ${y})`),
      fc.tuple(e, e, e).map(([x, y, z]) => `(if ${x} then ${y} else ${z})`),
      fc.tuple(e, e, e).map(([x, y, z]) => `(${x} between ${y} and ${z})`),
      fc.tuple(e, test).map(([x, y]) => `(${x} in ${y})`),
      fc.tuple(e, test, test).map(([x, y, z]) => `(${x} in (${y}, ${z}))`),
      fc.tuple(e, e).map(([x, y]) => `(for i in ${x} return ${y})`),
      fc.tuple(e, e).map(([x, y]) => `(for i in ${x}, j in [i, a] return [i, j, ${y}])`),
      fc
        .tuple(fc.integer({ min: -3, max: 5 }), fc.constantFrom(-3, -1, 1, 2, 5))
        .map(([x, y]) => `(for i in ${x}..${y} return i * 2)`),
      fc.tuple(fc.constantFrom('some', 'every'), e, e).map(([q, x, y]) => `(${q} i in ${x} satisfies ${y})`),
      fc
        .tuple(
          e,
          fc.constantFrom(
            'item > 1',
            'item = "red"',
            'price > 5',
            'quantity = 1 or price < 4',
            '1',
            '-1',
            '7',
            'a',
            'true',
            'false',
            '"red"',
            'null',
            'item in [1..2]',
            '>1',
          ),
        )
        .map(([x, f]) => `${x}[${f}]`),
      pair.map(([x, y]) => `[${x}, ${y}]`),
      pair.map(([x, y]) => `{p: ${x}, "q r": ${y}, z: p}`),
      e.map(x => `{p: ${x}}.p`),
      e.map(x => `-(${x})`),
      fc
        .tuple(
          fc.constantFrom(
            'count',
            'sum',
            'min',
            'max',
            'mean',
            'not',
            'string',
            'string length',
            'upper case',
            'flatten',
            'distinct values',
            'reverse',
            'abs',
            'floor',
            'all',
            'any',
            'median',
            'mode',
            'stddev',
            'product',
            'number',
            'date',
            'sqrt',
            'even',
            'odd',
            'get entries',
          ),
          e,
        )
        .map(([f, x]) => `${f}(${x})`),
      fc
        .tuple(
          fc.constantFrom(
            'append',
            'concatenate',
            'list contains',
            'contains',
            'starts with',
            'ends with',
            'index of',
            'modulo',
            'decimal',
            'round up',
            'is',
            'union',
            'remove',
            'substring',
            'string join',
            'before',
            'sublist',
            'split',
            'get value',
            'context merge',
          ),
          e,
          e,
        )
        .map(([f, x, y]) => `${f}(${x}, ${y})`),
      fc.tuple(e, e).map(([x, y]) => `(function(k, m) if k = ${x} then m else ${y})(a, b)`),
      e.map(x => `sort(${x}, function(k, m) k < m)`),
      fc
        .tuple(
          e,
          fc.constantFrom(
            'number',
            'string',
            'list<number>',
            'context',
            'date',
            'boolean',
            'Any',
            'duration',
          ),
        )
        .map(([x, type]) => `(${x} instance of ${type})`),
      fc
        .tuple(e, fc.constantFrom('year', 'month', 'days', 'weekday', 'hour', 'time offset'))
        .map(([x, p]) => `(${x}).${p}`),
    ),
    test: fc.oneof(
      e,
      fc.tuple(fc.constantFrom('<', '<=', '>', '>=', '=', '!='), literal).map(([op, x]) => `${op} ${x}`),
      fc
        .tuple(fc.constantFrom('[', '('), literal, literal, fc.constantFrom(']', ')'))
        .map(([l, x, y, r]) => `${l}${x}..${y}${r}`),
      fc
        .tuple(fc.constantFrom('[', '('), moment, moment, fc.constantFrom(']', ')'))
        .map(([l, x, y, r]) => `${l}${x}..${y}${r}`),
    ),
  }
})

const cell = fc.oneof(
  expression,
  literal,
  fc
    .tuple(fc.constantFrom('<', '<=', '>', '>=', '=', '!='), fc.oneof(literal, moment))
    .map(([op, x]) => `${op} ${x}`),
  fc
    .tuple(fc.constantFrom('[', '('), literal, literal, fc.constantFrom(']', ')'))
    .map(([l, x, y, r]) => `${l}${x}..${y}${r}`),
)
/** What may stand in a decision table's cell. */
export const unaryTests = fc.oneof(
  fc.array(cell, { minLength: 1, maxLength: 3 }).map(cells => cells.join(', ')),
  fc.array(cell, { minLength: 1, maxLength: 2 }).map(cells => `not(${cells.join(', ')})`),
  fc.constantFrom('-', '? > 2', 'count(?) > 1', '"open", "won"'),
)
