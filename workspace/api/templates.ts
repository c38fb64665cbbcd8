/** Templates of letters and documents (Handlebars), and what they look like with a real deal. */
import { queryOptions } from '@tanstack/react-query'
import { api } from './client.ts'
import { at } from './paged.ts'
import type { Json, Page, Template, TemplatePreview, TemplateRow } from './types.ts'

export const templatesQuery = queryOptions({
  queryKey: ['templates', 'list'],
  queryFn: async () => (await api.get<Page<TemplateRow>>('templates')).items,
})

export const templateQuery = (id: string) =>
  queryOptions({ queryKey: ['templates', 'one', id], queryFn: () => api.get<Template>(at('templates', id)) })

export interface TemplateText {
  subject?: string
  body: string
}

/** The template filled with a deal, or with its sample; throws `invalidTemplate` with line and column. */
export const previewTemplate = (id: string, text: TemplateText & { dealId?: string }) =>
  api.post<TemplatePreview>(at('templates', id, 'preview'), text)

export const saveTemplate = (id: string, text: TemplateText & { name?: string; version?: number }) =>
  api.put<Template>(at('templates', id), text)

export const addTemplate = (
  template: TemplateText & { kind: TemplateRow['kind']; name: string; sample?: Json },
) => api.post<Template>('templates', template)

/** A shipped template goes back to the text it came with; one of the house's own is gone. */
export const deleteTemplate = (id: string) => api.delete<Template | undefined>(at('templates', id))
