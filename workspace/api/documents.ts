/** Documents: what processes and people have printed. */
import { queryOptions } from '@tanstack/react-query'
import { api, apiUrl } from './client.ts'
import { at, pagesOf } from './paged.ts'
import type { DocumentRow } from './types.ts'

export const documentsQuery = (filter: { q?: string; deal?: string }) =>
  pagesOf<DocumentRow>(['documents', 'list'], 'documents', filter)

export const documentQuery = (id: string) =>
  queryOptions({
    queryKey: ['documents', 'one', id],
    queryFn: () => api.get<DocumentRow>(at('documents', id)),
  })

/** Where the browser finds the document itself. */
export const documentContentUrl = (id: string, format: 'pdf' | 'html') =>
  apiUrl(at('documents', id, 'content'), { format })

/** The HTML the PDF was printed from, to be shown in a sandbox. */
export const documentHtmlQuery = (id: string) =>
  queryOptions({
    queryKey: ['documents', 'html', id],
    queryFn: () => api.get<string>(at('documents', id, 'content'), { format: 'html' }),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** Prints once more what failed or was left behind; answers the document when it is ready. */
export const retryDocument = (id: string) => api.post<DocumentRow>(at('documents', id, 'retry'))
