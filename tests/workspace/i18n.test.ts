import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../../workspace/i18n')
const plural = /_(zero|one|two|few|many|other)$/

test('English and Russian have the same namespaces', () => {
  expect(readdirSync(join(root, 'ru')).sort()).toEqual(readdirSync(join(root, 'en')).sort())
})

test.each(readdirSync(join(root, 'en')))('%s says the same things in English and Russian', file => {
  const [en, ru] = [texts('en', file), texts('ru', file)]
  expect([...ru.keys()].sort()).toEqual([...en.keys()].sort())
  for (const [key, text] of en) {
    expect(placeholders(ru.get(key)!), `${key} in Russian`).toEqual(placeholders(text))
  }
})

test.each(readdirSync(join(root, 'ru')))('%s has all four Russian plurals wherever it counts', file => {
  const forms = new Map<string, string[]>()
  for (const key of flatten(read('ru', file)).keys()) {
    const form = plural.exec(key)
    if (form) forms.set(key.replace(plural, ''), [...(forms.get(key.replace(plural, '')) ?? []), form[1]!])
  }
  for (const [key, found] of forms) expect(found.sort(), key).toEqual(['few', 'many', 'one', 'other'])
})

function texts(language: string, file: string): Map<string, string> {
  const found = new Map<string, string>()
  for (const [key, text] of flatten(read(language, file))) {
    const bare = key.replace(plural, '#')
    found.set(bare, key.endsWith('_other') || !found.has(bare) ? text : found.get(bare)!)
  }
  return found
}

function read(language: string, file: string): object {
  return JSON.parse(readFileSync(join(root, language, file), 'utf8'))
}

function flatten(tree: object, path = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string' ? [[path + key, value] as const] : [...flatten(value, `${path}${key}.`)],
    ),
  )
}

function placeholders(text: string): string[] {
  return [...new Set(text.match(/\{\{\w+\}\}/g))].sort()
}
