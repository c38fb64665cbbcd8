import { describe, expect, it } from 'vitest'
import { caught, draw, message } from '#tests/support/draw.ts'
import { play } from '#tests/support/play.ts'

describe('Sequence flows', () => {
  it('FLW-01 all fire when an activity has several without condition', () => {
    const process = play(draw('S -> A -> B -> E', 'A -> C -> E'))
    expect([process.count('B'), process.count('C'), process.count('E')]).toEqual([1, 1, 2])
  })

  it('FLW-02 merge without synchronising', () => {
    const process = play(draw('S -> AND -> A -> C -> E', 'AND -> B -> C'))
    expect([process.count('C'), process.count('E'), process.state]).toEqual([2, 2, 'completed'])
  })

  it('FLW-03 with conditions behave like an inclusive split', () => {
    const model = draw('S -> A -[a]-> B', 'A -[b]-> C', 'A -[default]-> D')
    expect(play(model, { a: true, b: true }).left.slice(2).sort()).toEqual(['B', 'C'])
    expect(play(model).left).toEqual(['S', 'A', 'D'])
  })

  it('FLW-04 without condition are taken beside those whose condition holds', () => {
    const model = draw('S -> A -[a]-> B', 'A -> C')
    expect(play(model, { a: true }).left.slice(2).sort()).toEqual(['B', 'C'])
    expect(play(model, { a: false }).left).toEqual(['S', 'A', 'C'])
  })

  it('are joined by the default when no condition holds, whatever else is taken', () => {
    const model = draw('S -> A -[a]-> B', 'A -> C', 'A -[default]-> D')
    expect(play(model, { a: true }).left.slice(2).sort()).toEqual(['B', 'C'])
    expect(play(model, { a: false }).left.slice(2).sort()).toEqual(['C', 'D'])
  })

  it('FLW-05 keep the token with an incident when no condition holds', () => {
    const process = play(draw('S -> A -[a]-> B', 'A -[b]-> C'))
    expect([process.incidents, process.tokens]).toEqual([['A: noFlow'], ['A']])
  })

  it('FLW-06 fork at start and catch events too', () => {
    const process = play(draw('S -> A', 'S -> M -> C', 'M -> D', { M: caught(message('M')) }))
    process.world.message('M')
    expect([process.left.sort(), process.state]).toEqual([['A', 'C', 'D', 'M', 'S'], 'completed'])
  })
})
