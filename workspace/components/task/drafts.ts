/** What somebody typed into a task's form and has not sent yet: kept in this browser, by task. */
import type { Json } from '../../api/types.ts'

export type Draft = Record<string, Json>

const prefix = 'baton.draft.'

export function readDraft(task: string): Draft {
  try {
    return JSON.parse(localStorage.getItem(prefix + task) ?? '{}') as Draft
  } catch {
    return {}
  }
}

/** An empty draft is forgotten. */
export function keepDraft(task: string, draft: Draft): void {
  try {
    if (Object.keys(draft).length === 0) dropDraft(task)
    else localStorage.setItem(prefix + task, JSON.stringify(draft))
  } catch {
    // The browser's storage may be full or forbidden; the form itself still holds the text.
  }
}

export function dropDraft(task: string): void {
  localStorage.removeItem(prefix + task)
}
