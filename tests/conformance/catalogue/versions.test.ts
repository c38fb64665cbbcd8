import { describe, expect, it } from 'vitest'
import { compile } from '#engine/compiler/compile.ts'
import { delay, draw, on, user } from '#tests/support/draw.ts'
import { type Play, play } from '#tests/support/play.ts'

describe('Versions', () => {
  const first = draw('S -> U -> A -> E', { U: user() })

  const second = draw('S -> U -> B -> E', 'T -> C', { U: user(), T: on('U', delay('PT2H')) })

  const migrateTo = (process: Play, model: ReturnType<typeof draw>, plan = { nodes: {} }) => {
    const to = compile(model)
    const before = process.process
    process.process = to
    process.do({ type: 'migrate', to: { key: 'P', version: 2, hash: to.hash }, plan })
    if (process.refused) process.process = before
    return process
  }

  it('VER-03 an instance is carried over and goes on in the new version', () => {
    const process = migrateTo(play(first), second)
    expect([process.refused, process.instance.definition.version]).toEqual([null, 2])
    expect(process.instance.timers.map(timer => timer.node)).toEqual(['T'])
    expect(process.complete('U').left).toEqual(['S', 'U', 'B', 'E'])
  })

  it('VER-04 a timer keeps its instant, or is made anew when the plan says so', () => {
    const timed = draw('S -> U -> E', 'T -> C', { U: user(), T: on('U', delay('PT1H')) })
    const kept = migrateTo(play(timed), second)
    expect(kept.instance.timers[0]!.due).toBe('2030-01-01T01:00:00.000Z')
    const renewed = migrateTo(play(timed), second, { nodes: {}, renew: ['T'] } as never)
    expect(renewed.instance.timers[0]!.due).toBe('2030-01-01T02:00:00.000Z')
  })

  it('VER-05 is refused whole when a token has nowhere to stand', () => {
    const process = migrateTo(play(first), draw('S -> V -> E', { V: user() }))
    expect([process.refused?.code, process.instance.definition.version, process.waiting]).toEqual([
      'notAllowed',
      1,
      ['U'],
    ])
    expect(process.refused?.reason).toContain('"U"')
    expect(migrateTo(process, draw('S -> V -> E', { V: user() }), { nodes: { U: 'V' } }).waiting).toEqual([
      'V',
    ])
  })

  it('VER-06 tokens at a join stay there', () => {
    const old = draw('S -> AND1 -> A -> AND2 -> E', 'AND1 -> U -> AND2', { U: user() })
    const process = migrateTo(
      play(old),
      draw('S -> AND1 -> A -> AND2 -> D -> E', 'AND1 -> U -> AND2', { U: user() }),
    )
    expect(process.complete('U').left.slice(-3)).toEqual(['AND2', 'D', 'E'])
  })
})
