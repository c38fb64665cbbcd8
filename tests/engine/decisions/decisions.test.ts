import { describe, expect, it } from 'vitest'
import { type Decided, type DecisionModel, decide, parseDecisions } from '#engine/decisions/index.ts'
import type { Json } from '#engine/model/json.ts'
import { drawDecisions } from './dmn.ts'

async function read(xml: string): Promise<DecisionModel> {
  const { model, problems } = await parseDecisions(xml)
  expect(problems).toEqual([])
  return JSON.parse(JSON.stringify(model))
}

async function ask(xml: string, context: Record<string, Json>, id?: string): Promise<Decided> {
  return decide(await read(xml), id, context)
}

async function decided(xml: string, context: Record<string, Json>, id?: string): Promise<Json> {
  const decided = await ask(xml, context, id)
  if (!decided.ok) throw new Error(decided.message)
  return decided.value
}

const discount = (
  hitPolicy: string,
  extra: { aggregation?: string; values?: string; otherwise?: string } = {},
) =>
  drawDecisions([
    {
      id: 'discount',
      inputs: ['amount'],
      table: {
        hitPolicy,
        aggregation: extra.aggregation,
        inputs: ['amount', 'region'],
        outputs: [{ name: 'percent', values: extra.values, otherwise: extra.otherwise }],
        rules: [
          ['> 1000', '-', '5'],
          ['> 5000', '"EMEA", "APAC"', '10'],
          ['[100..1000]', 'not("EMEA")', '2'],
        ],
      },
    },
  ])

describe('A decision table', () => {
  it.each<[string, Record<string, Json>, Json, Parameters<typeof discount>[1]?]>([
    ['UNIQUE', { amount: 2000, region: 'EMEA' }, 5],
    ['UNIQUE', { amount: 1000, region: 'US' }, 2],
    ['UNIQUE', { amount: 50, region: 'US' }, null],
    ['UNIQUE', { amount: 50, region: 'US' }, 0, { otherwise: '0' }],
    ['FIRST', { amount: 9000, region: 'EMEA' }, 5],
    ['RULE ORDER', { amount: 9000, region: 'APAC' }, [5, 10]],
    ['RULE ORDER', { amount: 9, region: 'APAC' }, []],
    ['PRIORITY', { amount: 9000, region: 'APAC' }, 10, { values: '10, 5, 2' }],
    ['OUTPUT ORDER', { amount: 9000, region: 'APAC' }, [10, 5], { values: '10, 5, 2' }],
    ['COLLECT', { amount: 9000, region: 'APAC' }, [5, 10]],
    ['COLLECT', { amount: 9, region: 'APAC' }, []],
    ['COLLECT', { amount: 9000, region: 'APAC' }, 15, { aggregation: 'SUM' }],
    ['COLLECT', { amount: 9000, region: 'APAC' }, 5, { aggregation: 'MIN' }],
    ['COLLECT', { amount: 9000, region: 'APAC' }, 10, { aggregation: 'MAX' }],
    ['COLLECT', { amount: 9000, region: 'APAC' }, 2, { aggregation: 'COUNT' }],
    ['COLLECT', { amount: 9, region: 'APAC' }, 0, { aggregation: 'COUNT' }],
    ['COLLECT', { amount: 9, region: 'APAC' }, null, { aggregation: 'SUM' }],
  ])('that is %s makes of %j: %j', async (hitPolicy, context, value, extra) => {
    expect(await decided(discount(hitPolicy, extra), context)).toEqual(value)
  })

  it('that is ANY wants the matching rules to agree', async () => {
    const table = (second: string) =>
      drawDecisions([
        {
          id: 'd',
          table: {
            hitPolicy: 'ANY',
            inputs: ['x'],
            outputs: ['y'],
            rules: [
              ['> 1', '"a"'],
              ['> 2', second],
            ],
          },
        },
      ])
    expect(await decided(table('"a"'), { x: 3 })).toBe('a')
    expect(await ask(table('"b"'), { x: 3 })).toEqual({
      ok: false,
      code: 'hitPolicy',
      message: 'The table "d" is ANY: all matching rules must say the same, but d_1, d_2 differ.',
    })
  })

  it('that is UNIQUE refuses to choose between rules that overlap', async () => {
    expect(await ask(discount('UNIQUE'), { amount: 9000, region: 'APAC' })).toEqual({
      ok: false,
      code: 'hitPolicy',
      message: 'The table "discount" is UNIQUE: only one rule may match, but discount_1, discount_2 do.',
    })
  })

  it('tells which rules matched', async () => {
    expect(await ask(discount('COLLECT'), { amount: 9000, region: 'APAC' })).toMatchObject({
      matched: [{ decision: 'discount', rules: ['discount_1', 'discount_2'] }],
    })
  })

  it('of several outputs gives a context', async () => {
    const xml = drawDecisions([
      {
        id: 'approval',
        table: {
          inputs: ['amount', 'today() > expires'],
          outputs: ['level', 'role'],
          rules: [
            ['< 1000', 'false', '1', '"rep"'],
            ['>= 1000', 'false', 'if amount > 9000 then 3 else 2', '"head"'],
            ['-', 'true', '0', '"nobody"'],
          ],
        },
      },
    ])
    const context = { amount: 9500, expires: '2026-12-24', now: '2026-11-22T08:00:00.000Z' }
    expect(await decided(xml, context)).toEqual({ level: 3, role: 'head' })
    expect(await decided(xml, { ...context, expires: '2026-11-01' })).toEqual({ level: 0, role: 'nobody' })
  })

  it('tests dates, lists and the value itself', async () => {
    const xml = drawDecisions([
      {
        id: 'd',
        table: {
          hitPolicy: 'FIRST',
          inputs: ['value'],
          outputs: ['kind'],
          rules: [
            ['"a", "b"', '"letter"'],
            ['null', '"nothing"'],
            ['true', '"yes"'],
            ['limit', '"limit"'],
            ['count(?) > 2', '"many"'],
            ['false', '"no"'],
            ['[date("2026-01-01")..date("2026-06-30")]', '"first half"'],
          ],
        },
      },
    ])
    const kinds = ['2026-02-03', [1, 2, 3], 'b', null, true, 7, false].map(value => ({ value, limit: 7 }))
    expect(await Promise.all(kinds.map(context => decided(xml, context)))).toEqual([
      'first half',
      'many',
      'letter',
      'nothing',
      'yes',
      'limit',
      'no',
    ])
  })
})

describe('Decisions that require others', () => {
  const menu = drawDecisions([
    {
      id: 'dish',
      inputs: ['season'],
      table: {
        inputs: ['season', 'guest count'],
        outputs: ['dish'],
        rules: [
          ['"Winter"', '<= 8', '"Roastbeef"'],
          ['"Winter"', '> 8', '"Stew"'],
          ['"Summer"', '-', '"Salad"'],
        ],
      },
    },
    {
      id: 'drinks',
      requires: ['dish'],
      table: {
        hitPolicy: 'COLLECT',
        inputs: ['dish', 'children'],
        outputs: ['drink'],
        rules: [
          ['"Roastbeef"', '-', '"Bordeaux"'],
          ['"Salad"', '-', '"Riesling"'],
          ['-', 'true', '"Apple juice"'],
          ['-', '-', '"Water"'],
        ],
      },
    },
    { id: 'order', requires: ['drinks', 'dish'], literal: 'dish + " with " + string join(drinks, ", ")' },
  ])

  it('get their values by name', async () => {
    const guests = { season: 'Winter', 'guest count': 4, children: true }
    expect(await decided(menu, guests)).toBe('Roastbeef with Bordeaux, Apple juice, Water')
    expect(await decided(menu, guests, 'dish')).toBe('Roastbeef')
  })

  it('are asked by id or name, and the one on top without', async () => {
    expect(await ask(menu, {}, 'dessert')).toEqual({
      ok: false,
      code: 'unknownDecision',
      message: 'There is no decision "dessert" in "Test"; there are: dish, drinks, order.',
    })
  })

  it('in a circle are a problem when read, and no endless loop when asked', async () => {
    const { model, problems } = await parseDecisions(
      drawDecisions([
        { id: 'a', requires: ['b'], literal: 'b' },
        { id: 'b', requires: ['a'], literal: 'a' },
      ]),
    )
    expect(problems.map(({ message }) => message)).toContain('The decision "a" requires itself.')
    expect(decide(model!, 'a', {})).toMatchObject({ ok: false, code: 'requirements' })
  })
})

describe('Other logic', () => {
  it('calls knowledge models, which may call each other', async () => {
    const xml = drawDecisions(
      [{ id: 'price', inputs: ['Order-Total'], literal: 'With tax(Order-Total) + 1' }],
      [
        ['With tax', ['net'], 'net * (1 + Rate())'],
        ['Rate', [], '0.25'],
      ],
    )
    expect(await decided(xml, { 'Order-Total': 100 })).toBe(126)
  })

  it('reads contexts, lists, relations and invocations', async () => {
    const literal = (text: string) => `<literalExpression><text>${text}</text></literalExpression>`
    const xml = drawDecisions(
      [
        {
          id: 'c',
          xml: `<context><contextEntry><variable name="base"/>${literal('amount * 2')}</contextEntry><contextEntry>${literal('base + 1')}</contextEntry></context>`,
        },
        {
          id: 'o',
          xml: `<context><contextEntry><variable name="a"/>${literal('1')}</contextEntry><contextEntry><variable name="b"/>${literal('a + 1')}</contextEntry></context>`,
        },
        { id: 'l', xml: `<list>${literal('amount')}${literal('&quot;x&quot;')}</list>` },
        {
          id: 'r',
          xml: `<relation><column name="k"/><column name="v"/><row>${literal('1')}${literal('amount')}</row></relation>`,
        },
        {
          id: 'i',
          xml: `<invocation>${literal('Double')}<binding><parameter name="n"/>${literal('amount')}</binding></invocation>`,
        },
      ],
      [['Double', ['n'], 'n * 2']],
    )
    const context = { amount: 10 }
    expect(await decided(xml, context, 'c')).toBe(21)
    expect(await decided(xml, context, 'o')).toEqual({ a: 1, b: 2 })
    expect(await decided(xml, context, 'l')).toEqual([10, 'x'])
    expect(await decided(xml, context, 'r')).toEqual([{ k: 1, v: 10 }])
    expect(await decided(xml, context, 'i')).toBe(20)
  })
})

describe('A decision file', () => {
  it.each(['20151101', '20211108', '20230324'])('of the DMN version of %s is read too', async version => {
    const xml = drawDecisions([{ id: 'd', literal: '1 + 1' }], [], version)
    expect(await decided(xml, {})).toBe(2)
  })

  it('that is none says so', async () => {
    expect((await parseDecisions('not xml')).problems).toMatchObject([{ rule: 'xml', severity: 'error' }])
    expect((await parseDecisions('<!DOCTYPE x><x/>')).problems).toMatchObject([{ rule: 'limits' }])
    expect((await parseDecisions(drawDecisions([]))).problems).toMatchObject([
      { message: 'The file holds no decision.' },
    ])
  })

  it('with the same id twice says what would be lost', async () => {
    const { problems } = await parseDecisions(
      drawDecisions([
        { id: 'a', literal: '1' },
        { id: 'a', literal: '2' },
      ]),
    )
    expect(problems).toMatchObject([
      { severity: 'error', message: expect.stringContaining('Give each element an id of its own.') },
    ])
  })

  it('with mistakes names each of them', async () => {
    const { problems } = await parseDecisions(
      drawDecisions([
        {
          id: 'a',
          requires: ['gone'],
          table: {
            hitPolicy: 'PRIORITY',
            inputs: ['x'],
            outputs: ['y'],
            rules: [
              ['> ', '1'],
              ['1', '2 +'],
            ],
          },
        },
        { id: 'b' },
      ]),
    )
    expect(problems.map(({ element, message }) => `${element}: ${message}`)).toEqual([
      'a: "a" requires the decision "gone", which is not in the file.',
      "a: a: PRIORITY needs the outputs' values in order of priority.",
      'a: a: ">" cannot be read. Something is missing at the end of ">".',
      'a: a: "2 +" cannot be read. Something is missing at the end of "2 +".',
      'b: The decision "b" has no logic.',
    ])
  })
})
