import { describe, expect, it } from 'vitest'
import type { Json } from '#engine/core/instance.ts'
import { compileExpression, type Expression, evaluate, whyNull } from '#engine/model/expressions.ts'

const deal = {
  amount: 12000,
  currency: 'EUR',
  expectedClose: '2026-12-01',
  createdAt: '2026-11-20T08:15:00.000Z',
  owner: null,
  'close rate': 0.25,
  products: [
    { name: 'GTX Pro', price: 4800, quantity: 2, active: true },
    { name: 'MG Special', price: 55, quantity: 40, active: false },
  ],
}
const context = { deal, outcome: 'Approve', attempts: 3, now: '2026-11-22T09:30:00.000Z' }

function feel(text: string, extra: Record<string, Json> = {}): Json {
  return compiled(text).evaluate({ ...context, ...extra })
}

function compiled(text: string, dialect?: 'unaryTests'): Expression {
  const result = compileExpression(text, { dialect })
  if (!result.ok) throw new Error(result.problem.message)
  return result.expression
}

describe('Conditions of a sales process', () => {
  it.each([
    ['deal.amount > 10000 and deal.currency = "EUR"', true],
    ['deal.amount between 1000 and 12000', true],
    ['deal.amount in [1..12000)', false],
    ['outcome in ("Approve", "Approve with changes")', true],
    ['deal.owner = null', true],
    ['deal.close rate * 100', 25],
    ['if attempts >= 3 then "escalate" else "retry"', 'escalate'],
    ['some product in deal.products satisfies product.quantity > 10', true],
    ['every product in deal.products satisfies product.price > 100', false],
    ['sum(for p in deal.products return p.price * p.quantity)', 11800],
    ['deal.products[price > 100].name', ['GTX Pro']],
    ['deal.products[1].name', 'GTX Pro'],
    ['count(deal.products)', 2],
    ['{total: sum(deal.products.price), text: "Total " + string(total)}.text', 'Total 4855'],
    ['sort(deal.products, function(x, y) x.price < y.price)[1].name', 'MG Special'],
    ['string join(deal.products.name, ", ")', 'GTX Pro, MG Special'],
    ['contains(lower case(deal.products[1].name), "pro")', true],
    ['get value(deal, "currency")', 'EUR'],
    ['-attempts + 2 ** 3', 5],
  ])('%s is %j', (text, value) => {
    expect(feel(text)).toEqual(value)
  })
})

describe('Three-valued logic', () => {
  it.each([
    ['true and null', null],
    ['false and null', false],
    ['null and false', false],
    ['true or null', true],
    ['null or false', null],
    ['not(null)', null],
    ['null = null', true],
    ['1 = null', false],
    ['1 < null', null],
    ['"a" + 1', null],
    ['1 / 0', null],
    ['nobody.name', null],
    ['1 in null', null],
  ])('%s is %j', (text, value) => {
    expect(feel(text)).toEqual(value)
  })
})

describe('Dates, times and durations', () => {
  it.each([
    ['date("2026-01-31") + duration("P1M")', '2026-02-28'],
    ['@"2026-03-29T01:30:00@Europe/Berlin" + @"PT1H"', '2026-03-29T03:30:00@Europe/Berlin'],
    ['date("2026-12-01") - date("2026-11-22")', 'P9D'],
    ['date("2026-11-22").weekday', 7],
    ['@"PT36H"', 'P1DT12H'],
    ['years and months duration(date("2024-01-15"), date("2026-03-15"))', 'P2Y2M'],
    ['date and time("2026-11-22T10:00:00Z") < date and time("2026-11-22T11:30:00+01:00")', true],
    ['time("10:30:00") + @"PT45M"', '11:15:00'],
    ['date("2026-02-30")', null],
    ['date(deal.expectedClose).month', 12],
  ])('%s is %j', (text, value) => {
    expect(feel(text)).toEqual(value)
  })

  it('take the present from the command, never from the clock', () => {
    expect(feel('now()')).toBe('2026-11-22T09:30:00Z')
    expect(feel('today()')).toBe('2026-11-22')
    expect(feel('today()', { today: '2026-11-23' })).toBe('2026-11-23')
    expect(evaluate('now()', {})).toBe(null)
  })

  it('are read from the text that JSON keeps them in, where a text meets one', () => {
    expect(feel('deal.expectedClose > today()')).toBe(true)
    expect(feel('today() + @"P9D" = deal.expectedClose')).toBe(true)
    expect(feel('deal.expectedClose in [today()..today() + @"P14D"]')).toBe(true)
    expect(feel('deal.expectedClose - today()')).toBe('P9D')
    expect(feel('deal.createdAt < now() - @"PT24H"')).toBe(true)
    expect(feel('deal.createdAt + @"PT15M"')).toBe('2026-11-20T08:30:00Z')
    expect(feel('deal.currency < today()')).toBe(false)
  })
})

describe('Filters', () => {
  it('may be any test of an element, where feelin only takes comparisons', () => {
    expect(feel('deal.products[active].name')).toEqual(['GTX Pro'])
    expect(feel('deal.products[contains(item.name, "MG")].name')).toEqual(['MG Special'])
    expect(feel('deal.products[not(active)].name')).toEqual(['MG Special'])
  })

  it('count positions from 1, and from the end with a minus', () => {
    expect(feel('[10, 20, 30][1]')).toBe(10)
    expect(feel('[10, 20, 30][-1]')).toBe(30)
    expect(feel('[10, 20, 30][4]')).toBe(null)
  })
})

describe('Unary tests', () => {
  it.each([
    ['> 3, "open"', 5, true],
    ['> 3, "open"', 'open', true],
    ['[1..5)', 5, false],
    ['not(1, 2)', 3, true],
    ['not(1, 2)', 2, false],
    ['-', null, true],
    ['"A", "B"', 'C', false],
    ['? > 3 and ? < limit', 5, true],
    ['count(?) > 1', [1, 2], true],
    ['null', null, true],
    ['true', true, true],
    ['false', null, false],
    ['< date("2026-12-01")', '2026-11-30', true],
    ['limit', 10, true],
  ])('%s holds for %j: %j', (text, value, holds) => {
    expect(compiled(text, 'unaryTests').evaluate({ '?': value, limit: 10 })).toBe(holds)
  })
})

describe('What an expression reads', () => {
  it.each([
    ['deal.amount > 3 and company.name = owner.company', ['deal', 'company', 'owner']],
    ['for p in deal.products return p.price * rate', ['deal', 'rate']],
    ['sort(items, function(x, y) x < y)', ['items']],
    ['{a: b, c: a}.c', ['b']],
    ['items[item.price > limit]', ['items', 'limit']],
    ['now() > deal.due and today() = x', ['now', 'deal', 'today', 'x']],
    ['count(list) + string length(total amount)', ['list', 'total amount']],
    ['x instance of number', ['x']],
  ])('%s reads %j', (text, names) => {
    expect(compiled(text).reads).toEqual(names)
  })
})

describe('A text that is no expression', () => {
  it.each([
    ['deal.amount >', 'Something is missing at the end of "deal.amount >".'],
    ['', 'Something is missing at the end of "".'],
    ['a +* b', 'Unexpected "*" at character 4.'],
    ['{a: }', 'Unexpected "}" at character 5.'],
    ['a ? b : c', 'Unexpected "?" at character 3.'],
  ])('%j says: %s', (text, message) => {
    expect(compileExpression(text)).toMatchObject({ ok: false, problem: { message } })
  })
})

describe('Why a condition came to nothing', () => {
  it('is a sentence that names the culprit', () => {
    expect(whyNull(compiled('discount > 10'), context)).toBe(
      '"discount > 10" has no answer. Nothing is called "discount" here.',
    )
    expect(whyNull(compiled('deal.discount > 10'), context)).toBe(
      '"deal.discount > 10" has no answer. There is no "discount" in "deal".',
    )
    expect(whyNull(compiled('sqrt(0 - 1) > 1'), context)).toContain(
      'sqrt(number) expects a non-negative number',
    )
  })
})

describe('An expression cannot harm the engine', () => {
  it.each([
    'for i in 1..1000000 return i',
    'for i in 1..2.5 return i',
    'for i in 1..300, j in 1..300, k in 1..300 return i',
    '{f: function(x) f(x), r: f(1)}.r',
    'for i in 1..40 return concatenate(partial, partial, [1])',
    '{a: "xxxxxxxxxxxxxxxx", b: string(for i in 1..900 return a), c: string(for i in 1..900 return b), d: string(for i in 1..900 return c)}',
    '{a: [1,1], b: [a,a], c: [b,b], d: [c,c], e: [d,d], f: [e,e], g: [f,f], h: [g,g], i: [h,h], j: [i,i], k: [j,j], l: [k,k], m: [l,l], n: [m,m], o: [n,n], p: [o,o]}.p',
  ])('by taking too long: %s', text => {
    const begun = performance.now()
    const { value, warnings } = compiled(text).explain(context)
    expect(value).toBe(null)
    expect(warnings[0]?.type).toMatch(/TOO_MUCH_WORK|NO_ANSWER/)
    expect(performance.now() - begun).toBeLessThan(2000)
  })

  it('by a pattern that backtracks', () => {
    const begun = performance.now()
    expect(feel('matches(text, "^(a+)+$")', { text: `${'a'.repeat(40)}b` })).toBe(false)
    expect(feel('matches(text, "^(a|a)*$")', { text: `${'a'.repeat(5000)}b` })).toBe(false)
    expect(performance.now() - begun).toBeLessThan(1000)
  })

  it.each([
    '"".constructor',
    'deal.constructor',
    'deal.__proto__',
    'deal.toString()',
    '[].constructor.constructor("return 1")()',
    'constructor',
    'deal.products.constructor',
    '(function(x) x).constructor',
  ])('by reaching for JavaScript: %s', text => {
    const value = feel(text)
    expect(Array.isArray(value) ? value.every(item => item === null) : value === null).toBe(true)
  })

  it('by giving objects another prototype', () => {
    for (const text of [
      '{"__proto__": {admin: true}}',
      'context put({}, "__proto__", {admin: true})',
      'context([{key: "__proto__", value: {admin: true}}])',
      'context merge([{a: 1}, evil])',
    ]) {
      const value = feel(text, JSON.parse('{"evil":{"__proto__":{"admin":true}}}')) as Record<string, Json>
      expect(value.admin, text).toBeUndefined()
      expect(value === null || Object.getPrototypeOf(value) === Object.prototype, text).toBe(true)
    }
    expect(({} as { admin?: boolean }).admin).toBeUndefined()
  })

  it('by being too long or too deep', () => {
    expect(compileExpression('1 + '.repeat(2000)).ok).toBe(false)
    expect(compileExpression(`${'('.repeat(1500)}1${')'.repeat(1500)}`)).toMatchObject({
      ok: false,
      problem: { message: 'The expression is nested too deeply.' },
    })
  })

  it('by being nonsense made to keep a parser busy', () => {
    const begun = performance.now()
    for (const unit of ['{{in ', '****,,', ']]][', 'every ?**']) {
      expect(compileExpression(unit.repeat(4000 / unit.length)).ok).toBe(false)
    }
    expect(performance.now() - begun).toBeLessThan(2000)
  })

  it('and its value is plain JSON, a copy of what it read', () => {
    const value = feel('deal') as { products: Json[] }
    expect(value).toEqual(deal)
    expect(value).not.toBe(deal)
    expect(feel('[now, date("2026-01-01"), @"P1D", [1..2], function(x) x, 1 / 3]')).toEqual([
      '2026-11-22T09:30:00.000Z',
      '2026-01-01',
      'P1D',
      { start: 1, end: 2, 'start included': true, 'end included': true },
      null,
      1 / 3,
    ])
  })
})

describe('Texts and patterns', () => {
  it.each([
    ['replace("2026-11-22", "(\\d+)-(\\d+)-(\\d+)", "$3.$2.$1")', '22.11.2026'],
    ['replace("abcd", "b|c", "[$0]")', 'a[b][c]d'],
    ['matches("Offer 12", "OFFER \\d+", "i")', true],
    ['split("a; b;c", ";\\s*")', ['a', 'b', 'c']],
    ['split("abc", "")', ['a', 'b', 'c']],
    ['matches("a", "(")', null],
    ['matches("foobar", "(?=bar)x")', null],
  ])('%s is %j', (text, value) => {
    expect(feel(text)).toEqual(value)
  })
})
