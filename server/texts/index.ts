/**
 * What the server says, in the reader's language. English is written where something happens, and it is what the log,
 * the stored history and API clients get; `ru/` is the table of the same sentences in Russian. Codes of errors are the
 * same in every language.
 */
import type { Context } from 'koa'
import { type Say, translator } from '#engine'
import { russian } from './ru/index.ts'

export { spoken } from './spoken.ts'

export type Language = 'en' | 'ru'

const sayers: Record<Language, Say> = { en: sentence => sentence, ru: translator(russian) }

/** The language a request asks for (`Accept-Language`); English when it asks for none of ours. */
export function languageOf(ctx: Context): Language {
  return ctx.acceptsLanguages('en', 'ru') === 'ru' ? 'ru' : 'en'
}

/** How sentences are said in a language; one that is not in the table stays English. */
export function sayIn(language: Language): Say {
  return sayers[language]
}

/** A failure's details in the reader's language: faults by field, reasons, messages of problems. */
export function sayDetails(details: Record<string, unknown>, say: Say): Record<string, unknown> {
  return walk(details, false, say) as Record<string, unknown>
}

/** Keys of details that hold sentences; everything else is data. */
const telling = new Set(['message', 'reason', 'cure', 'fields'])

function walk(value: unknown, tells: boolean, say: Say): unknown {
  if (typeof value === 'string') return tells ? say(value) : value
  if (Array.isArray(value)) return value.map(item => walk(item, tells, say))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, walk(inner, tells || telling.has(key), say)]),
  )
}
