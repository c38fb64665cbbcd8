import { describe, expect, it } from 'vitest'
import { flowsBetween, numbersOf } from '#designer/problems/way.ts'

interface Element {
  id: string
  outgoing: Element[]
  target?: { id: string }
}

describe('The way to a fault, shown on the drawing', () => {
  it('numbers its steps in their order, a step that is passed again with both', () => {
    expect([...numbersOf(['S', 'A', 'X', 'A', 'E'])]).toEqual([
      ['S', [1]],
      ['A', [2, 4]],
      ['X', [3]],
      ['E', [5]],
    ])
  })

  it('tints the flows that lead from a step to one that is passed later', () => {
    const flow = (id: string, target: string): Element => ({ id, outgoing: [], target: { id: target } })
    const elements: Record<string, Element> = {
      S: { id: 'S', outgoing: [flow('S-A', 'A'), flow('S-B', 'B')] },
      A: { id: 'A', outgoing: [flow('A-J', 'J'), flow('A-S', 'S')] },
      J: { id: 'J', outgoing: [flow('J-E', 'E')] },
    }
    const tinted = flowsBetween(['S', 'A', 'J'], id => elements[id]).map(({ id }) => id)
    expect(tinted.sort()).toEqual(['A-J', 'S-A'])
  })
})
