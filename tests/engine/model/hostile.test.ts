import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compile } from '#engine/compiler/compile.ts'
import { step } from '#engine/core/step.ts'
import { parseBpmn } from '#engine/decisions/index.ts'
import type { ProcessModel } from '#engine/model/types.ts'
import { dice, spoil } from './mutations.ts'

/** Drawings to spoil: our own, or all below a folder that is named. */
const folder = process.env.BATON_FUZZ_FROM ?? join(import.meta.dirname, '../../conformance/positions')
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name =>
  /\.(bpmn2?|xml)$/.test(name),
)
const count = Number(process.env.BATON_FUZZ ?? 2000)
const batch = 100

/** A drawing without errors can be made and begun, whatever comes of it. */
function begin(model: ProcessModel): string {
  const process = compile(model)
  const first = process.triggers[0]?.node
  const { ok } = step(process, null, {
    type: 'start',
    id: 'c1',
    at: '2030-01-07T08:00:00.000Z',
    instance: 'i1',
    definition: { key: process.key, version: 1, hash: process.hash },
    ...(first !== undefined && { startEvent: first }),
  })
  return ok ? 'begun' : 'refused'
}

describe('A spoiled file', () => {
  it.each(Array.from({ length: Math.ceil(count / batch) }, (_, i) => i * batch))(
    'is read, or refused with a reason, and never more (from the %ith)',
    async from => {
      for (let seed = from; seed < Math.min(from + batch, count); seed++) {
        const roll = dice(seed)
        const source = spoil(readFileSync(join(folder, files[roll(files.length)]!), 'utf8'), roll)
        const seen = { seed, outcome: 'thrown' }
        try {
          const { models, problems } = await parseBpmn(source)
          const errors = problems.filter(({ severity }) => severity === 'error')
          for (const { rule, message } of problems) expect([rule, message]).not.toContain('')
          if (models.length === 0) expect(problems).not.toEqual([])
          seen.outcome = errors.length > 0 ? 'refused' : models.map(begin).join(' ')
        } catch (cause) {
          throw new Error(`Seed ${seed}: ${cause instanceof Error ? cause.stack : cause}`)
        }
        expect(seen.outcome).not.toBe('thrown')
      }
    },
    60_000,
  )
})
