import type { Incident } from './instance.ts'

type Thrown = NonNullable<Incident['thrown']>

/**
 * Why a token cannot go on by itself. Thrown inside a move and caught in one place (`moves.ts`), where it becomes an
 * incident; it never leaves `step`.
 */
export class Fault extends Error {
  readonly code: string
  readonly cure: string | undefined
  readonly thrown: Thrown | undefined

  constructor(code: string, message: string, cure?: string, thrown?: Thrown) {
    super(message)
    this.code = code
    this.cure = cure
    this.thrown = thrown
  }
}
