import { describe, expect, it } from 'vitest'
import { compile } from '#engine/compiler/compile.ts'
import type { MigrationPlan } from '#engine/core/commands.ts'
import {
  beside,
  caught,
  condition,
  delay,
  draw,
  error,
  eventSub,
  feel,
  mapped,
  message,
  nonInterruptingStart,
  on,
  script,
  service,
  sub,
  times,
  undoes,
  undoneBy,
  user,
} from '#tests/support/draw.ts'
import { type Play, play } from '#tests/support/play.ts'

/** Carry over to the next drawing; the plan names what has another name there. */
function migrate(process: Play, model: ReturnType<typeof draw>, plan: Partial<MigrationPlan> = {}): Play {
  const to = compile(model)
  const before = process.process
  process.process = to
  const version = process.instance.definition.version + 1
  process.do({ type: 'migrate', to: { key: 'P', version, hash: to.hash }, plan: { nodes: {}, ...plan } })
  if (process.refused) process.process = before
  else process.expectReplay()
  return process
}

const scopes = (process: Play) => process.instance.scopes.map(scope => scope.scope)

describe('An open task', () => {
  const asks = (name: string, label: string, more: object = {}) =>
    draw('S -> A -> E', { A: user({ name, form: [{ key: 'budget', label, type: 'money' }], ...more }) })

  it('shows the form of the new version; it is the same task', () => {
    const process = play(asks('Ask', 'Budget'), { budget: 5 })
    const task = process.instance.tokens[0]!.context!.task
    migrate(process, asks('Ask again', 'Budget, net'))
    const change = process.effects.find(effect => effect.type === 'changeTask')
    expect(change).toMatchObject({
      task,
      shown: { name: 'Ask again', form: [{ key: 'budget', label: 'Budget, net' }], values: { budget: 5 } },
    })
    expect(process.instance.tokens[0]!.context!.task).toBe(task)
    expect(process.complete('A').state).toBe('completed')
  })

  it('stays as it is where the new form cannot be worked out', () => {
    const broken = { form: [{ key: 'x', label: 'X', type: 'text', required: feel('nobody +') }] }
    const process = migrate(play(asks('Ask', 'Budget')), asks('Ask', 'Budget', broken))
    expect(process.refused).toBe(null)
    expect(process.effects.some(effect => effect.type === 'changeTask')).toBe(false)
  })
})

describe('A step that moves into a sub-process', () => {
  const flat = draw('S -> A -> B -> E', { A: user(), B: user() })
  const grouped = (more = {}) =>
    draw('S -> SP -> E', { SP: { ...sub('S1 -> A -> B -> E1', { A: user(), B: user() }), ...more } })

  it('takes its token along: the sub-process is open around it, and the same task goes on', () => {
    const process = play(flat)
    const task = process.instance.tokens[0]!.context!.task
    migrate(process, grouped())
    expect([process.refused, scopes(process), process.waiting]).toEqual([null, ['P', 'SP'], ['A']])
    expect(process.instance.tokens.find(token => token.at === 'A')!.context!.task).toBe(task)
    expect(process.complete('A').complete('B').state).toBe('completed')
    expect(process.left).toContain('SP')
  })

  it('and nothing else begins in it', () => {
    const process = migrate(play(flat), grouped())
    expect(process.effects.filter(effect => effect.type === 'createTask')).toHaveLength(1)
  })

  it('is entered as always: inputs are mapped, events at its edge listen, event sub-processes too', () => {
    const second = draw('S -> SP -> E', 'T -> C', {
      SP: {
        ...sub('S1 -> A -> B -> E1', {
          A: user(),
          B: user(),
          ES: eventSub('M -> R', { M: { ...nonInterruptingStart(message('M')) } }),
        }),
        ...mapped({ twice: '=n * 2' }),
      },
      T: on('SP', delay('PT2H')),
    })
    const process = migrate(play(flat, { n: 4 }), second)
    expect(process.instance.tokens.find(token => token.at === 'SP')!.variables).toEqual({ twice: 8 })
    expect(process.instance.timers.map(timer => timer.node)).toEqual(['T'])
    expect(process.instance.subscriptions.map(ear => ear.node)).toEqual(['M'])
    process.world.pass('PT2H')
    expect([process.state, process.left.at(-1)]).toEqual(['completed', 'C'])
  })

  it('brings two tokens into one sub-process', () => {
    const both = draw('S -> AND1 -> A -> AND2 -> E', 'AND1 -> B -> AND2', { A: user(), B: user() })
    const within = draw('S -> SP -> E', {
      SP: sub('S1 -> AND1 -> A -> AND2 -> E1', 'AND1 -> B -> AND2', { A: user(), B: user() }),
    })
    const process = migrate(play(both).complete('A'), within)
    expect([process.refused, scopes(process), process.tokens.sort()]).toEqual([
      null,
      ['P', 'SP'],
      ['AND2', 'B', 'SP'],
    ])
    expect(process.complete('B').state).toBe('completed')
  })

  it('is refused when its input cannot be made', () => {
    const process = migrate(play(flat), grouped(mapped({ x: '=nobodyKnows' })))
    expect(process.refused?.reason).toContain('nobodyKnows')
    expect([process.instance.definition.version, process.waiting]).toEqual([1, ['A']])
  })

  it('is refused when the sub-process repeats, begins by an event, or undoes something', () => {
    expect(migrate(play(flat), grouped(times('2'))).refused?.reason).toContain('repeated')
    const handler = draw('S -> B -> E', {
      B: user(),
      SP: eventSub('M -> A', { M: nonInterruptingStart(message('M')), A: user() }),
    })
    expect(migrate(play(flat), handler).refused?.reason).toContain('only when its event occurs')
  })

  it('leads on into the sub-process that is open already', () => {
    const first = draw('S -> AND1 -> SP -> AND2 -> E', 'AND1 -> A -> AND2', {
      SP: sub('V', { V: user() }),
      A: user(),
    })
    const second = draw('S -> SP -> E', { SP: sub('AND1 -> V', 'AND1 -> A', { V: user(), A: user() }) })
    const process = migrate(play(first), second)
    expect([scopes(process), process.waiting.sort()]).toEqual([
      ['P', 'SP'],
      ['A', 'V'],
    ])
    expect(process.complete('A').complete('V').state).toBe('completed')
  })
})

describe('A step that moves out of a sub-process', () => {
  const grouped = draw('S -> SP -> E', 'T -> C', {
    SP: { ...sub('S1 -> A -> B -> E1', { A: user(), B: user() }), ...mapped({ own: '=1 + 1' }) },
    T: on('SP', delay('PT1H')),
  })

  it('leaves no empty scope, and nothing listens at its edge any more', () => {
    const flat = draw('S -> A -> B -> E', { A: user(), B: user() })
    const process = migrate(play(grouped), flat)
    expect([process.refused, scopes(process), process.tokens]).toEqual([null, ['P'], ['A']])
    expect(process.instance.timers).toEqual([])
    expect(process.complete('A').complete('B').state).toBe('completed')
  })

  it('keeps what was known inside a sub-process that is no more', () => {
    const process = migrate(play(grouped), draw('S -> A -> B -> E', { A: user(), B: script('own', 'seen') }))
    expect(process.complete('A').vars).toMatchObject({ own: 2, seen: 2 })
  })

  it('closes a sub-process that stays in the drawing, without going on from it', () => {
    const second = draw('S -> SP -> A -> E', { SP: sub('S1 -> B -> E1', { B: user() }), A: user() })
    const process = migrate(play(grouped), second)
    expect([process.refused, scopes(process), process.waiting]).toEqual([null, ['P'], ['A']])
    expect(process.complete('A').state).toBe('completed')
  })

  it('stays open around those that remain inside', () => {
    const first = draw('S -> SP -> E', { SP: sub('AND1 -> A', 'AND1 -> B', { A: user(), B: user() }) })
    const second = draw('S -> AND1 -> SP -> AND2 -> E', 'AND1 -> A -> AND2', {
      SP: sub('B', { B: user() }),
      A: user(),
    })
    const process = migrate(play(first), second)
    expect([scopes(process), process.waiting.sort()]).toEqual([
      ['P', 'SP'],
      ['A', 'B'],
    ])
    expect(process.complete('A').complete('B').state).toBe('completed')
  })

  it('is refused from one round of a loop, and when it holds what could be undone', () => {
    const looped = draw('S -> SP -> E', { SP: { ...sub('A', { A: user() }), ...times('2') } })
    const outside = draw('S -> A -> SP -> E', {
      A: user(),
      SP: { ...sub('B', { B: user() }), ...times('2') },
    })
    expect(migrate(play(looped), outside).refused?.reason).toContain('round of a loop')
    const undoable = draw('S -> SP -> E', {
      SP: sub('P1 -> A', { P1: undoneBy('U1'), U1: undoes(), A: user() }),
    })
    expect(migrate(play(undoable), draw('S -> A -> E', { A: user() })).refused?.reason).toContain('undone')
  })

  it('and back again by the reverse plan', () => {
    const flat = draw('S -> A2 -> B -> E', { A2: user(), B: user() })
    const process = migrate(play(grouped), flat, { nodes: { A: 'A2' } })
    expect(process.waiting).toEqual(['A2'])
    migrate(process, grouped, { nodes: { A2: 'A' } })
    expect([process.refused, scopes(process), process.waiting]).toEqual([null, ['P', 'SP'], ['A']])
    expect(process.complete('A').complete('B').state).toBe('completed')
  })
})

describe('What a token waits for', () => {
  it('must be of the same kind in the new version', () => {
    const waits = play(draw('S -> W -> E', { W: caught(delay('PT1H')) }))
    expect(migrate(waits, draw('S -> W -> E', { W: user() })).refused?.reason).toBe(
      'The instance cannot be migrated: "W" waits as an event, but "W" is a userTask. Choose a step of the same kind, or move the token before.',
    )
    const asks = play(draw('S -> A -> E', { A: user() }))
    expect(migrate(asks, draw('S -> A -> E', { A: service('x') })).refused?.reason).toContain(
      'waits as a task',
    )
    const open = play(draw('S -> A -> E', { A: sub('V', { V: user() }) }))
    expect(
      migrate(open, draw('S -> A -> E', { A: user(), B: sub('V') }), { nodes: { V: 'V' } }).refused,
    ).not.toBe(null)
  })

  it('does not come a second time: a reminder that was sent stays sent', () => {
    const first = draw('S -> A -> E', 'T -> R', { A: user(), T: beside('A', delay('PT1H')) })
    const process = play(first)
    process.world.pass('PT2H')
    migrate(process, first, { known: ['T'] })
    expect([process.instance.timers, process.count('R')]).toEqual([[], 1])
  })

  it('listens in an event sub-process that the new version adds', () => {
    const process = migrate(
      play(draw('S -> A -> E', { A: user() })),
      draw('S -> A -> E', {
        A: user(),
        ES: eventSub('C -> R', { C: nonInterruptingStart(condition('x > 1')) }),
      }),
    )
    expect(process.set({ x: 2 }).count('R')).toBe(1)
  })

  it('an event moved to another step does not follow', () => {
    const process = migrate(
      play(
        draw('S -> A -> B -> E', 'T -> C', { A: user(), B: user(), T: on('A', error('X'), delay('PT1H')) }),
      ),
      draw('S -> A -> B -> E', 'T -> C', { A: user(), B: user(), T: on('B', error('X'), delay('PT1H')) }),
    )
    expect(process.instance.timers).toEqual([])
    expect(process.complete('A').instance.timers.map(timer => timer.node)).toEqual(['T'])
  })
})
