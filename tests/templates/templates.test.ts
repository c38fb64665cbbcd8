import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { templateData } from '#server/documents/data.ts'
import { createRenderer, oneLine } from '#server/documents/templates/render.ts'
import { readShipped } from '#server/documents/templates/shipped.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const { templates, partials } = readShipped(root)
const renderer = createRenderer(partials)
type Data = Record<string, unknown>

describe.each(templates)('the shipped $kind "$key"', template => {
  const sample = template.sample as Data

  it.each(['en', 'ru'])('renders its sample in %s, leaving no gaps', locale => {
    const html = renderer.render(template.body, 'html', { ...sample, locale })
    expect(html).toMatch(/^\s*<!doctype html>/)
    expect(html).not.toMatch(/\{\{|undefined|\[object|NaN|Invalid Date/)
    expect(html).toMatch(/<\/html>\s*$/)
    if (locale === 'ru') expect(html).toMatch(/[А-я]{4}/)
  })

  it('prints sensible text for a deal that has no company, no contact and no products', () => {
    const roots = {
      deal: { id: '1', number: 7, title: 'A bare deal' },
      company: null,
      contact: null,
      owner: null,
      manager: null,
      products: [],
    }
    const data = templateData(roots, {}, {}, new Date('2026-03-02T10:00:00Z'))
    const html = renderer.render(template.body, 'html', data)
    expect(html).toContain('A bare deal')
    expect(html).not.toMatch(/undefined|null|NaN/)
    expect(html.replace(/<style[\s\S]*<\/style>/, '')).not.toMatch(/Dear\s*,/)
  })

  it.runIf(template.kind === 'email')('has a subject of one line', () => {
    const subject = oneLine(renderer.render(template.subject!, 'text', sample))
    expect(subject.length).toBeGreaterThan(10)
    expect(subject).toContain('Measuring line')
  })

  it('has a sample beside it', () => {
    const folder = `${root}/templates/${template.kind === 'email' ? 'emails' : 'documents'}`
    expect(readdirSync(folder)).toContain(`${template.key}.sample.json`)
  })
})

it('the house ships a quotation and an invoice, and letters for each step of the shipped processes', () => {
  const ids = templates.map(template => `${template.kind}:${template.key}`)
  expect(ids).toEqual(
    expect.arrayContaining([
      'document:quotation',
      'document:invoice',
      'email:quotation-sent',
      'email:invoice-reminder',
      'email:thank-you',
      'email:escalation',
    ]),
  )
})

describe('in a Russian house', () => {
  const russian = readShipped(root, 'ru').templates

  it.each(russian)('the $kind "$key" has a Russian name and a Russian sample', ({ name, sample, body }) => {
    expect(name).toMatch(/^[А-я]/)
    expect(sample).toMatchObject({ locale: 'ru', currency: 'RUB' })
    const html = renderer.render(body, 'html', sample as Data)
    const text = html.replace(/<style[\s\S]*<\/style>|<[^>]*>/g, ' ')
    expect(text.match(/[A-Za-z]{3,} [A-Za-z]{3,}/g) ?? []).toEqual([])
  })

  it('no row of the table is for a word that is nowhere', () => {
    const words: Record<string, string> = JSON.parse(readFileSync(`${root}/templates/ru.json`, 'utf8'))
    const all = JSON.stringify(templates.map(({ name, sample }) => ({ name, sample })))
    expect(Object.keys(words).filter(word => !all.includes(JSON.stringify(word)))).toEqual([])
  })
})
