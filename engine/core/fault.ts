/**
 * Why a token cannot go on by itself. Thrown inside a move and caught in one place (`moves.ts`), where it becomes an
 * incident; it never leaves `step`.
 */
export class Fault extends Error {
  readonly code: string
  readonly cure: string | undefined

  constructor(code: string, message: string, cure?: string) {
    super(message)
    this.code = code
    this.cure = cure
  }
}
