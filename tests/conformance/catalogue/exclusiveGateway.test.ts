import { describe, expect, it } from 'vitest'
import { validate } from '#engine/pure.ts'
import { draw, feel, script } from '#tests/support/draw.ts'
import { play } from '#tests/support/play.ts'

describe('Exclusive gateway', () => {
  const twoWays = draw('S -> X -[x > 1]-> A -> E', 'X -[x > 0]-> B -> E')

  it('XOR-01 takes the first flow whose condition holds, in drawing order', () => {
    const process = play(twoWays, { x: 5 })
    expect(process.left).toEqual(['S', 'X', 'A', 'E'])
    expect(process.state).toBe('completed')
  })

  it('XOR-02 takes the default flow when nothing holds', () => {
    expect(play(draw('S -> X -[x > 1]-> A -> E', 'X -[default]-> B -> E'), { x: 0 }).left).toEqual([
      'S',
      'X',
      'B',
      'E',
    ])
  })

  it('XOR-03 keeps the token with an incident when nothing holds and there is no default, until retried', () => {
    const process = play(draw('S -> X -[x > 1]-> A -> E', 'X -[x < 0]-> B -> E'), { x: 0 })
    expect(process.incidents).toEqual(['X: noFlow'])
    expect(process.state).toBe('running')
    process.set({ x: 2 }).retry()
    expect(process.left).toEqual(['S', 'X', 'A', 'E'])
    expect(process.state).toBe('completed')
    process.expectReplay()
  })

  it('XOR-04 lets every token pass where flows merge', () => {
    const process = play(draw('S -> AND -> A -> X -> C -> E', 'AND -> B -> X'))
    expect([process.count('C'), process.count('E'), process.state]).toEqual([2, 2, 'completed'])
  })

  it('XOR-05 merges and splits at once', () => {
    const model = draw(
      'S -> X1 -[x = 1]-> A -> X2 -[x = 1]-> C -> E',
      'X1 -[default]-> B -> X2 -[default]-> D -> E',
    )
    expect(play(model, { x: 1 }).left).toEqual(['S', 'X1', 'A', 'X2', 'C', 'E'])
    expect(play(model, { x: 2 }).left).toEqual(['S', 'X1', 'B', 'X2', 'D', 'E'])
  })

  it('XOR-06 counts no answer as no, but stops at an answer that is neither yes nor no', () => {
    expect(play(draw('S -> X -[missing.foo]-> A -> E', 'X -[default]-> B -> E')).left).toContain('B')
    const process = play(draw('S -> X -[x + 1]-> A -> E', 'X -[default]-> B -> E'), { x: 1 })
    expect(process.incidents).toEqual(['X: notBoolean'])
  })

  it('XOR-07 a condition on the default flow is not looked at, and the validator says so', () => {
    const model = draw('S -> X -[x > 1]-> A -> E', 'X -[default]-> B -> E')
    const other = Object.values(model.flows).find(({ target }) => target === 'B')!
    other.condition = feel('false')
    expect(play(model, { x: 0 }).left).toEqual(['S', 'X', 'B', 'E'])
    expect(validate(model).some(({ element, severity }) => element === other.id && severity !== 'info')).toBe(
      true,
    )
  })

  it('XOR-08 takes a single flow without condition', () => {
    expect(play(draw('S -> X -> A -> E')).left).toEqual(['S', 'X', 'A', 'E'])
  })

  it('XOR-09 goes round arbitrary cycles', () => {
    const model = draw(
      'S -> X1 -> A -> X2 -[i < 2]-> X1',
      'X2 -[default]-> X3 -> B -> X4 -[i < 3]-> X3',
      'X4 -[default]-> E',
      { A: script('i + 1', 'i'), B: script('i + 1', 'i') },
    )
    const process = play(model, { i: 0 })
    expect(process.left.filter(id => /^[ABSE]$/.test(id))).toEqual(['S', 'A', 'A', 'B', 'E'])
  })

  it('XOR-10 treats the only flow without condition as the default', () => {
    const model = draw('S -> X -[x > 1]-> A -> E', 'X -> B -> E')
    expect(play(model, { x: 5 }).left).toContain('A')
    expect(play(model, { x: 0 }).left).toContain('B')
  })
})

describe('A gateway that cannot decide', () => {
  it('says which condition has no answer, and why', () => {
    const process = play(draw('S -> X -[discount > 10]-> A -> E', 'X -[amount > 5]-> B -> E'), { amount: 1 })
    expect(process.instance.incidents[0]?.message).toBe(
      'None of the flows leaving "X" may be taken: no condition holds and there is no default. "discount > 10" has no answer. Nothing is called "discount" here.',
    )
    expect(process.retry({ discount: 20 }).left).toEqual(['S', 'X', 'A', 'E'])
  })
})
