/**
 * English and Russian. One JSON file a namespace (`i18n/<language>/<namespace>.json`), found by the bundler and
 * fetched when a page that uses it opens; a new page adds its files and touches nothing here.
 */
import i18next, { type BackendModule } from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { Locale } from '../api/types.ts'

export const languages: Record<Locale, string> = { en: 'English', ru: 'Русский' }

const files = import.meta.glob<Record<string, unknown>>('./*/*.json', { import: 'default' })

const bundled: BackendModule = {
  type: 'backend',
  init() {},
  read(language, namespace, done) {
    const load = files[`./${language}/${namespace}.json`]
    if (!load) return done(null, {})
    load().then(
      texts => done(null, texts),
      error => done(error as Error, null),
    )
  },
}

/** Starts the translations in the language last chosen here, else the browser's. */
export async function startI18n(): Promise<void> {
  await i18next
    .use(bundled)
    .use(initReactI18next)
    .init({
      lng: rememberedLanguage(),
      fallbackLng: 'en',
      supportedLngs: Object.keys(languages),
      load: 'languageOnly',
      ns: ['common'],
      defaultNS: 'common',
      interpolation: { escapeValue: false },
      returnEmptyString: false,
    })
  announce(i18next.language)
  i18next.on('languageChanged', announce)
}

/** Switches the language of the page and remembers it in this browser. */
export async function chooseLanguage(language: Locale): Promise<void> {
  localStorage.setItem(storageKey, language)
  await i18next.changeLanguage(language)
}

const storageKey = 'baton.language'

function rememberedLanguage(): string {
  const wanted = localStorage.getItem(storageKey) ?? navigator.language.slice(0, 2)
  return wanted in languages ? wanted : 'en'
}

function announce(language: string) {
  document.documentElement.lang = language
  document.documentElement.dir = i18next.dir(language)
}
