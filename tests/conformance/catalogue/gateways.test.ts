import { describe, expect, it } from 'vitest'
import {
  beside,
  caught,
  complex,
  condition,
  delay,
  draw,
  link,
  message,
  on,
  receive,
  script,
  signal,
  sub,
  thrown,
  user,
} from '#tests/support/draw.ts'
import { play, World } from '#tests/support/play.ts'

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

describe('Event-based gateway', () => {
  const race = draw('S -> EBG -> M -> A -> E', 'EBG -> T -> B -> U -> E', {
    M: caught(message('M')),
    T: caught(delay('PT1H')),
    U: user(),
  })

  it('EBG-01 goes the way of the first event and listens no more', () => {
    const process = play(race)
    process.world.message('M')
    process.world.pass('PT2H')
    expect([process.left, process.state]).toEqual([['S', 'EBG', 'M', 'A', 'E'], 'completed'])
  })

  it('EBG-02 goes the way of the timer; a later message finds nobody', () => {
    const process = play(race)
    process.world.pass('PT1H')
    expect(process.world.message('M')).toBe(0)
    expect([process.left, process.waiting]).toEqual([['S', 'EBG', 'T', 'B'], ['U']])
  })

  it('EBG-03 listens for signals', () => {
    const process = play(
      draw('S -> EBG -> s1 -> A -> E', 'EBG -> s2 -> B -> E', {
        s1: caught(signal('s1')),
        s2: caught(signal('s2')),
      }),
    )
    process.world.signal('s2')
    expect(process.left).toEqual(['S', 'EBG', 's2', 'B', 'E'])
  })

  it('EBG-04 listens for receive tasks and conditions', () => {
    const process = play(
      draw('S -> EBG -> R -> A -> E', 'EBG -> C -> B -> E', {
        R: receive('M'),
        C: caught(condition('x > 10')),
      }),
      { x: 0 },
    )
    process.set({ x: 11 })
    expect([process.left, process.state]).toEqual([['S', 'EBG', 'C', 'B', 'E'], 'completed'])
  })

  it('EBG-05 takes one of two messages that come in one breath', () => {
    const process = play(
      draw('S -> EBG -> M1 -> A -> E', 'EBG -> M2 -> B -> E', {
        M1: caught(message('M1')),
        M2: caught(message('M2')),
      }),
    )
    const [one, two] = process.instance.subscriptions
    process.do({ type: 'deliverMessage', subscription: one!.id })
    process.do({ type: 'deliverMessage', subscription: two!.id })
    expect(process.refused?.code).toBe('notRunning')
    expect(process.left).toEqual(['S', 'EBG', 'M1', 'A', 'E'])
  })

  it('EBG-06 goes at once by a condition that already holds', () => {
    const process = play(
      draw('S -> EBG -> C -> A -> E', 'EBG -> T -> B -> E', {
        C: caught(condition('x > 10')),
        T: caught(delay('PT1H')),
      }),
      { x: 20 },
    )
    expect(process.left).toEqual(['S', 'EBG', 'C', 'A', 'E'])
  })

  it('EBG-07 starts a process by whichever message comes', () => {
    const world = new World(
      draw('EBG -> M1 -> A -> E', 'EBG -> M2 -> B -> E', {
        EBG: { type: 'eventBasedGateway', instantiate: true, parallel: false },
        M1: caught(message('M1')),
        M2: caught(message('M2')),
      }),
    )
    world.message('M2')
    world.message('M1')
    expect(world.plays.map(process => [process.left, process.state])).toEqual([
      [['M2', 'B', 'E'], 'completed'],
      [['M1', 'A', 'E'], 'completed'],
    ])
  })
})

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
