/** What a run of a collection gives: how many cases there are, and which of them failed, why. */
export interface Figure {
  passed: number
  total: number
  failures: Failure[]
  /** Cases in which Baton differs on purpose, with the clause or the reason; they count as failed. */
  waived: Failure[]
}

export interface Failure {
  model: string
  case?: string
  reason: string
}

export interface Verdict {
  model: string
  case?: string
  /** Absent when it passed. */
  reason?: string
  waiver?: string
}

export function figureOf(verdicts: Verdict[]): Figure {
  const failed = verdicts.filter(({ reason }) => reason !== undefined)
  const failure = ({ model, case: name, reason }: Verdict, why = reason!): Failure => ({
    model,
    ...(name && { case: name }),
    reason: why,
  })
  return {
    passed: verdicts.length - failed.length,
    total: verdicts.length,
    failures: failed.filter(({ waiver }) => !waiver).map(verdict => failure(verdict)),
    waived: failed
      .filter(({ waiver }) => waiver)
      .map(verdict => failure(verdict, `${verdict.waiver} (${verdict.reason})`)),
  }
}

/** The first lines of an error, for a list. */
export function reasonOf(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).split('\n')[0]!.slice(0, 300)
}
