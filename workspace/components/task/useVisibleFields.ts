/** Which fields of a form show, by their `showWhen`. The expression language is fetched only by forms that use it. */
import { useEffect, useState } from 'react'
import type { FormField, Json } from '../../api/types.ts'

type Evaluate = (expression: string, context: Record<string, unknown>) => { value: unknown }

export function useVisibleFields(fields: FormField[], values: Record<string, Json>): FormField[] {
  const [evaluate, setEvaluate] = useState<Evaluate>()
  const needed = fields.some(field => field.showWhen)
  useEffect(() => {
    if (needed) void import('feelin').then(feelin => setEvaluate(() => feelin.evaluate))
  }, [needed])
  return fields.filter(field => !field.showWhen || !evaluate || holds(evaluate, field.showWhen, values))
}

function holds(evaluate: Evaluate, condition: string, values: Record<string, Json>): boolean {
  try {
    return evaluate(condition.replace(/^\s*=/, ''), values).value === true
  } catch {
    // A broken condition must not hide what the manager has to fill.
    return true
  }
}
