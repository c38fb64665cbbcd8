import { russian } from '#engine/texts/ru/index.ts'
import { type Say, translator } from '#engine/texts/translate.ts'
import { en } from './en/index.ts'
import { ru } from './ru/index.ts'

export type Locale = 'en' | 'ru'

/** Finds a text by key and fills its `{holes}`; an unknown key is shown as it is. */
export interface Texts {
  (key: string, values?: Record<string, string | number>): string
  /** The text of a key that may be missing, e.g. of a connector nobody translated. */
  or(key: string, fallback: string): string
  /** Picks the form for a number: `key.one`, `key.few`, `key.many`, `key.other`. */
  count(key: string, count: number): string
  /** A sentence of the engine, e.g. what is wrong with a step, in this language. */
  say: Say
  locale: Locale
}

const dictionaries: Record<Locale, Record<string, string>> = { en, ru }

const sayers: Record<Locale, Say> = { en: sentence => sentence, ru: translator(russian) }

/** The designer's own dictionary in one language. */
export function createTexts(locale: Locale): Texts {
  const dictionary = dictionaries[locale]
  const rules = new Intl.PluralRules(locale)
  const find = (key: string) => dictionary[key] ?? en[key as keyof typeof en]
  const t = (key: string, values?: Record<string, string | number>) => fill(find(key) ?? key, values)
  return Object.assign(t, {
    or: (key: string, fallback: string) => find(key) ?? fallback,
    count: (key: string, count: number) =>
      t(dictionary[`${key}.${rules.select(count)}`] ? `${key}.${rules.select(count)}` : `${key}.other`, {
        count,
      }),
    say: sayers[locale],
    locale,
  })
}

/** The language of the page, for components that are not told one. */
export const pageLocale = (): Locale => (document.documentElement.lang.startsWith('ru') ? 'ru' : 'en')

function fill(template: string, values: Record<string, string | number> = {}): string {
  return template.replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole))
}
