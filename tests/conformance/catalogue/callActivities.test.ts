import { describe, expect, it } from 'vitest'
import {
  beside,
  call,
  draw,
  drawProcess,
  end,
  error,
  escalation,
  feel,
  forEach,
  mapped,
  on,
  script,
  thrown,
  user,
} from '#tests/support/draw.ts'
import { World } from '#tests/support/play.ts'

describe('Call activities', () => {
  it('CAL-01 call another process and wait', () => {
    const world = new World(
      draw('S -> C -> B -> E', { C: call('P2') }),
      drawProcess('P2', 'S -> U -> E', { U: user() }),
    )
    const process = world.start('P')
    expect(process.waiting).toEqual(['C'])
    world.plays.find(each => each.process.key === 'P2')!.complete('U')
    expect(process.left).toEqual(['S', 'C', 'B', 'E'])
  })

  it('CAL-02 hand over and take back what is mapped, nothing else', () => {
    const world = new World(
      draw('S -> C -> E', { C: call('P2', mapped({ x: '=a' }, { b: '=y' })) }),
      drawProcess('P2', 'S -> A -> E', { A: script('x + 1', 'y') }),
    )
    expect(world.start('P', { a: 1, secret: 2 }).vars).toEqual({ a: 1, secret: 2, b: 2 })
    expect(world.plays.find(each => each.process.key === 'P2')!.vars).toEqual({ x: 1, y: 2 })
  })

  it('CAL-03 hand over all when the dialect says so', () => {
    const all = { mapping: { inputs: [], outputs: [], allIn: true, allOut: true } }
    const world = new World(
      draw('S -> C -> E', { C: call('P2', all) }),
      drawProcess('P2', 'S -> A -> E', { A: script('9', 'z') }),
    )
    expect(world.start('P', { a: 1 }).vars).toEqual({ a: 1, z: 9 })
  })

  it('CAL-04 an error of the called process is caught by the caller', () => {
    const world = new World(
      draw('S -> C -> E', 'b -> B', { C: call('P2'), b: on('C', error('E1')) }),
      drawProcess('P2', 'S -> E', { E: end(error('E1')) }),
    )
    expect(world.start('P').left).toEqual(['S', 'b', 'B'])
    expect(world.plays.find(each => each.process.key === 'P2')!.state).toBe('failed')
  })

  it('CAL-05 an escalation of the called process, non-interrupting', () => {
    const world = new World(
      draw('S -> C -> D', 'b -> B', { C: call('P2'), b: beside('C', escalation('x')) }),
      drawProcess('P2', 'S -> T -> A -> E', { T: thrown(escalation('x')) }),
    )
    const process = world.start('P')
    expect([process.count('B'), process.count('D'), process.state]).toEqual([1, 1, 'completed'])
  })

  it('CAL-07 a missing process is an incident; once it is there, a retry calls it', () => {
    const world = new World(draw('S -> C -> E', { C: call('P9') }))
    const process = world.start('P')
    expect(process.incidents).toEqual(['C: noProcess'])
    world.deploy(drawProcess('P9', 'S -> E'))
    expect(process.retry().state).toBe('completed')
  })

  it('CAL-08 may name the process by an expression', () => {
    const world = new World(draw('S -> C -> E', { C: call('=name') }), drawProcess('P2', 'S -> E'))
    expect(world.start('P', { name: 'P2' }).state).toBe('completed')
  })

  it('CAL-09 call themselves, down to a bottom', () => {
    const world = new World(
      draw('S -> X -[n > 0]-> C -> E', 'X -[default]-> E', { C: call('P', mapped({ n: '=n - 1' })) }),
    )
    world.start('P', { n: 50 })
    expect(world.plays.map(process => process.state)).toEqual(Array(51).fill('completed'))
  })

  it('CAL-10 a cancelled caller cancels the called process; the business key is handed on', () => {
    const world = new World(
      draw('S -> C -> E', { C: call('P2') }),
      drawProcess('P2', 'S -> U', { U: user() }),
    )
    const process = world.start('P', {}, { businessKey: 'k' })
    const child = world.plays.find(each => each.process.key === 'P2')!
    expect(child.instance.businessKey).toBe('k')
    process.do({ type: 'cancel' })
    expect([process.state, child.state]).toEqual(['cancelled', 'cancelled'])
  })

  it('CAL-12 once per item, with an output collection', () => {
    const world = new World(
      draw('S -> C -> E', {
        C: call('P2', {
          ...mapped({ n: '=it' }, { r: '=m' }),
          ...forEach('items', 'it', { outputCollection: 'results', outputElement: feel('r') }),
        }),
      }),
      drawProcess('P2', 'S -> A -> E', { A: script('n * 2', 'm') }),
    )
    expect(world.start('P', { items: [1, 2, 3] }).vars.results).toEqual([2, 4, 6])
  })
})
