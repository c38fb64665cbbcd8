import { describe, expect, it } from 'vitest'
import { simulate } from './simulate.ts'

const long = process.env.BATON_TESTS === 'long'
const from = Number(process.env.SEED ?? 1)
const seeds = process.env.SEED ? 1 : long ? 3000 : 60
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
