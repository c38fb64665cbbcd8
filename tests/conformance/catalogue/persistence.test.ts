import { describe, expect, it } from 'vitest'
import { beside, call, delay, draw, drawProcess, feel, forEach, sub, user } from '#tests/support/draw.ts'
import { play, World } from '#tests/support/play.ts'

describe('Nothing lives outside the document', () => {
  it('DUR-01 an instance that is stored and loaded between any two commands goes on as if it were not', () => {
    const inner = drawProcess('Child', 'S -> Ask -> E', { Ask: user() })
    const outer = draw(
      'S -> AND -> Each -> AND2',
      'AND -> Sub -> AND2',
      'AND -> Call -> AND2 -> E',
      'T -> Rang',
      {
        Each: user(forEach('names', 'name')),
        Sub: sub('Si -> Inside -> Ei', { Inside: user() }),
        Call: call('Child'),
        T: beside('Sub', delay('PT1H')),
      },
    )
    const world = new World(outer, inner)
    const process = world.start('P', { names: ['a', 'b'] })
    world.pass('PT2H')
    process.complete('Each', {}, { nth: 2 }).complete('Inside')
    world.plays[1]!.complete('Ask')
    process.complete('Each')
    expect([process.state, process.count('Rang'), process.count('E')]).toEqual(['completed', 1, 1])
    for (const each of world.plays) each.expectReplay()
  })
})

describe('Who does it', () => {
  it('ASG-01 the assignee may be computed, and his completion is recorded with his name', () => {
    const process = play(draw('S -> A -> E', { A: user({ assignment: { assignee: feel('boss') } }) }), {
      boss: 'ann',
    })
    expect(process.effects.find(({ type }) => type === 'createTask')).toMatchObject({
      task: { assignee: 'ann' },
    })
    process.do({ type: 'completeTask', token: process.tokenAt('A') }, { by: 'ann' })
    expect([process.state, process.recorded.at(-1)?.command.by]).toEqual(['completed', 'ann'])
  })
})
