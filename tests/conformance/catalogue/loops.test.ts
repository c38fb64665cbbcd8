import { describe, expect, it } from 'vitest'
import { delay, draw, feel, loop, on, script, sub, user } from '#tests/support/draw.ts'
import { play } from '#tests/support/play.ts'

describe('Standard loop', () => {
  it('LOP-01 tests after each round by default', () => {
    const model = draw('S -> A -> E', { A: script('i + 1', 'i', loop('i < 3')) })
    expect([play(model, { i: 0 }).count('A'), play(model, { i: 3 }).count('A')]).toEqual([3, 1])
  })

  it('LOP-02 tests before: no round at all', () => {
    const process = play(draw('S -> A -> E', { A: user(loop('false', { testBefore: true })) }))
    expect([process.state, process.effects.some(e => e.type === 'createTask')]).toEqual(['completed', false])
  })

  it('LOP-03 the maximum caps the rounds', () => {
    const process = play(
      draw('S -> A -> E', { A: script('i + 1', 'i', loop('true', { maximum: feel('3') })) }),
      { i: 0 },
    )
    expect(process.vars.i).toBe(3)
  })

  it('LOP-04 loops a sub-process', () => {
    const process = play(
      draw('S -> SP -> E', { SP: { ...sub('A', { A: script('i + 1', 'i') }), ...loop('i < 3') } }),
      { i: 0 },
    )
    expect([process.count('A'), process.vars.i]).toEqual([3, 3])
  })

  it('LOP-05 a boundary event belongs to the whole loop', () => {
    const process = play(
      draw('S -> A -> E', 'T -> B', {
        A: user(loop('true', { maximum: feel('5') })),
        T: on('A', delay('PT1H')),
      }),
    )
    process.complete('A')
    process.world.pass('PT1H')
    expect([process.count('B'), process.state]).toEqual([1, 'completed'])
  })
})
