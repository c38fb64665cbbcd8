import type { Locale } from '../i18n/texts.ts'

type Translate = (template: string, replacements?: Record<string, string>) => string

/** The words of bpmn-js and diagram-js in the user's language; English needs no dictionary. */
export async function translateModule(locale: Locale): Promise<{ translate: ['value', Translate] }> {
  const dictionary: Record<string, string> = {}
  if (locale === 'ru') {
    const [library, own] = await Promise.all([
      import('bpmn-js-i18n/translations/ru'),
      import('../i18n/ru/library.ts'),
    ])
    Object.assign(dictionary, library.default, own.library)
  }
  return {
    translate: [
      'value',
      (template, replacements = {}) => fill(dictionary[template] ?? template, replacements),
    ],
  }
}

function fill(template: string, replacements: Record<string, string>): string {
  return template.replace(/\{([^}]+)\}/g, (hole, name: string) => replacements[name] ?? hole)
}
