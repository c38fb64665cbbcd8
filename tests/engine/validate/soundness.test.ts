import { describe, expect, it } from 'vitest'
import type { ProcessModel } from '#engine/model/types.ts'
import { soundness as prove } from '#engine/validate/soundness.ts'
import { validate } from '#engine/validate/validate.ts'
import { beside, caught, delay, draw, end, link, sub, terminate, thrown, user } from '#tests/support/draw.ts'

/** What the prover finds, runs told by the nodes they pass. */
const soundness = (model: ProcessModel, bounds?: Parameters<typeof prove>[1]) =>
  prove(model, bounds).map(found =>
    'run' in found ? { ...found, run: found.run.map(({ node }) => node) } : found,
  )

describe('Soundness', () => {
  it('is proved for drawings in which every run ends', () => {
    const sound = [
      draw('S -> A -> E'),
      draw('S -> AND1 -> A -> AND2 -> E', 'AND1 -> B -> AND2'),
      draw('S -> OR1 -[a]-> A -> OR2 -> E', 'OR1 -[b]-> B -> OR2', 'OR1 -[default]-> C -> OR2'),
      draw('S -> X1 -> A -> X2 -[again]-> X1', 'X2 -[default]-> E'),
      draw('S -> SP -> E', 'T -> B -> E', { SP: sub('S1 -> A -> E1'), T: beside('SP', delay('PT1H')) }),
      draw('S -> AND -> A -> E1', 'AND -> B -> AND2', 'AND -> C -> AND2 -> E2', { E1: end(terminate) }),
      draw('S -> A -> L1', 'L2 -> B -> E', { L1: thrown(link('x')), L2: caught(link('x')) }),
      draw('S -> A -[:Yes]-> B -> X -> E', 'A -[:No]-> X', { A: user() }),
    ]
    expect(sound.map(model => soundness(model))).toEqual(sound.map(() => []))
  })

  it('AND-07 finds the exclusive split before a parallel join, by the shortest run', () => {
    expect(soundness(draw('S -> X -[x]-> A -> AND -> E', 'X -[default]-> B -> AND'))).toEqual([
      { type: 'deadlock', scope: 'P', node: 'AND', missing: ['B-AND'], run: ['S', 'X', 'A'] },
      { type: 'dead', scope: 'P', node: 'AND' },
    ])
  })

  it('finds tokens that pile up', () => {
    const [found] = soundness(draw('S -> X -> AND -> A -> X', 'AND -> B -> E'))
    expect(found).toMatchObject({ type: 'unbounded' })
  })

  it('finds a loop without a way out', () => {
    expect(soundness(draw('S -> X -> A -> X'))).toEqual([expect.objectContaining({ type: 'endless' })])
  })

  it('looks into sub-processes', () => {
    const model = draw('S -> SP -> E', { SP: sub('S1 -> X -[x]-> A -> AND', 'X -[default]-> B -> AND') })
    expect(soundness(model)[0]).toMatchObject({ type: 'deadlock', scope: 'SP', node: 'AND' })
  })

  it('says so when there are too many states to be sure', () => {
    const lines = Array.from({ length: 14 }, (_, n) => `OR1 -[c${n}]-> A${n} -> B${n}`)
    const mixed = Array.from({ length: 14 }, (_, n) => [`B${n} -> C${n}`, `B${n} -> C${(n + 1) % 14}`]).flat()
    const ends = Array.from({ length: 14 }, (_, n) => `C${n} -> OR2`)
    const waits = Object.fromEntries(Array.from({ length: 14 }, (_, n) => [`A${n}`, user()]))
    const model = draw('S -> OR1', ...lines, ...mixed, ...ends, 'OR2 -> E', waits)
    expect(soundness(model, { plain: 200, reduced: 500 })).toEqual([
      { type: 'undecided', scope: 'P', node: 'P', why: 'states', states: expect.any(Number) },
    ])
  })

  it('tells it in words', () => {
    const [problem] = validate(draw('S -> X -[x]-> A -> AND -> E', 'X -[default]-> B -> AND')).filter(
      p => p.rule === 'sound',
    )
    expect(problem!.message).toBe(
      'The process can get stuck at "AND" after "S", "X" (→ "A"), "A": nothing comes any more from "B". Join with the kind of gateway that split.',
    )
  })
})
