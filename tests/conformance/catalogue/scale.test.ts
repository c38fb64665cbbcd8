import { describe, expect, it } from 'vitest'
import { toUpdate } from '#engine/adapters/mongo/instanceDocument.ts'
import { compile } from '#engine/compiler/compile.ts'
import type { CompiledProcess } from '#engine/compiler/types.ts'
import type { Command, CommandBody } from '#engine/core/commands.ts'
import type { ProcessInstance } from '#engine/core/instance.ts'
import { step } from '#engine/core/step.ts'
import { caught, draw, script, signal, sub, task, times, user } from '#tests/support/draw.ts'
import { play, World } from '#tests/support/play.ts'

const at = '2030-01-01T00:00:00.000Z'

/** One instance, step by step, and how much each step said and asked. */
class Counted {
  instance: ProcessInstance | null = null
  readonly steps: { type: string; said: number; asked: number }[] = []
  readonly process: CompiledProcess

  constructor(process: CompiledProcess) {
    this.process = process
    this.do({
      type: 'start',
      instance: 'i',
      definition: { key: process.key, version: 1, hash: process.hash },
    })
  }

  do(body: CommandBody): this {
    const command = { ...body, id: `c${this.steps.length}`, at } as Command
    const result = step(this.process, this.instance, command)
    if (!result.ok) throw new Error(result.refused.reason)
    this.instance = { ...result.instance, outbox: [] }
    this.steps.push({ type: body.type, said: result.trace.length, asked: result.effects.length })
    return this.instance.agenda ? this.do({ type: 'continue' }) : this
  }

  of(type: string): Counted['steps'] {
    return this.steps.filter(one => one.type === type)
  }

  sum(what: 'said' | 'asked'): number {
    return this.steps.reduce((sum, one) => sum + one[what], 0)
  }
}

describe('However long, many or deep', () => {
  /** Start and go on until it waits or is over, without storing in between. */
  const runThrough = (model: ReturnType<typeof draw>, variables = {}) => {
    const process = compile(model)
    const definition = { key: 'P', version: 1, hash: process.hash }
    let result = step(process, null, { id: '0', at, type: 'start', instance: 'i', definition, variables })
    let steps = 1
    while (result.ok && result.instance.agenda)
      result = step(process, result.instance, { id: `${steps++}`, at, type: 'continue' })
    if (!result.ok) throw new Error(result.refused.reason)
    return { instance: result.instance, steps }
  }

  it('SCL-01 ten thousand rounds neither overflow nor hold up others', () => {
    const model = draw('S -> X1 -> A -> X2 -[i < 10000]-> X1', 'X2 -[default]-> E', {
      A: script('i + 1', 'i'),
    })
    const { instance, steps } = runThrough(model, { i: 0 })
    expect([instance.variables.i, instance.status]).toEqual([10_000, 'completed'])
    expect(steps).toBeGreaterThan(20)
  }, 60_000)

  it('SCL-02 a long chain', () => {
    const chain = Array.from({ length: 3000 }, (_, n) => `T${n}`).join(' -> ')
    expect(runThrough(draw(`S -> ${chain} -> E`)).instance.status).toBe('completed')
  }, 60_000)

  it('SCL-03 a thousand tasks at once, completed one by one', () => {
    const process = compile(draw('S -> A -> E', { A: user(times('1000')) }))
    const definition = { key: 'P', version: 1, hash: process.hash }
    let result = step(process, null, { id: 's', at, type: 'start', instance: 'i', definition })
    for (let n = 0; result.ok && result.instance.status === 'running'; n++) {
      const instance: ProcessInstance = { ...result.instance, outbox: [] }
      const token = instance.tokens.find(each => each.context?.task !== undefined)?.id
      const body = instance.agenda
        ? { type: 'continue' as const }
        : { type: 'completeTask' as const, token: token! }
      result = step(process, instance, { id: `${n}`, at, ...body })
    }
    expect(result.ok && [result.instance.status, result.instance.tokens.length]).toEqual(['completed', 0])
  }, 60_000)

  it('SCL-04 a thousand items in sequence', () => {
    const process = play(
      draw('S -> A -> E', { A: script('n + 1', 'n', times('1000', { sequential: true })) }),
      { n: 0 },
    )
    expect([process.vars.n, process.state]).toEqual([1000, 'completed'])
  })

  it('SCL-05 one signal for many', () => {
    const world = new World(draw('S -> c -> E', { c: caught(signal('s')) }))
    for (let n = 0; n < 50; n++) world.start('P')
    expect(world.signal('s')).toBe(50)
  })

  it('SCL-07 twenty inclusive joins over fifty tokens', () => {
    const lines = Array.from({ length: 20 }, (_, n) => `OR${n} -> A${n} -> OR${n + 1}`)
    const shortcuts = Array.from({ length: 20 }, (_, n) => `OR${n} -> B${n} -> OR${n + 1}`)
    const fan = Array.from({ length: 50 }, (_, n) => `AND -> T${n} -> OR0`)
    const process = play(draw('S -> AND', ...fan, ...lines, ...shortcuts, 'OR20 -> E', { T0: task() }))
    expect([process.count('OR20'), process.count('E'), process.state]).toEqual([1, 1, 'completed'])
  }, 60_000)

  it('SCL-08 fifty sub-processes in each other', () => {
    let inner = sub('A')
    for (let n = 0; n < 50; n++) inner = sub(`SP${n}`, { [`SP${n}`]: inner })
    expect(play(draw('S -> SP -> E', { SP: inner })).state).toBe('completed')
  })

  it('SCL-09 five hundred branches join once', () => {
    const lines = Array.from({ length: 500 }, (_, n) => `AND1 -> T${n} -> AND2`)
    const process = play(draw('S -> AND1', ...lines, 'AND2 -> E'))
    expect([process.count('AND2'), process.state]).toEqual([1, 'completed'])
  })

  it('SCL-10 an endless loop without a wait is stopped by an incident', () => {
    const { instance } = runThrough(draw('S -> X -> A -> X'))
    expect(instance.incidents.map(incident => incident.code)).toEqual(['livelock'])
  }, 60_000)
})

describe('What it costs at scale', { timeout: 60_000 }, () => {
  function tasksForAll(many: number): Counted {
    const counted = new Counted(compile(draw('S -> A -> E', { A: user(times(String(many))) })))
    const open = counted.instance!.tokens.filter(({ context }) => context?.task !== undefined)
    expect(open).toHaveLength(many)
    // Last first, so that nothing is cheap by being first in a list.
    for (const { id } of open.reverse()) counted.do({ type: 'completeTask', token: id })
    expect([counted.instance!.status, counted.instance!.tokens]).toEqual(['completed', []])
    return counted
  }

  it('SCL-03 a thousand tasks at once take ten times the work of a hundred, and each as much as any other', () => {
    const [hundred, thousand] = [tasksForAll(100), tasksForAll(1000)]
    expect(thousand.of('completeTask')).toHaveLength(1000)
    expect(thousand.sum('said') / hundred.sum('said')).toBeLessThan(10.1)
    expect(thousand.sum('asked') / hundred.sum('asked')).toBeLessThan(10.1)
    const most = (counted: Counted) =>
      Math.max(
        ...counted
          .of('completeTask')
          .slice(0, -1)
          .map(({ said, asked }) => said + asked),
      )
    expect(most(thousand)).toBe(most(hundred))
    // The start has its bound of moves, whatever the number: nobody else waits for it.
    expect(Math.max(...thousand.steps.map(({ said }) => said))).toBeLessThan(10_000)
  })

  it('SCL-03 a step of a thousand parallel tasks writes what it changed, not all that stands beside it', () => {
    const written = (many: number) => {
      const counted = new Counted(compile(draw('S -> A -> E', { A: user(times(String(many))) })))
      const before = counted.instance!
      const task = before.tokens.findLast(({ context }) => context?.task !== undefined)!
      const next = counted.do({ type: 'completeTask', token: task.id }).instance!
      const journal = [{ commit: 'c' }] as never
      const { $set, $unset } = toUpdate({ previous: before, next, journal, delivered: [] })
      return [...Object.keys($set!), ...Object.keys($unset!)].filter(name => /^(tokens|scopes)/.test(name))
    }
    expect(written(1000)).toHaveLength(written(100).length)
    expect(written(1000)).not.toContain('tokens')
  })

  /** So many tokens before the first of so many inclusive joins in a chain, on a graph that counts how often it is read. */
  function orJoins(joins: number, tokens: number) {
    const chain = Array.from({ length: joins }, (_, n) => [
      `OR${n} -> A${n} -> B${n} -> C${n} -> D${n} -> OR${n + 1}`,
      `OR${n} -> F${n} -> G${n} -> H${n} -> I${n} -> OR${n + 1}`,
    ])
    const fan = Array.from({ length: tokens }, (_, n) => `AND -> T${n} -> OR0`)
    const process = compile(draw('S -> AND', ...fan, ...chain.flat(), `OR${joins} -> E`))
    let reads = 0
    const counting = <T extends object>(map: T): T =>
      new Proxy(map, {
        get(target, name) {
          reads++
          return Reflect.get(target, name)
        },
      })
    const watched = { ...process, nodes: counting(process.nodes), flows: counting(process.flows) }
    const size = Object.keys(process.nodes).length
    return {
      size,
      /** Looks at nodes and flows that one instance takes from start to end. */
      run(): number {
        reads = 0
        const { instance } = new Counted(watched)
        expect(instance!.status).toBe('completed')
        return reads
      },
    }
  }

  it('SCL-07 twenty inclusive joins: what can reach them is worked out once for all instances', () => {
    const graph = orJoins(20, 50)
    expect(graph.size).toBeGreaterThan(200)
    const [first, second, third] = [graph.run(), graph.run(), graph.run()]
    expect(second).toBeLessThan(first)
    expect(third).toBe(second)
  })

  it('SCL-07 a graph of twice the size costs twice the looks, not four times', () => {
    const looks = (joins: number, tokens: number) => {
      const graph = orJoins(joins, tokens)
      graph.run()
      return graph.run()
    }
    expect(looks(20, 25) / looks(10, 25)).toBeLessThan(2.2)
    expect(looks(10, 50) / looks(10, 25)).toBeLessThan(2.2)
  })
})
