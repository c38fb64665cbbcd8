import { describe, expect, it } from 'vitest'
import { complex, draw, sub, user } from '#tests/support/draw.ts'
import { play } from '#tests/support/play.ts'

describe('A complex join', () => {
  const inside = sub('S1 -> AND -> A -> J -> E1', 'AND -> B -> J', {
    A: user(),
    B: user(),
    J: complex('activationCount >= 1'),
  })

  it('lets its sub-process end when the last token in it comes too late and is swallowed', () => {
    const process = play(draw('S -> SP -> After -> E', { SP: inside, After: user() }))
    process.complete('A')
    expect(process.waiting).toEqual(['B'])
    process.complete('B')
    expect(process.waiting).toEqual(['After'])
    expect(process.complete('After').state).toBe('completed')
    process.expectReplay()
  })
})
