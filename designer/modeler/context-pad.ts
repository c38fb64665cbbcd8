import type { Shape } from './dialect.ts'

type Entries = Record<string, unknown>

/** What stays beside a selected element; the rest is in the menus behind "append" and "change type". */
const kept =
  /^(?:append|replace|delete|connect|set-color|lane-.+|append\.(?:append-task|gateway|end-event|receive-task|(?:message|timer|condition|signal)-intermediate-event|compensation-activity))$/

/** Thins the crowded context pad: append, change type, connect, colour, delete. */
export class QuietContextPad {
  static $inject = ['contextPad']

  constructor(contextPad: { registerProvider(priority: number, provider: QuietContextPad): void }) {
    contextPad.registerProvider(500, this)
  }

  getContextPadEntries(_element: Shape) {
    return (entries: Entries): Entries =>
      Object.fromEntries(Object.entries(entries).filter(([name]) => kept.test(name)))
  }
}

export const contextPadModule = {
  __init__: ['batonContextPad'],
  batonContextPad: ['type', QuietContextPad],
}
