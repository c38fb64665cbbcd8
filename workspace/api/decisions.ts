/** Decisions: DMN files of their own that business rule tasks ask for. */
import { queryOptions } from '@tanstack/react-query'
import { api } from './client.ts'
import type { Page } from './types.ts'

export interface DecisionFile {
  key: string
  name: string
  version: number
  decisions: { id: string; name: string }[]
  deployedAt: string
  deployedBy?: { id: string; name: string }
}

export const decisionsQuery = queryOptions({
  queryKey: ['decisions'],
  queryFn: async ({ signal }) => (await api.get<Page<DecisionFile>>('decisions', {}, signal)).items,
})

export const importDecisions = (xml: string | File) =>
  api.send<{ key: string; version: number; decisions: DecisionFile['decisions'] }>(
    'POST',
    'decisions',
    xml,
    'application/xml',
  )

export const removeDecisions = (key: string) => api.delete(`decisions/${encodeURIComponent(key)}`)
