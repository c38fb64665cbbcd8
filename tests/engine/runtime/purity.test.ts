/**
 * A step looks at nothing but the instance and the command, changes neither, and says the same when it is asked again;
 * and it makes no difference whether the instance was kept in memory or read anew from the database before each step.
 */
import mongoose from 'mongoose'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type CommandBody, type ProcessInstance, parseBpmn, step, validate } from '#engine'
import { fromDocument, type InstanceDocument, toDocument } from '#engine/adapters/mongo/instanceDocument.ts'
import { compile } from '#engine/compiler/compile.ts'
import type { CompiledProcess } from '#engine/compiler/types.ts'
import type { Command } from '#engine/core/commands.ts'
import { randomDrawing } from './simulation/randomDrawing.ts'

const { SEED, BATON_TESTS } = process.env
const from = Number(SEED ?? 1)
const seeds = SEED ? 1 : BATON_TESTS === 'long' ? 2000 : 120
/** Ways through each of them. */
const ways = 8
const { BSON } = mongoose.mongo

const [now, random] = [Date.now, Math.random]
beforeEach(() => {
  const forbidden = () => {
    throw new Error('A step looks at a clock or throws dice')
  }
  Date.now = forbidden
  Math.random = forbidden
})
afterEach(() => {
  Date.now = now
  Math.random = random
})

it(`Steps are pure, and a restart before each of them changes nothing (${seeds} random processes)`, {
  timeout: 600_000,
}, async () => {
  let steps = 0
  for (let seed = from; seed < from + seeds; seed++) {
    const roll = dice(seed)
    const process = await compiled(randomDrawing(roll))
    for (let way = 0; way < ways; way++) steps += play(process, roll, `SEED=${seed}`)
  }
  if (!SEED) expect(steps).toBeGreaterThan(2000)
  console.log(`${steps} steps, each three times`)
})

/** From the start to the end, by whatever may happen; answers how many steps it took. */
function play(process: CompiledProcess, roll: () => number, seed: string): number {
  let kept: ProcessInstance | null = null
  let reloaded: ProcessInstance | null = null
  for (let n = 0; ; n++) {
    if (kept?.status === 'completed') return n
    const command: Command = freeze({
      ...(kept ? anything(kept, roll) : begin(process)),
      id: `c${n}`,
      at: new Date(1_900_000_000_000 + n * 60_000).toISOString(),
    })
    const said = [kept, reloaded, freeze(structuredClone(reloaded))].map(one => step(process, one, command))
    const [first, ...others] = said.map(result => JSON.stringify(inOrder(result)))
    for (const other of others) expect(other, `${seed}, step ${n}`).toBe(first)
    const result = said[0]!
    if (!result.ok) throw new Error(`${seed}: ${result.refused.reason}`)
    kept = delivered(result.instance)
    reloaded = storedAndRead(kept)
  }
}

async function compiled(xml: string): Promise<CompiledProcess> {
  const { models } = await parseBpmn(xml)
  expect(validate(models[0]!).filter(({ severity }) => severity === 'error')).toEqual([])
  return freeze(JSON.parse(JSON.stringify(compile(models[0]!))))
}

function begin({ key, hash }: CompiledProcess): CommandBody {
  const definition = { key, version: 1, hash }
  return { type: 'start', instance: 'one', definition, variables: { order: 'A', count: 0 } }
}

/** Some of what may happen now. */
function anything(
  { tokens, timers, subscriptions, outbox }: ProcessInstance,
  roll: () => number,
): CommandBody {
  const acts: CommandBody[] = [
    ...tokens
      .filter(({ context }) => context?.task !== undefined)
      .map(({ id }) => ({ type: 'completeTask' as const, token: id })),
    ...timers.map(({ id }) => ({ type: 'fireTimer' as const, timer: id })),
    ...subscriptions.map(({ id }) => ({
      type: 'deliverMessage' as const,
      subscription: id,
      payload: { n: 1 },
    })),
    ...outbox.map(({ id }) => ({ type: 'completeJob' as const, effect: id, output: { done: id } })),
  ]
  if (acts.length === 0) throw new Error(`Nothing can happen: ${JSON.stringify(tokens)}`)
  return acts[Math.floor(roll() * acts.length)]!
}

/** What has no answer to wait for has been delivered. */
function delivered(instance: ProcessInstance): ProcessInstance {
  return freeze({ ...instance, outbox: instance.outbox.filter(({ type }) => type === 'runJob') })
}

/** Through the very bytes that the database keeps. */
function storedAndRead(next: ProcessInstance): ProcessInstance {
  const command: Command = { type: 'continue', id: 'c', at: next.startedAt }
  const entry = { revision: next.revision, at: next.startedAt, command, trace: [], commit: 'c' }
  const journal = [{ ...entry, _id: `one/${next.revision}`, instance: 'one' }]
  const document = toDocument({ previous: null, upon: undefined, next, journal, delivered: [] })
  const bytes = BSON.serialize(document, { ignoreUndefined: true })
  return fromDocument(BSON.deserialize(bytes) as InstanceDocument).instance
}

function dice(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

function freeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const part of Object.values(value)) freeze(part)
  return Object.freeze(value)
}

/** The order of fields means nothing. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value).filter(([, one]) => one !== undefined)
  return Object.fromEntries(
    fields.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => [key, inOrder(one)]),
  )
}
