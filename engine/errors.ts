/** What callers of the engine may have to handle. Each carries a code and the ids it is about; none is a bug. */
import type { Refused as Refusal } from './core/commands.ts'
import type { Problem } from './model/types.ts'

/** Nothing has this id. */
export class NotFound extends Error {
  readonly code = 'notFound'
  readonly what: 'instance' | 'definition' | 'incident' | 'startEvent' | 'job'
  readonly id: string

  constructor(what: NotFound['what'], id: string, message = `There is no ${what} ${id}.`) {
    super(message)
    this.name = 'NotFound'
    this.what = what
    this.id = id
  }
}

/** The command does not apply to the instance as it is; nothing changed. `reason` is made for people. */
export class Refused extends Error {
  readonly code: Refusal['code']
  readonly reason: string
  readonly instance: string

  constructor(refusal: Refusal, instance: string) {
    super(refusal.reason)
    this.name = 'Refused'
    this.code = refusal.code
    this.reason = refusal.reason
    this.instance = instance
  }
}

/** Others changed the instance again and again while this command was tried; it was not applied. */
export class Conflict extends Error {
  readonly code = 'conflict'
  readonly instance: string

  constructor(instance: string) {
    super(`Instance ${instance} is changing too fast at this moment. Nothing was changed; please try again.`)
    this.name = 'Conflict'
    this.instance = instance
  }
}

/** A message that had to be taken at once could not be: several want it, or nobody does. Nothing happened by it. */
export class NotCorrelated extends Error {
  readonly code: 'ambiguous' | 'nobodyWaits'

  constructor(code: NotCorrelated['code'], message: string) {
    super(message)
    this.name = 'NotCorrelated'
    this.code = code
  }
}

/** A drawing with errors; it was not deployed. */
export class InvalidModel extends Error {
  readonly code = 'invalidModel'
  readonly problems: Problem[]

  constructor(problems: Problem[]) {
    super(problems.find(problem => problem.severity === 'error')?.message ?? 'The drawing has errors.')
    this.name = 'InvalidModel'
    this.problems = problems
  }
}

/**
 * The database does not answer. Whether the command took place is not known: sending it again with the same id is
 * safe, it is applied once.
 */
export class Unavailable extends Error {
  readonly code = 'unavailable'
  /** Seconds after which trying again makes sense. */
  readonly retryAfter = 2

  constructor(cause?: unknown) {
    super('The database does not answer at this moment. Please try again shortly.', { cause })
    this.name = 'Unavailable'
  }
}
