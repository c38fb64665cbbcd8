import { describe, expect, it } from 'vitest'
import { createMachine } from 'xstate'
import { compile } from '#engine/compiler/compile.ts'
import {
  delay,
  draw,
  drawProcess,
  forEach,
  on,
  script,
  service,
  sub,
  user,
  value,
} from '#tests/support/draw.ts'
import { play } from '#tests/support/play.ts'

const model = draw('S -> A -> X -[deal.amount > 100]-> SP -> E', 'X -[default]-> E', 'T -> E', {
  A: user({ assignment: { assignee: value('=deal.owner') } }),
  SP: { ...sub('S1 -> J -> E1', { J: service('sendEmail') }), ...forEach('items', 'it') },
  T: on('A', delay('PT1H')),
})

describe('A compiled process', () => {
  const process = compile(model)

  it('is plain JSON, and comes out the same every time', () => {
    expect(JSON.parse(JSON.stringify(process))).toEqual(process)
    expect(compile(structuredClone(model)).hash).toBe(process.hash)
  })

  it('does not depend on the order in which properties were written', () => {
    const shuffled = JSON.parse(JSON.stringify(model, Object.keys(flat(model)).sort().reverse()))
    expect(compile(shuffled).hash).toBe(process.hash)
  })

  it('has one flat machine a scope, rounds of a loop included', () => {
    expect(Object.keys(process.scopes)).toEqual(['P', 'SP#round', 'SP'])
    expect(Object.keys(process.scopes.P!.machine.states)).toEqual([
      '$enter',
      'A',
      'SP',
      'T',
      'S',
      'X',
      'E',
      '$done',
    ])
  })

  it('is a machine that XState takes as it is', () => {
    for (const { machine } of Object.values(process.scopes))
      expect(() => createMachine(machine as never)).not.toThrow()
  })

  it('knows what data it reads and how it starts', () => {
    expect(process.reads).toEqual(['deal', 'items', 'zone'])
    expect(process.triggers).toEqual([{ node: 'S', type: 'none' }])
  })

  it('takes ids with dots and other signs', () => {
    const odd = drawProcess('P.1', 'S -> a.b#c:d -> E', { 'a.b#c:d': script('1', 'x') })
    expect(play(odd).left).toEqual(['S', 'a.b#c:d', 'E'])
  })
})

/** All keys that occur anywhere, so that JSON.stringify can write them in another order. */
function flat(value: unknown, keys: Record<string, true> = {}): Record<string, true> {
  if (value !== null && typeof value === 'object')
    for (const [key, inner] of Object.entries(value)) {
      if (!Array.isArray(value)) keys[key] = true
      flat(inner, keys)
    }
  return keys
}
