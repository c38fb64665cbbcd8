import { describe, expect, it } from 'vitest'
import { complex, draw, script, user } from '#tests/support/draw.ts'
import { play } from '#tests/support/play.ts'

describe('Complex gateway', () => {
  it('CPX-01 evaluates every outgoing condition', () => {
    const process = play(draw('S -> CPX -[a]-> A -> E', 'CPX -[b]-> B -> E', 'CPX -[default]-> C -> E'), {
      a: true,
      b: true,
    })
    expect([process.count('A'), process.count('B'), process.count('C')]).toEqual([1, 1, 0])
  })

  it('CPX-02 lets the first token through and swallows the others', () => {
    const process = play(
      draw('S -> AND -> A -> J -> C -> E', 'AND -> B -> J', { J: complex('activationCount >= 1') }),
    )
    expect([process.count('C'), process.state]).toEqual([1, 'completed'])
  })

  it('CPX-03 goes on with two of three', () => {
    const process = play(
      draw('S -> AND -> U1 -> J -> C -> E', 'AND -> U2 -> J', 'AND -> U3 -> J', {
        U1: user(),
        U2: user(),
        U3: user(),
        J: complex('activationCount >= 2'),
      }),
    )
    process.complete('U1')
    expect(process.count('C')).toBe(0)
    process.complete('U3')
    expect([process.count('C'), process.state]).toEqual([1, 'running'])
    process.complete('U2')
    expect([process.count('C'), process.state]).toEqual([1, 'completed'])
  })

  it('CPX-04 fires again in the next round', () => {
    const process = play(
      draw('S -> X1 -> AND -> A -> J -> R -> X2 -[n < 2]-> X1', 'AND -> B -> J', 'X2 -[default]-> E', {
        J: complex('activationCount >= 1'),
        R: script('n + 1', 'n'),
      }),
      { n: 0 },
    )
    expect([process.count('J'), process.state]).toEqual([2, 'completed'])
  })

  it('CPX-05 stays stuck when its condition can never hold', () => {
    const process = play(
      draw('S -> AND -> A -> J -> C -> E', 'AND -> B -> J', { J: complex('activationCount >= 3') }),
    )
    expect([process.state, process.count('C')]).toEqual(['running', 0])
  })
})
