import { describe, expect, it } from 'vitest'
import { caught, delay, draw, script, user } from '#tests/support/draw.ts'
import { play } from '#tests/support/play.ts'

describe('Parallel gateway', () => {
  it('AND-01 splits and joins', () => {
    const process = play(draw('S -> AND1 -> A -> AND2 -> C -> E', 'AND1 -> B -> AND2'))
    expect([process.count('C'), process.state]).toEqual([1, 'completed'])
  })

  it('AND-02 needs a token on each incoming flow, not as many tokens as flows', () => {
    const process = play(
      draw('S -> AND1 -> U1 -> X -> AND2 -> C -> E', 'AND1 -> U2 -> X', 'AND1 -> U -> AND2', { U: user() }),
    )
    expect(process.count('C')).toBe(0)
    process.complete('U')
    expect(process.count('C')).toBe(1)
    expect(process.tokens).toEqual(['AND2'])
    expect(process.state).toBe('running')
  })

  it('AND-03 fires once for each complete set of tokens', () => {
    const process = play(
      draw(
        'S -> AND1 -> AND2 -> X1 -> AND4 -> C -> E',
        'AND2 -> X1',
        'AND1 -> AND3 -> X2 -> AND4',
        'AND3 -> X2',
      ),
    )
    expect([process.count('C'), process.state]).toEqual([2, 'completed'])
  })

  it('AND-04 ignores conditions on its outgoing flows', () => {
    const process = play(draw('S -> AND1 -[false]-> A -> AND2 -> E', 'AND1 -[true]-> B -> AND2'))
    expect([process.count('A'), process.count('B'), process.state]).toEqual([1, 1, 'completed'])
  })

  it('AND-05 joins, then forks', () => {
    const process = play(draw('S -> AND1 -> A -> AND2 -> C -> AND3 -> E', 'AND1 -> B -> AND2 -> D -> AND3'))
    expect([process.count('C'), process.count('D'), process.count('E')]).toEqual([1, 1, 1])
  })

  it('AND-06 joins again in every round of a loop', () => {
    const process = play(
      draw(
        'S -> X1 -> AND1 -> A -> AND2 -> R -> X2 -[n < 3]-> X1',
        'AND1 -> B -> AND2',
        'X2 -[default]-> E',
        {
          R: script('n + 1', 'n'),
        },
      ),
      { n: 0 },
    )
    expect([process.count('A'), process.count('B'), process.state]).toEqual([3, 3, 'completed'])
  })

  it('AND-07 stays stuck at a join that can never be filled', () => {
    const process = play(draw('S -> X -[x = 1]-> A -> AND -> C -> E', 'X -[default]-> B -> AND'), { x: 1 })
    expect([process.state, process.tokens, process.count('C')]).toEqual(['running', ['AND'], 0])
  })

  it('AND-08 takes inner branches that go straight to the outer join', () => {
    const process = play(
      draw('S -> AND1 -> A -> AND3 -> D -> E', 'AND1 -> AND2 -> B -> AND3', 'AND2 -> C -> AND3'),
    )
    expect([process.count('D'), process.state]).toEqual([1, 'completed'])
  })

  it('AND-09 waits in all branches at once', () => {
    const process = play(
      draw('S -> AND1 -> A -> AND2 -> E', 'AND1 -> B -> AND2', 'AND1 -> T -> AND2', {
        A: user(),
        B: user(),
        T: caught(delay('PT1H')),
      }),
    )
    expect(process.waiting).toEqual(['A', 'B', 'T'])
  })

  it('AND-10 ends the same whatever the order of completion', () => {
    const model = draw('S -> AND1 -> U1 -> U2 -> AND2 -> E', 'AND1 -> U3 -> U4 -> AND2', {
      U1: user(),
      U2: user(),
      U3: user(),
      U4: user(),
    })
    const orders = ['1234', '1324', '1342', '3124', '3142', '3412']
    for (const order of orders) {
      const process = play(model)
      for (const n of order) process.complete(`U${n}`)
      expect([process.count('E'), process.state]).toEqual([1, 'completed'])
    }
  })

  it('AND-11 goes on while one branch has ended', () => {
    const process = play(draw('S -> AND -> A -> E1', 'AND -> U -> E2', { U: user() }))
    expect([process.state, process.waiting]).toEqual(['running', ['U']])
    process.complete('U')
    expect([process.state, process.left]).toEqual(['completed', ['S', 'AND', 'A', 'E1', 'U', 'E2']])
  })
})
