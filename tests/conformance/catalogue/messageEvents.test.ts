import { describe, expect, it } from 'vitest'
import { caught, draw, drawProcess, message, start, user } from '#tests/support/draw.ts'
import { play, World } from '#tests/support/play.ts'

describe('Messages', () => {
  it('MSG-01 find the instance by name and key', () => {
    const world = new World(draw('S -> M -> E', { M: caught(message('M', '=key')) }))
    const [one, two] = [world.start('P', { key: '1' }), world.start('P', { key: '2' })]
    world.message('M', {}, '2')
    expect([one.state, two.state]).toEqual(['running', 'completed'])
  })

  it('MSG-10 keep the key they had when the subscription was opened', () => {
    const process = play(draw('S -> M -> E', { M: caught(message('M', '=string(id)')) }), { id: 1 }).set({
      id: 2,
    })
    expect(process.world.message('M', {}, '2')).toBe(0)
    expect(process.world.message('M', {}, '1')).toBe(1)
  })

  it('MSG-12 flow between two pools', () => {
    const world = new World(
      drawProcess('P1', 'S -> T -> E', { T: { type: 'sendTask', message: message('M', '="7"') } }),
      drawProcess('P2', 'S -> C -> E', { S: start(message('M')), C: { type: 'task' } }),
    )
    world.start('P1')
    expect(world.plays.map(process => process.state)).toEqual(['completed', 'completed'])
  })

  it('MSG-13 an output mapping takes only what it names', () => {
    const process = play(
      draw('S -> M -> E', {
        M: {
          ...caught(message('M')),
          mapping: { inputs: [], outputs: [{ target: 'w', source: { type: 'feel', text: 'v' } }] },
        },
      }),
    )
    process.world.message('M', { v: 1 })
    expect(process.vars).toEqual({ w: 1 })
  })

  it('MSG-14 the second of two messages in one breath finds nobody', () => {
    const process = play(draw('S -> M -> U -> E', { M: caught(message('M')), U: user() }))
    const [ear] = process.instance.subscriptions
    process
      .do({ type: 'deliverMessage', subscription: ear!.id })
      .do({ type: 'deliverMessage', subscription: ear!.id })
    expect([process.refused?.code, process.waiting]).toEqual(['notFound', ['U']])
  })
})
