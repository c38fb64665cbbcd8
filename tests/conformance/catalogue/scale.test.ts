import { describe, expect, it } from 'vitest'
import { toUpdate } from '#engine/adapters/mongo/instanceDocument.ts'
import { compile } from '#engine/compiler/compile.ts'
import type { CompiledProcess } from '#engine/compiler/types.ts'
import type { Command, CommandBody } from '#engine/core/commands.ts'
import type { ProcessInstance } from '#engine/core/instance.ts'
import { step } from '#engine/core/step.ts'
import { draw, times, user } from '#tests/support/draw.ts'

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

describe('At scale', { timeout: 60_000 }, () => {
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
