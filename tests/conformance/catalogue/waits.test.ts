import { describe, expect, it } from 'vitest'
import { describeWaits } from '#engine/core/waits.ts'
import { caught, delay, draw, message, on, user } from '#tests/support/draw.ts'
import { play } from '#tests/support/play.ts'

describe('What a process waits for', () => {
  it('people see what a step waits for, and apart from it what may interrupt it', () => {
    const process = play(draw('S -> A -> E', 'T -> B', { A: user(), T: on('A', delay('PT1H')) }))
    expect(
      describeWaits(process.process, process.instance).map(({ node, kind, host }) => [node, kind, host]),
    ).toEqual([
      ['A', 'task', undefined],
      ['T', 'timer', 'A'],
    ])
  })

  it('a message says for which key it is awaited', () => {
    const process = play(draw('S -> M -> E', { M: caught(message('paid', '=invoice')) }), { invoice: 'R-7' })
    expect(describeWaits(process.process, process.instance)[0]!.for).toBe('the message "paid" for R-7')
  })
})
