import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { en } from '#designer/i18n/en/index.ts'
import { ru } from '#designer/i18n/ru/index.ts'
import { createTexts } from '#designer/i18n/texts.ts'

/** Translations that English does not need: connectors bring their own English, Russian has more plural forms. */
const onlyRussian = /^connector\.|\.(few|many)$/

describe('The designer speaks two languages', () => {
  it('has every English text in Russian', () => {
    expect(Object.keys(en).filter(key => !(key in ru))).toEqual([])
  })

  it('has no Russian text that nothing asks for', () => {
    expect(Object.keys(ru).filter(key => !(key in en) && !onlyRussian.test(key))).toEqual([])
  })

  it('has a text for every key the code names', () => {
    const named = sources('designer').flatMap(text =>
      [...text.matchAll(/\bt\('([\w.]+)'/g)].map(match => match[1]!),
    )
    expect([...new Set(named)].filter(key => !(key in en))).toEqual([])
  })

  it('counts as each language counts', () => {
    const [english, russian] = [createTexts('en'), createTexts('ru')]
    expect(english.count('timer.times', 1)).toBe('1 time')
    expect(english.count('timer.times', 3)).toBe('3 times')
    expect(russian.count('timer.times', 3)).toBe('3 раза')
    expect(russian.count('timer.times', 5)).toBe('5 раз')
  })
})

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => /\.tsx?$/.test(name))
    .map(name => readFileSync(join(folder, name), 'utf8'))
}
