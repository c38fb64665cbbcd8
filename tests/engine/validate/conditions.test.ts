import { describe, expect, it } from 'vitest'
import type { ProcessModel } from '#engine/model/types.ts'
import type { Known } from '#engine/validate/validate.ts'
import { validate } from '#engine/validate/validate.ts'
import { draw, start, user } from '#tests/support/draw.ts'

const gateway = (...conditions: string[]) =>
  draw('S -> X', ...conditions.map((text, n) => `X -[${text}]-> T${n}`))

const problems = (model: ProcessModel, known?: Known) =>
  validate(model, known).filter(problem => problem.rule === 'conditions-cover')

/** The first half of each sentence, which names the value. */
const say = (...conditions: string[]) => sayOf(gateway(...conditions))
const sayOf = (model: ProcessModel, known?: Known) =>
  problems(model, known).map(problem => problem.message.replace(/(\. [A-Z]|;).*/, ''))

describe('The conditions of a gateway', () => {
  it('leave out no number', () => {
    expect(say('amount > 100', 'amount < 100')).toEqual(['"X" has no way for amount = 100'])
    expect(say('amount > 100', 'amount <= 100')).toEqual([])
    expect(say('amount between 1 and 5', 'amount > 6', 'amount < 1')).toEqual([
      '"X" has no way for amount = 5.5',
    ])
    expect(say('amount in [0..10)', 'amount in (10..20]', 'not(amount in [0..20])')).toEqual([
      '"X" has no way for amount = 10',
    ])
  })

  it('leave out no word and no yes or no', () => {
    expect(say('kind = "a"', 'kind = "b"')).toEqual(['"X" has no way for kind other than "a" and "b"'])
    expect(say('kind in ("a", "b")', 'not(list contains(["a", "b"], kind))')).toEqual([])
    expect(say('paid = true', 'paid = false')).toEqual([])
    expect(say('paid', 'not(paid)')).toEqual([])
    expect(say('vip', 'not(vip) and paid')).toEqual(['"X" has no way for vip = false and paid = false'])
  })

  it('leave out no day and no moment', () => {
    const june = 'date("2026-06-01")'
    expect(say(`closing < ${june}`, `closing > ${june}`)).toEqual([
      '"X" has no way for closing = "2026-06-01"'.replaceAll('"2026-06-01"', '2026-06-01'),
    ])
    expect(say(`date(closing) < ${june}`, `date(closing) >= ${june}`)).toEqual([])
    expect(say('due < today()', 'due > today() + duration("P3D")')[0]).toBe(
      '"X" has no way for due = today()',
    )
    expect(say('at < @"2026-06-01T10:00:00Z"', 'at > @"2026-06-01T12:00:00Z"')[0]).toMatch(
      /no way for at = 2026-06-01T10:00:00Z/,
    )
  })

  it('may ask whether there is a value, and how many', () => {
    expect(say('owner = null', 'owner != null')).toEqual([])
    expect(say('owner != null')).toEqual(['"X" has no way for owner empty'])
    expect(say('count(items) = 0', 'count(items) > 1')).toEqual(['"X" has no way for count(items) = 1'])
  })

  it('are looked at together, and only what matters is told', () => {
    expect(say('deal.amount > 10 and vip = true', 'deal.amount <= 10')).toEqual([
      '"X" has no way for deal.amount = 11 and vip = false',
    ])
    expect(say('amount > limit', 'amount < limit')[0]).toMatch(/no way for amount = (\S+) and limit = \1$/)
    expect(say('amount > limit', 'amount <= limit')).toEqual([])
    expect(say('vip or amount > 5', 'amount < 5')[0]).toBe('"X" has no way for vip = false and amount = 5')
  })

  it('are known by the choices and bounds of the forms they read', () => {
    const form = [
      {
        key: 'region',
        label: 'Region',
        type: 'select',
        options: [
          { value: 'n', label: 'N' },
          { value: 's', label: 'S' },
        ],
      },
      { key: 'score', label: 'Score', type: 'number', min: 1, max: 5 },
    ]
    const asked = (...conditions: string[]) =>
      draw('S -> Ask -> X', ...conditions.map((text, n) => `X -[${text}]-> T${n}`), {
        S: start(),
        Ask: user({ form }),
      })
    expect(sayOf(asked('region = "n"', 'region = "s"'))).toEqual([])
    expect(sayOf(asked('region = "n"'))).toEqual(['"X" has no way for region = "s"'])
    expect(sayOf(asked('score < 3', 'score in [3..5]'))).toEqual([])
    expect(sayOf(asked('region = "n"', 'region = "s"', 'region = "w"'))).toEqual([
      'The condition of this flow from "X" holds for no value, so it is never taken.',
    ])
    const deal = gateway('deal.source = "web"', 'deal.source = "fair"')
    expect(sayOf(deal, { choices: { 'deal.source': ['web', 'fair'] } })).toEqual([])
    expect(sayOf(deal)).toHaveLength(1)
  })

  it('do not hold both where that is easily overlooked', () => {
    expect(problems(gateway('amount >= 100', 'amount <= 100'))).toEqual([
      expect.objectContaining({
        severity: 'warning',
        message: expect.stringMatching(/2 ways for amount = 100; .* \("T0", not "T1"\)/),
      }),
    ])
    expect(problems(gateway('amount > 1000', 'amount > 100', 'default'))).toEqual([
      expect.objectContaining({ severity: 'info' }),
    ])
  })

  it('hold for some value that no flow before takes', () => {
    expect(say('amount > 100', 'amount > 1000', 'default')).toEqual([
      'This flow from "X" is never taken: whenever its condition holds, that of a flow before it holds too',
    ])
    expect(say('amount > 5 and amount < 3', 'default')).toEqual([
      'The condition of this flow from "X" holds for no value, so it is never taken.',
    ])
  })

  it('are looked at wherever a way is chosen', () => {
    const inclusive = draw('S -> OR1', 'OR1 -[a > 1]-> A', 'OR1 -[a < 1]-> B')
    expect(sayOf(inclusive)).toEqual(['"OR1" has no way for a = 1'])
    expect(sayOf(draw('S -> T', 'T -[a > 1]-> A', 'T -[a > 5]-> B'))).toEqual(['"T" has no way for a = 0'])
  })

  it('need not cover everything when there is a default, and are left alone when they are too much for us', () => {
    expect(say('amount > 100', 'default')).toEqual([])
    expect(say('sum(list) > 1', 'amount + 1 > 2')).toEqual([])
    expect(say('contains(name, "x")', 'not(contains(name, "x"))')).toEqual([])
    expect(say('amount > 1', 'amount = "much"')).toEqual([])
    const many = Array.from({ length: 14 }, (_, n) => `v${n} > 1`).join(' and ')
    expect(say(many)).toEqual([])
  })
})
