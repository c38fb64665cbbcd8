/** How much one caller may ask, so that nobody stops the others. */
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible'
import { ApiError } from './errors.ts'

/** A limit by key; `demand` counts one use and throws 429 once there are too many. */
export interface Limit {
  demand(key: string): Promise<void>
  /** Whether the key is over its limit already, without counting. */
  demandLeft(key: string): Promise<void>
  reset(key: string): Promise<void>
}

/** At most `points` in `seconds`. */
export function limit(points: number, seconds: number): Limit {
  const limiter = new RateLimiterMemory({ points, duration: seconds })
  return {
    async demand(key) {
      try {
        await limiter.consume(key)
      } catch (refused) {
        throw tooMany(refused as RateLimiterRes)
      }
    },
    async demandLeft(key) {
      const used = await limiter.get(key)
      if (used && used.remainingPoints <= 0) throw tooMany(used)
    },
    async reset(key) {
      await limiter.delete(key)
    },
  }
}

function tooMany(refused: RateLimiterRes): ApiError {
  const seconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1000))
  return new ApiError(429, 'tooMany', `Too many requests. Try again in ${seconds} seconds.`, {
    retryAfter: seconds,
  })
}
