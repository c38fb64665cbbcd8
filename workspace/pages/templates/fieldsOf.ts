import type { Json } from '../../api/types.ts'

export interface TemplateField {
  path: string
  /** What is put into the text: the field, or the frame of a list. */
  snippet: string
  example: string
}

/** What a template may mention, read off its sample: `deal.title`, and for lists the frame that repeats. */
export function fieldsOf(sample: Json, prefix = ''): TemplateField[] {
  if (sample === null || typeof sample !== 'object' || Array.isArray(sample)) return []
  return Object.entries(sample).flatMap(([key, value]): TemplateField[] => {
    const path = prefix ? `${prefix}.${key}` : key
    if (Array.isArray(value)) return [listOf(path, value)]
    if (value !== null && typeof value === 'object') return fieldsOf(value, path)
    const example = String(value ?? '')
    return [
      { path, snippet: `{{${path}}}`, example: example.length > 60 ? `${example.slice(0, 60)}…` : example },
    ]
  })
}

function listOf(path: string, items: Json[]): TemplateField {
  const first = items[0]
  const inner = first && typeof first === 'object' && !Array.isArray(first) ? Object.keys(first) : []
  const body = inner.slice(0, 3).map(key => `{{${key}}}`)
  return {
    path,
    snippet: `{{#each ${path}}}\n  ${body.join(' ') || '{{this}}'}\n{{/each}}`,
    example: `× ${items.length}`,
  }
}
