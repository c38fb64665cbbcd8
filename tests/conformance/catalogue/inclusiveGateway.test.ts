import { describe, expect, it } from 'vitest'
import {
  beside,
  caught,
  delay,
  draw,
  link,
  message,
  on,
  script,
  sub,
  thrown,
  user,
} from '#tests/support/draw.ts'
import { play } from '#tests/support/play.ts'

describe('Inclusive gateway', () => {
  const three = draw('S -> OR1 -[a]-> A -> OR2 -> D -> E', 'OR1 -[b]-> B -> OR2', 'OR1 -[c]-> C -> OR2')

  it('OR-01 splits into one, several or all branches', () => {
    for (const chosen of [['a'], ['a', 'b'], ['a', 'b', 'c']]) {
      const process = play(
        three,
        Object.fromEntries(['a', 'b', 'c'].map(name => [name, chosen.includes(name)])),
      )
      expect([process.count('D'), process.state]).toEqual([1, 'completed'])
      expect(process.left.filter(id => /^[ABC]$/.test(id)).sort()).toEqual(
        chosen.map(name => name.toUpperCase()),
      )
    }
  })

  it('OR-02 takes the default only when no other condition holds', () => {
    const model = draw('S -> OR1 -[a]-> A -> OR2 -> E', 'OR1 -[default]-> B -> OR2')
    expect(play(model, { a: true }).left).toEqual(['S', 'OR1', 'A', 'OR2', 'E'])
    expect(play(model, { a: false }).left).toEqual(['S', 'OR1', 'B', 'OR2', 'E'])
  })

  it('OR-03 raises an incident when no condition holds and there is no default', () => {
    expect(play(three, {}).incidents).toEqual(['OR1: noFlow'])
  })

  it('OR-04 does not wait for branches that were not taken', () => {
    const process = play(
      draw('S -> OR1 -[a]-> A -> OR2 -> D -> E', 'OR1 -[b]-> B -> OR2', 'OR1 -[c]-> C -> OR2', {
        A: user(),
        B: user(),
      }),
      { a: true, b: true, c: false },
    )
    process.complete('A')
    expect(process.count('D')).toBe(0)
    process.complete('B')
    expect([process.count('D'), process.state]).toEqual([1, 'completed'])
    process.expectReplay()
  })

  it('OR-05 fires when the last token that could have come goes elsewhere', () => {
    const process = play(
      draw('S -> OR1 -[a]-> A -> OR2 -> D -> E', 'OR1 -[b]-> U -> X -[stay]-> OR2', 'X -[default]-> E2', {
        U: user(),
      }),
      { a: true, b: true },
    )
    expect(process.count('D')).toBe(0)
    process.complete('U', { stay: false })
    expect([process.count('D'), process.count('E2'), process.state]).toEqual([1, 1, 'completed'])
  })

  it('OR-06 fires when the other token is taken away by a boundary event', () => {
    const process = play(
      draw('S -> OR1 -[a]-> A -> OR2 -> D -> E', 'OR1 -[b]-> U -> OR2', 'T -> E2', {
        U: user(),
        T: on('U', delay('PT1H')),
      }),
      { a: true, b: true },
    )
    process.world.pass('PT1H')
    expect([process.count('D'), process.count('E2'), process.state]).toEqual([1, 1, 'completed'])
  })

  it('OR-07 joins what a parallel gateway has split', () => {
    const process = play(draw('S -> AND -> A -> OR -> C -> E', 'AND -> B -> OR'))
    expect([process.count('C'), process.state]).toEqual([1, 'completed'])
  })

  it('OR-08 passes at once what an exclusive gateway has chosen', () => {
    expect(
      play(draw('S -> X -[x = 1]-> A -> OR -> C -> E', 'X -[default]-> B -> OR'), { x: 1 }).left,
    ).toEqual(['S', 'X', 'A', 'OR', 'C', 'E'])
  })

  it('OR-09 runs the follower once a token when an exclusive gateway merges', () => {
    const process = play(draw('S -> OR -[a]-> A -> X -> C -> E', 'OR -[b]-> B -> X'), { a: true, b: true })
    expect([process.count('C'), process.state]).toEqual([2, 'completed'])
  })

  it('OR-10 is not held up by a token that could only come through the join itself', () => {
    const process = play(
      draw('S -> OR -> A -> X -[n < 3]-> OR', 'X -[default]-> E', { A: script('n + 1', 'n') }),
      { n: 0 },
    )
    expect([process.count('A'), process.state]).toEqual([3, 'completed'])
  })

  it('OR-11 splits and joins anew in every round', () => {
    const process = play(
      draw(
        'S -> X1 -> OR1 -[a]-> A -> OR2 -> R -> X2 -[n < 2]-> X1',
        'OR1 -[b]-> B -> OR2',
        'X2 -[default]-> E',
        {
          R: script('n + 1', 'n'),
        },
      ),
      { a: true, b: true, n: 0 },
    )
    expect([process.count('A'), process.count('B'), process.count('OR2'), process.state]).toEqual([
      2,
      2,
      2,
      'completed',
    ])
  })

  it('OR-12 is not held up by a token that may as well come by a flow that is filled', () => {
    const process = play(
      draw('S -> AND -> A -> X2 -> OR -> D -> E', 'AND -> U -> X1 -[left]-> X2', 'X1 -[default]-> B -> OR', {
        U: user(),
      }),
    )
    expect(process.count('D')).toBe(1)
    process.complete('U', { left: true })
    expect([process.count('D'), process.state]).toEqual([2, 'completed'])
  })

  it('OR-13 leaves two joins that wait for each other waiting, and does not hang', () => {
    const process = play(
      draw(
        'S -> AND -> A -> OR1 -> X1 -[x]-> OR2',
        'X1 -[default]-> E',
        'AND -> B -> OR2 -> X2 -[x]-> OR1',
        'X2 -[default]-> E',
      ),
    )
    expect([process.state, [...process.tokens].sort()]).toEqual(['running', ['OR1', 'OR2']])
  })

  it('OR-14 takes a token inside a sub-process as one at the sub-process', () => {
    const process = play(
      draw('S -> OR1 -[a]-> A -> OR2 -> D -> E', 'OR1 -[b]-> SP -> OR2', {
        SP: sub('S1 -> U -> E1', { U: user() }),
      }),
      { a: true, b: true },
    )
    expect(process.count('D')).toBe(0)
    process.complete('U')
    expect([process.count('D'), process.state]).toEqual([1, 'completed'])
  })

  it('OR-15 inside a sub-process ignores tokens outside it', () => {
    const process = play(
      draw('S -> AND -> SP -> E', 'AND -> U -> E', {
        U: user(),
        SP: sub('S1 -> OR1 -[a]-> A -> OR2 -> C -> E1', 'OR1 -[b]-> B -> OR2'),
      }),
      { a: true },
    )
    expect([process.count('C'), process.waiting]).toEqual([1, ['U']])
  })

  it('OR-16 waits for its activity when a non-interrupting boundary event feeds it as well', () => {
    const process = play(
      draw('S -> A -> OR -> B -> E', 'M -> OR', { A: user(), M: beside('A', message('M')) }),
    )
    process.world.message('M')
    process.world.message('M')
    expect(process.count('B')).toBe(0)
    process.complete('A')
    expect([process.count('B'), process.count('E'), process.state]).toEqual([2, 2, 'completed'])
  })

  it('OR-17 sees the token that will come by a link', () => {
    const process = play(
      draw('S -> OR1 -[a]-> A -> L1', 'L2 -> OR2 -> C -> E', 'OR1 -[b]-> B -> OR2', {
        A: user(),
        L1: thrown(link('L')),
        L2: caught(link('L')),
      }),
      { a: true, b: true },
    )
    expect(process.count('C')).toBe(0)
    process.complete('A')
    expect([process.count('C'), process.state]).toEqual([1, 'completed'])
  })
})
