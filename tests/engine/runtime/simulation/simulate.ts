/**
 * A whole cluster in one thread: servers that die, a database that dies with what it had not yet written down, a way to
 * it that loses questions and answers, a clock that jumps, messages that come twice. The seed decides everything, so a run that finds something can be run again.
 */
import type { Store } from '#engine/adapters/store.ts'
import type { Effect } from '#engine/core/effects.ts'
import { Unavailable } from '#engine/errors.ts'
import { createEngine } from '#engine/runtime/createEngine.ts'
import type { Engine } from '#engine/runtime/engine.ts'
import type { Told } from '../../../crash/asks.ts'
import { type Findings, verify } from '../../../crash/verify.ts'
import { createMortalStore } from './mortalStore.ts'
import { randomDrawing } from './randomDrawing.ts'
import { beginVirtualTime } from './virtualTime.ts'

export interface Simulated extends Findings {
  seed: number
  crashes: number
  /** How often the database died. */
  falls: number
  commands: number
}

interface Server {
  engine: Engine
  dead: boolean
}

const events = 60
const orders = 3
const rounds = 400

export async function simulate(seed: number): Promise<Simulated> {
  const random = createRandom(seed)
  const chance = (likely: number) => random() < likely
  const pick = <One>(list: One[]): One => list[Math.floor(random() * list.length)]!
  const time = beginVirtualTime(random)
  let calm = false
  let jump = 0
  let crashes = 0
  let falls = 0
  let asked = 0
  const now = () => new Date(Date.UTC(2026, 10, 22, 9) + time.now() + jump)
  /** Mostly quick; a slow disk leaves time for others to see what is not written down yet. */
  const flushes = () => (calm ? 0 : random() * (chance(0.3) ? 800 : 20))
  const database = createMortalStore({ now, flushes })
  const truth = database.store
  const told: Told[] = []
  const acknowledged = new Set<string>()
  const open = new Map<string, (server: Server) => Promise<unknown>>()

  function serve(): Server {
    const server: Server = { dead: false } as Server
    const alive = async <Value>(value: Value): Promise<Value> =>
      server.dead ? new Promise<Value>(() => {}) : value
    const tell = async (effect: Effect) => {
      await alive(0)
      if (!calm && chance(0.04)) throw new Error('not now')
      told.push({ type: effect.type, id: effect.id, token: effect.token })
      await alive(0)
    }
    server.engine = createEngine({
      store: between(alive),
      settings: { lease: 5000 },
      ports: {
        readData: async () => ({}),
        createTask: tell,
        closeTask: tell,
        enterStage: tell,
        raiseIncident: tell,
        endProcess: tell,
        async runJob(effect) {
          await alive(0)
          told.push({ type: effect.type, id: effect.id, token: effect.token })
          if (chance(0.3)) await new Promise(done => setTimeout(done, random() * 9000))
          await alive(0)
          if (!calm && chance(0.1)) throw new Error('broke off')
          if (!calm && chance(0.05)) return { type: 'retryIn', duration: 'PT3S', reason: 'busy' }
          if (!calm && chance(0.03)) return { type: 'fail', reason: 'refused' }
          return { type: 'done', output: effect.id }
        },
        log: { info() {}, warn() {}, error() {} },
        now,
        newId: () => `x${seed}-${asked++}`,
      },
    })
    return server
  }

  /** The way to the database: slow, and now and then a question or an answer is lost on it. */
  function between(alive: <Value>(value: Value) => Promise<Value>): Store {
    const guard = <Part extends object>(part: Part): Part =>
      Object.fromEntries(
        Object.entries(part).map(([name, real]) => [
          name,
          async (...args: unknown[]) => {
            if (chance(0.5)) await new Promise(done => setTimeout(done, 1 + random() * 20))
            await alive(0)
            const luck = calm ? 1 : random()
            if (luck < 0.02) throw new Unavailable()
            const answer = await real(...args)
            if (luck < 0.04) throw new Unavailable()
            if (chance(0.3)) await new Promise(done => setTimeout(done, 1 + random() * 20))
            return alive(answer)
          },
        ]),
      ) as Part
    const { instances, history, messages, workers } = truth
    return {
      ...truth,
      instances: guard(instances),
      history: guard(history),
      messages: guard(messages),
      workers: guard(workers),
    }
  }

  let servers = [serve(), serve()]

  /** Somebody asks, and asks again until there is an answer. */
  function insist(id: string, mark: string | undefined, ask: (server: Server) => Promise<unknown>): void {
    if (open.has(id)) return
    open.set(id, ask)
    const again = () => {
      const server = pick(servers)
      ask(server).then(
        () => close(),
        error => {
          if (error.name === 'Refused' && error.code === 'duplicate') close()
          else if (error.name === 'Refused') open.delete(id)
        },
      )
    }
    const close = () => {
      if (mark) acknowledged.add(mark)
      open.delete(id)
    }
    again()
  }

  async function people(): Promise<void> {
    for (const instance of await truth.instances.find({ status: 'running', limit: 100 })) {
      const { _id } = instance
      for (const { id: token, context } of instance.tokens)
        if (context?.task && chance(0.5)) {
          const id = `complete/${context.task}`
          insist(id, undefined, ({ engine }) =>
            engine.command(_id, { type: 'completeTask', token, ...{ task: String(context.task) }, id }),
          )
        }
      for (const _ of instance.subscriptions)
        if (chance(0.5)) {
          const id = `paid/${_id}/${instance.revision}`
          const ask = ({ engine }: Server) =>
            engine.correlate({ id, name: 'paid', correlationKey: _id, ttl: 'P30D' })
          insist(id, undefined, ask)
          if (chance(0.3)) insist(`${id}/again`, undefined, ask)
        }
      if (instance.incidents.length > 0 && chance(0.5)) {
        const { id: incident } = pick(instance.incidents)
        const id = `retry/${_id}/${incident}`
        insist(id, undefined, ({ engine }) => engine.command(_id, { type: 'retryIncident', incident, id }))
      }
    }
  }

  function crash(): void {
    const victim = pick(servers)
    victim.dead = true
    crashes++
    servers = [...servers.filter(one => one !== victim), serve()]
  }

  function fall(): void {
    if (calm) return
    database.die()
    falls++
  }

  async function askAgain(): Promise<void> {
    const waiting = [...open]
    open.clear()
    for (const [id, ask] of waiting) insist(id, undefined, ask)
  }

  try {
    const deployed = await truth.definitions.get('fire')
    if (!deployed) {
      const result = await servers[0]!.engine.deploy(randomDrawing(random), { by: 'simulation' })
      if (!result.ok) throw new Error(JSON.stringify(result.problems))
    }
    for (let n = 0; n < orders; n++) {
      const order = `order${n}`
      insist(`start/${order}`, `${order}|start/${order}`, ({ engine }) =>
        engine.start({
          key: 'fire',
          instance: order,
          commandId: `start/${order}`,
          variables: { order, count: n },
        }),
      )
    }
    for (let n = 0; n < events; n++) {
      if (chance(0.08)) crash()
      if (chance(0.3)) setTimeout(fall, random() * 2000)
      if (chance(0.3)) await people()
      if (chance(0.5))
        void pick(servers)
          .engine.sweep()
          .catch(() => {})
      if (chance(0.1)) await askAgain()
      if (chance(0.02)) jump += random() * 3_600_000
      await time.pass(random() * 2000)
    }
    calm = true
    for (let n = 0; n < rounds; n++) {
      await askAgain()
      await people()
      for (const { engine } of servers) void engine.sweep().catch(() => {})
      await time.pass(3000)
      const done = await truth.instances.count({ status: 'completed' })
      if (n > 5 && done === orders && open.size === 0) break
    }
    await time.pass(20_000)
    for (const { engine } of servers) void engine.sweep().catch(() => {})
    await time.pass(20_000)
    const findings = await verify(truth, acknowledged, { told }, orders)
    return { seed, crashes, falls, commands: asked, ...findings }
  } finally {
    time.end()
  }
}

function createRandom(seed: number): () => number {
  let state = (seed * 2654435761) >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
