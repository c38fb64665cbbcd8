/** Templates that come with Baton: `templates/{emails,documents,partials}/x.hbs` beside `x.sample.json`. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Json } from '#engine'

export type TemplateKind = 'email' | 'document'

/** A template as its author writes it. `body` is Handlebars over HTML, `subject` Handlebars over one line of text. */
export interface TemplateSource {
  kind: TemplateKind
  /** The word by which processes name it, e.g. `quotation`. */
  key: string
  name: string
  subject?: string
  body: string
  sample: Json
}

const folders: Record<TemplateKind, string> = { email: 'emails', document: 'documents' }

/**
 * Everything below `<root>/templates`, names and samples in a language; what is written says both. A broken file is a bug
 * of the checkout, so it throws.
 */
export function readShipped(
  root: string,
  language: 'en' | 'ru' = 'en',
): { templates: TemplateSource[]; partials: Record<string, string> } {
  const words: Record<string, string> =
    language === 'en' ? {} : JSON.parse(readFileSync(join(root, 'templates', `${language}.json`), 'utf8'))
  const templates = Object.entries(folders).flatMap(([kind, folder]) =>
    filesIn(join(root, 'templates', folder)).map(file =>
      inWords(words, readTemplate(kind as TemplateKind, file)),
    ),
  )
  const partials = filesIn(join(root, 'templates', 'partials')).map(file => [
    keyOf(file),
    withoutHeader(file),
  ])
  return { templates, partials: Object.fromEntries(partials) }
}

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter(name => name.endsWith('.hbs'))
    .sort()
    .map(name => join(folder, name))
}

function readTemplate(kind: TemplateKind, file: string): TemplateSource {
  const source = readFileSync(file, 'utf8')
  const header = headerOf(source)
  const sample = file.replace(/\.hbs$/, '.sample.json')
  return {
    kind,
    key: keyOf(file),
    name: header.name ?? keyOf(file),
    ...(header.subject && { subject: header.subject }),
    body: source.replace(headerPattern, ''),
    sample: existsSync(sample) ? (JSON.parse(readFileSync(sample, 'utf8')) as Json) : {},
  }
}

function inWords(words: Record<string, string>, template: TemplateSource): TemplateSource {
  const said = (text: string) => (Object.hasOwn(words, text) ? words[text]! : text)
  const told = (value: Json): Json => {
    if (typeof value === 'string') return said(value)
    if (Array.isArray(value)) return value.map(told)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, told(part)]))
  }
  return { ...template, name: said(template.name), sample: told(template.sample) }
}

/** A file begins with a comment that holds `name:` and, for letters, `subject:`, one a line. */
const headerPattern = /^\{\{!--([\s\S]*?)--\}\}\s*/

function headerOf(source: string): Record<string, string> {
  const lines = headerPattern.exec(source)?.[1]?.split('\n') ?? []
  const pairs = lines.map(line => /^\s*(\w+):\s*(.*?)\s*$/.exec(line)).filter(match => match !== null)
  return Object.fromEntries(pairs.map(match => [match[1]!, match[2]!]))
}

const withoutHeader = (file: string) => readFileSync(file, 'utf8').replace(headerPattern, '').trimEnd()
const keyOf = (file: string) => file.replace(/^.*[\\/]/, '').replace(/\.hbs$/, '')
