import { describe, expect, it } from 'vitest'
import { validate } from '#engine/validate/validate.ts'
import { draw } from '#tests/support/draw.ts'

const say = (...conditions: string[]) =>
  validate(draw('S -> X', ...conditions.map((text, n) => `X -[${text}]-> T${n}`)))
    .filter(problem => problem.rule === 'conditions-cover')
    .map(problem => problem.message.replace(/(\. [A-Z]|;).*/, ''))

describe('The conditions of a gateway', () => {
  it('leave out no number', () => {
    expect(say('amount > 100', 'amount < 100')).toEqual(['"X" has no way for amount = 100'])
    expect(say('amount > 100', 'amount <= 100')).toEqual([])
  })

  it('do not hold both', () => {
    expect(say('amount >= 100', 'amount <= 100')).toEqual(['"X" has 2 ways for amount = 100'])
  })

  it('leave out no word and no yes or no', () => {
    expect(say('kind = "a"', 'kind = "b"')).toEqual(['"X" has no way for kind = "anything else"'])
    expect(say('paid = true', 'paid = false')).toEqual([])
    expect(say('paid', 'not(paid)')).toEqual([])
  })

  it('are looked at together', () => {
    expect(say('deal.amount > 10 and vip = true', 'deal.amount <= 10')[0]).toMatch(
      /no way for .*amount = 11 and vip = false/,
    )
  })

  it('need not cover everything when there is a default, and are left alone when they are too much for us', () => {
    expect(say('amount > 100', 'default')).toEqual([])
    expect(say('count(list) > 1', 'amount + 1 > 2')).toEqual([])
  })
})
