import { describe, expect, it } from 'vitest'
import { compile } from '#engine/compiler/compile.ts'
import type { ProcessInstance } from '#engine/core/instance.ts'
import { step } from '#engine/core/step.ts'
import { beside, call, delay, draw, drawProcess, forEach, sub, times, user } from '#tests/support/draw.ts'
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

  it('DUR-01 stored and loaded between any two commands it goes on as if it had not been', () => {
    const model = draw('S -> AND1 -> A -> AND2 -> E', 'AND1 -> B -> AND2', { A: user(times('2')), B: user() })
    const process = compile(model)
    let instance: ProcessInstance | null = null
    const stored = play(model)
    for (const { command } of stored.complete('A').complete('B').complete('A').recorded) {
      const result = step(process, instance, command)
      if (!result.ok) throw new Error(result.refused.reason)
      instance = { ...result.instance, outbox: [] }
    }
    expect(JSON.stringify(instance)).toBe(stored.json)
  })

  it('DUR-04 the same commands give the same document', () => {
    const model = draw('S -> A -> E', { A: user(times('3')) })
    expect(play(model).complete('A').json).toBe(play(model).complete('A').json)
  })
})
