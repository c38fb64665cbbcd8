import { NotFound, Refused } from '../../errors.ts'

/** Whoever was meant is gone or has moved on: nothing is left to do. Any other failure is tried again. */
export async function quietly(work: Promise<unknown>): Promise<undefined> {
  try {
    await work
  } catch (error) {
    if (!(error instanceof NotFound || error instanceof Refused)) throw error
  }
}
