import { describe, expect, it } from 'vitest'
import { delay, draw, mapped, on, script, sub, task, user } from '#tests/support/draw.ts'
import { play } from '#tests/support/play.ts'

describe('Variables', () => {
  it('VAR-01 of an inner scope shadow the outer ones, which stay', () => {
    const process = play(
      draw('S -> SP -> E', { SP: { ...sub('A', { A: script('x', 'seen') }), ...mapped({ x: '=2' }) } }),
      { x: 1 },
    )
    expect(process.vars).toEqual({ x: 1, seen: 2 })
  })

  it('VAR-02 are written to the nearest scope that has them, else to the process', () => {
    const process = play(
      draw('S -> SP -> E', { SP: sub('A -> B', { A: script('5', 'x'), B: script('1', 'y') }) }),
      { x: 1 },
    )
    expect(process.vars).toEqual({ x: 5, y: 1 })
  })

  it('VAR-03 filled in by a person go out, unless an output mapping says what does', () => {
    expect(play(draw('S -> SP', { SP: sub('A', { A: user() }) })).complete('A', { a: 1 }).vars).toEqual({
      a: 1,
    })
    const process = play(draw('S -> SP', { SP: sub('A', { A: user(mapped({}, { b: '=a' })) }) }))
    expect(process.complete('A', { a: 1 }).vars).toEqual({ b: 1 })
  })

  it('VAR-04 mapped in are local, mapped out are written back', () => {
    const process = play(draw('S -> A -> E', { A: task(mapped({ y: '=x + 1' }, { z: '=y' })) }), { x: 1 })
    expect(process.vars).toEqual({ x: 1, z: 2 })
  })

  it('VAR-05 an input that reads a name nobody has is an incident before the task begins', () => {
    const process = play(draw('S -> A -> E', { A: user(mapped({ y: '=missing.foo' })) }))
    expect([process.incidents, process.effects.some(e => e.type === 'createTask')]).toEqual([
      ['A: unknownVariable'],
      false,
    ])
    process.retry({ missing: { foo: 1 } })
    expect(process.waiting).toEqual(['A'])
  })

  it('VAR-08 declared by a scope belong to it', () => {
    const model = draw('S -> SP -> E', { SP: sub('A', { A: script('7', 'p') }) })
    model.scopes.SP!.data.push({ id: 'p', name: 'p' })
    expect(play(model).vars).toEqual({})
  })

  it('VAR-09 written by parallel branches: the last one wins, always the same', () => {
    const model = draw('S -> AND1 -> A -> AND2 -> E', 'AND1 -> B -> AND2', {
      A: script('1', 'x'),
      B: script('2', 'x'),
    })
    expect([play(model).vars.x, play(model).vars.x]).toEqual([2, 2])
  })

  it('VAR-10 keep their types through the store', () => {
    const value = { date: '2030-01-01', long: 9007199254740991, nested: { list: [1, null, true] } }
    expect(play(draw('S -> A', { A: user() }), { value }).vars.value).toEqual(value)
  })

  it('VAR-11 of a cancelled scope do not leak', () => {
    const process = play(
      draw('S -> SP -> E', 'T -> B', {
        SP: { ...sub('U', { U: user() }), ...mapped({ v: '=1' }) },
        T: on('SP', delay('PT1H')),
      }),
    )
    process.world.pass('PT1H')
    expect(process.vars).toEqual({})
  })
})
