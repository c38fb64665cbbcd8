import { describe, expect, it } from 'vitest'
import {
  beside,
  draw,
  error,
  feel,
  forEach,
  mapped,
  on,
  receive,
  script,
  service,
  signal,
  sub,
  task,
  times,
  user,
} from '#tests/support/draw.ts'
import { play } from '#tests/support/play.ts'

describe('Multi-instance', () => {
  it('MI-01 parallel by number', () => {
    const process = play(draw('S -> A -> B -> E', { A: user(times('3')) }))
    expect(process.waiting).toEqual(['A', 'A', 'A'])
    process.complete('A', {}, { nth: 2 }).complete('A').complete('A')
    expect([process.count('B'), process.state]).toEqual([1, 'completed'])
    process.expectReplay()
  })

  it('MI-02 sequential by number', () => {
    const process = play(draw('S -> A -> B -> E', { A: user(times('3', { sequential: true })) }))
    for (let n = 0; n < 3; n++) {
      expect(process.waiting).toEqual(['A'])
      process.complete('A')
    }
    expect([process.count('B'), process.state]).toEqual([1, 'completed'])
  })

  it('MI-03 item and counter are local to the round', () => {
    const process = play(
      draw('S -> A -> E', {
        A: script(
          'append(seen, it + string(loopCounter))',
          'seen',
          forEach('items', 'it', { sequential: true }),
        ),
      }),
      { items: ['a', 'b'], seen: [] },
    )
    expect(process.vars).toEqual({ items: ['a', 'b'], seen: ['a1', 'b2'] })
  })

  it('MI-04 the output keeps the order of the input', () => {
    const process = play(
      draw('S -> A -> E', {
        A: user(forEach('items', 'it', { outputCollection: 'results', outputElement: feel('r') })),
      }),
      { items: [1, 2, 3] },
    )
    process.complete('A', { r: 30 }, { nth: 3 }).complete('A', { r: 10 }).complete('A', { r: 20 })
    expect(process.vars).toEqual({ items: [1, 2, 3], results: [10, 20, 30] })
  })

  it('MI-05 a completion condition ends it early', () => {
    const process = play(
      draw('S -> A -> B', { A: user(times('5', { completion: feel('numberOfCompletedInstances >= 2') })) }),
    )
    process.complete('A').complete('A')
    expect([process.count('B'), process.waiting, process.state]).toEqual([1, [], 'completed'])
  })

  it('MI-06 the same in sequence', () => {
    const process = play(
      draw('S -> A -> E', {
        A: task(times('5', { sequential: true, completion: feel('loopCounter >= 2') })),
      }),
    )
    expect(process.count('A')).toBe(2)
  })

  it('MI-07 nothing to do: the activity is passed', () => {
    const process = play(
      draw('S -> A -> B -> E', {
        A: user(forEach('items', 'it', { outputCollection: 'results', outputElement: feel('r') })),
      }),
      { items: [] },
    )
    expect([process.vars.results, process.state, process.effects.some(e => e.type === 'createTask')]).toEqual(
      [[], 'completed', false],
    )
  })

  it('MI-08 no collection or no count is an incident', () => {
    expect(play(draw('S -> A -> E', { A: user(forEach('items', 'it')) }), { items: 5 }).incidents).toEqual([
      'A: notACollection',
    ])
    expect(play(draw('S -> A -> E', { A: user(times('n')) }), { n: -1 }).incidents).toEqual([
      'A: badCardinality',
    ])
  })

  it('MI-09 counts are there for conditions, and always add up', () => {
    const completion =
      'numberOfActiveInstances + numberOfCompletedInstances + numberOfTerminatedInstances != numberOfInstances'
    const process = play(draw('S -> A -> E', { A: user(times('4', { completion: feel(completion) })) }))
    for (let n = 0; n < 3; n++) process.complete('A')
    expect(process.waiting).toEqual(['A'])
  })

  it('MI-10 rounds of a sub-process do not see each other', () => {
    const process = play(
      draw('S -> SP -> E', {
        SP: {
          ...sub('S1 -> V -> U -> R', { V: script('it', 'v'), U: user(), R: script('v', 'out') }),
          ...forEach('[1, 2]', 'it', { outputCollection: 'results', outputElement: feel('out') }),
          ...mapped({ v: '=null' }),
        },
      }),
    )
    process.complete('U').complete('U')
    expect(process.vars).toEqual({ results: [1, 2] })
  })

  it('MI-11 joins inside count per round', () => {
    const process = play(
      draw('S -> SP -> E', {
        SP: { ...sub('S1 -> AND1 -> A -> AND2 -> C', 'AND1 -> B -> AND2'), ...times('3') },
      }),
    )
    expect([process.count('A'), process.count('B'), process.count('C'), process.state]).toEqual([
      3,
      3,
      3,
      'completed',
    ])
  })

  it('MI-12 an error in one round leaves the whole by its boundary event', () => {
    const process = play(
      draw('S -> A -> E', 'b -> B', { A: service('x', times('3')), b: on('A', error('E1')) }),
    )
    process.throwError('A', 'E1')
    expect([process.count('B'), process.state]).toEqual([1, 'completed'])
  })

  it('MI-13 the collection is read once, at entry', () => {
    const process = play(
      draw('S -> A -> E', {
        A: script('append(items, 9)', 'items', forEach('items', 'it', { sequential: true })),
      }),
      { items: [1, 2] },
    )
    expect(process.vars.items).toEqual([1, 2, 9, 9])
  })

  it('MI-14 messages find their round by key', () => {
    const process = play(draw('S -> R -> E', { R: receive('M', '=it', forEach('["a", "b"]', 'it')) }))
    process.world.message('M', {}, 'b')
    expect(process.instance.subscriptions.map(ear => ear.key)).toEqual(['a'])
    process.world.message('M', {}, 'a')
    expect(process.state).toBe('completed')
  })

  it('MI-16 nests', () => {
    const inner = script(
      'c * 10',
      'x',
      forEach('row', 'c', { sequential: true, outputCollection: 'cells', outputElement: feel('x') }),
    )
    const process = play(
      draw('S -> SP -> E', {
        SP: {
          ...sub('A', { A: inner }),
          ...mapped({ cells: '=null' }, { cells: '=cells' }),
          ...forEach('rows', 'row', { outputCollection: 'results', outputElement: feel('cells') }),
        },
      }),
      { rows: [[1, 2], [3]] },
    )
    expect(process.vars.results).toEqual([[10, 20], [30]])
  })
})

describe('Multi-instance and what it throws', () => {
  const signalled = { type: 'signal' as const, name: { type: 'literal' as const, value: 'Round' } }

  const model = (behavior: 'none' | 'one' | 'all') =>
    draw('S -> A -> E', 'B -> C', {
      A: task(times('3', { sequential: true, behavior, behaviorEvent: signalled } as never)),
      B: beside('A', signal('Round')),
    })

  it.each([
    ['none', 3],
    ['one', 1],
    ['all', 0],
  ] as const)('MI-15 behavior %s throws its event %i times', (behavior, count) => {
    const process = play(model(behavior))
    expect([process.count('C'), process.state]).toEqual([count, 'completed'])
  })
})
