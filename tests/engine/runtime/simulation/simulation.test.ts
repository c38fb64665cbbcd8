import { describe, expect, it } from 'vitest'
import { simulate } from './simulate.ts'

/** `SEED=n` runs one again; `SEEDS=100000` is for a night, `SEED=7 SEEDS=1000` for a part of it. */
const { SEED, SEEDS, BATON_TESTS } = process.env
const from = Number(SEED ?? 1)
const seeds = Number(SEEDS ?? (SEED ? 1 : BATON_TESTS === 'long' ? 3000 : 60))
const group = 20

describe('A cluster in which everything fails now and then', () => {
  it.each(Array.from({ length: Math.ceil(seeds / group) }, (_, n) => from + n * group))(
    'loses nothing and does nothing twice, seeds from %i',
    async first => {
      for (let seed = first; seed < Math.min(first + group, from + seeds); seed++) {
        const found = await simulate(seed)
        expect(found, `SEED=${seed}`).toMatchObject({
          notes: [],
          lost: 0,
          duplicated: 0,
          stuck: 0,
          instances: 3,
        })
      }
    },
  )
})
