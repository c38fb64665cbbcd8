import { describe, expect, it } from 'vitest'
import type { ProcessModel } from '#engine/model/types.ts'
import { soundness as prove } from '#engine/validate/soundness.ts'
import { validate } from '#engine/validate/validate.ts'
import {
  adHoc,
  at,
  beside,
  call,
  cancel,
  caught,
  compensation,
  complex,
  delay,
  draw,
  end,
  error,
  escalation,
  eventSub,
  link,
  message,
  nonInterruptingStart,
  on,
  start,
  sub,
  terminate,
  thrown,
  times,
  transaction,
  undoes,
  user,
} from '#tests/support/draw.ts'

/** What the prover finds, runs told by the nodes they pass. */
const soundness = (model: ProcessModel, bounds?: Parameters<typeof prove>[1]) =>
  prove(model, bounds).map(found =>
    'run' in found ? { ...found, run: found.run.map(({ node }) => node) } : found,
  )
const kinds = (model: ProcessModel) => soundness(model).map(found => `${found.type} ${found.node}`)

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

  it('finds the loop that keeps the others waiting', () => {
    const model = draw('S -> AND1 -> A -> AND2', 'AND1 -> X -> B -> X', 'X3 -> C -> AND2')
    expect(kinds(model)).toEqual(['endless X', 'dead AND2'])
  })

  it('reads conditions that are plainly true or false', () => {
    expect(kinds(draw('S -> X -[true]-> A -> E', 'X -[false]-> B -> E'))).toEqual(['dead B'])
    expect(kinds(draw('S -> A -> X -[true]-> A', 'X -[default]-> E'))).toEqual(['endless S', 'dead E'])
  })

  it('knows when a complex join fires, and says so when only data tell', () => {
    const two = (condition: string) =>
      draw('S -> AND -> A -> CPX -> E', 'AND -> B -> CPX', { CPX: complex(condition) })
    expect(kinds(two('activationCount >= 1'))).toEqual([])
    expect(kinds(two('activationCount >= 3'))).toEqual(['deadlock CPX', 'dead CPX'])
    const third = draw('S -> X -[x]-> A -> CPX -> E', 'X -[default]-> B -> CPX', {
      CPX: complex('activationCount >= wanted'),
    })
    expect(soundness(third)).toEqual([
      { type: 'undecided', scope: 'P', node: 'CPX', why: 'data', states: expect.any(Number) },
    ])
  })

  it('waits at an inclusive join as the engine does', () => {
    const model = draw(
      'S -> OR1 -[a]-> A -> OR2 -> E',
      'OR1 -[b]-> B -> OR2',
      'A -> C -> AND -> E',
      'B -> AND',
    )
    expect(kinds(model)).toEqual(['deadlock AND'])
  })

  it('lets an event interrupt or accompany a step', () => {
    const beforeJoin = (by: typeof on) =>
      draw('S -> AND1 -> A -> AND2 -> E', 'AND1 -> B -> AND2', 'T -> AND2', {
        A: user(),
        T: by('A', delay('PT1H')),
      })
    expect(kinds(beforeJoin(on))).toEqual(['deadlock AND2', 'dead AND2'])
    const accompanied = draw('S -> A -> E', 'T -> B -> E2', { A: user(), T: beside('A', message('more')) })
    expect(kinds(accompanied)).toEqual([])
  })

  it('takes one of the events behind an event-based gateway', () => {
    const model = draw('S -> EBG -> M -> AND -> E', 'EBG -> T -> AND', {
      M: caught(message('m')),
      T: caught(at('2030-01-01')),
    })
    expect(kinds(model)).toEqual(['deadlock AND', 'dead AND'])
  })

  it('looks into sub-processes, and takes them for what they can do', () => {
    const stuck = draw('S -> SP -> E', { SP: sub('S1 -> X -[x]-> A -> AND', 'X -[default]-> B -> AND') })
    expect(soundness(stuck)[0]).toMatchObject({ type: 'deadlock', scope: 'SP', node: 'AND' })
    const failing = draw('S -> SP -> A -> E', 'F -> B -> E', {
      SP: sub('S1 -> U -> E1', { E1: end(error('x')) }),
      F: on('SP', error('x')),
    })
    expect(kinds(failing)).toEqual(['dead A'])
    const always = draw('S -> SP -> AND -> E', 'F -> B -> AND', {
      SP: sub('S1 -> U -> T1 -> E1', { T1: thrown(escalation('late')) }),
      F: beside('SP', escalation('late')),
    })
    expect(kinds(always)).toEqual([])
    const perhaps = draw('S -> SP -> AND -> E', 'F -> B -> AND', {
      SP: sub('S1 -> U -[:fine]-> E1', 'U -[:late]-> T1 -> E1', {
        U: user(),
        T1: thrown(escalation('late')),
      }),
      F: beside('SP', escalation('late')),
    })
    expect(kinds(perhaps)).toEqual(['deadlock AND'])
  })

  it('names an event that catches what nothing throws', () => {
    const model = draw('S -> SP -> E', 'F -> B -> E', {
      SP: sub('S1 -> W -> E1', { W: caught(message('m')) }),
      F: on('SP', error('x')),
    })
    expect(kinds(model)).toEqual(['dead F'])
    const working = draw('S -> SP -> E', 'F -> B -> E', { SP: sub('S1 -> A -> E1'), F: on('SP', error('x')) })
    expect(kinds(working)).toEqual([])
  })

  it('knows event sub-processes, transactions, calls, rounds and what undoes', () => {
    const sound = [
      draw('S -> A -> E', { ES: eventSub('S1 -> B -> E1', { S1: start(message('stop')) }) }),
      draw('S -> A -> E', { ES: eventSub('S1 -> B -> E1', { S1: nonInterruptingStart(message('ask')) }) }),
      draw('S -> A -> E', { ES: eventSub('S1 -> B -> E1', { S1: start(error('x')) }), A: user() }),
      draw('S -> TX -> E', 'C -> Call -> E', {
        TX: transaction('S1 -> U -[:ok]-> E1', 'U -[:no]-> E2', { U: user(), E2: end(cancel) }),
        C: on('TX', cancel),
      }),
      draw('S -> K -> E', 'F -> B -> E', { K: call('other'), F: on('K', error('x')) }),
      draw('S -> SP -> E', 'F -> B -> E', {
        SP: {
          ...sub('S1 -> U -[:ok]-> E1', 'U -[:no]-> E2', { U: user(), E2: end(error('x')) }),
          ...times('3'),
        },
        F: on('SP', error('x')),
      }),
      draw('S -> A -> T -> E', {
        A: { ...user(), compensation: 'H' },
        H: undoes(),
        T: thrown(compensation()),
      }),
    ]
    expect(sound.map(kinds)).toEqual(sound.map(() => []))
  })

  it('follows an ad-hoc sub-process that goes by itself; people get out of theirs', () => {
    const inside = ['AND1 -> A -> AND2', 'AND1 -> B -> X -[x]-> AND2', 'X -[default]-> C']
    expect(kinds(draw('S -> AH -> E', { AH: adHoc({}, ...inside) }))).toEqual(['deadlock AND2'])
    expect(
      kinds(draw('S -> AH -> E', { AH: adHoc({ completion: undefined }, 'U -> V', 'W', { U: user() }) })),
    ).toEqual([])
    expect(
      kinds(draw('S -> AH -> E', { AH: adHoc({ ordering: 'sequential' }, 'A -> B', 'C -> D') })),
    ).toEqual([])
  })

  it('decides many branches at once, and long chains', () => {
    const branches = (split: string, join: string) =>
      Array.from(
        { length: 12 },
        (_, n) => `${split} -> T${n}a -> T${n}b -> T${n}c -> T${n}d -> T${n}e -> ${join}`,
      )
    expect(kinds(draw('S -> AND1', ...branches('AND1', 'AND2'), 'AND2 -> E'))).toEqual([])
    const events = Object.fromEntries(
      Array.from({ length: 12 }, (_, n) => [`B${n}`, on(`T${n}b`, delay('PT1H'))]),
    )
    const ways = Array.from({ length: 12 }, (_, n) => `B${n} -> T${n}d`)
    const waits = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`T${n}b`, user()]))
    expect(
      kinds(draw('S -> AND1', ...branches('AND1', 'AND2'), ...ways, 'AND2 -> E', { ...waits, ...events })),
    ).toEqual([])
    const inclusive = branches('OR1', 'OR2').map((line, n) => line.replace('->', `-[c${n}]->`))
    expect(kinds(draw('S -> OR1', ...inclusive, 'OR2 -> E'))).toEqual([])
    const chain = Array.from({ length: 3000 }, (_, n) => `P${n}`)
    expect(kinds(draw(`S -> ${chain.slice(0, 300).join(' -> ')} -> E`, 'P10 -> P5'))).toEqual([
      'unbounded P10',
    ])
    expect(kinds(draw(`S -> ${chain.join(' -> ')} -> E`))).toEqual([])
  }, 30_000)

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

  it('tells it in words, with the run to show', () => {
    const [problem] = validate(draw('S -> X -[x]-> A -> AND -> E', 'X -[default]-> B -> AND')).filter(
      p => p.rule === 'sound',
    )
    expect(problem).toMatchObject({
      element: 'AND',
      run: ['S', 'X', 'A'],
      message:
        'The process can get stuck at "AND" after "S", "X" (→ "A"), "A": nothing comes any more from "B". Join with the kind of gateway that split.',
    })
  })
})
