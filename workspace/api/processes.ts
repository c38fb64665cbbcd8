/** Processes: their drawings, drafts, versions, and what connectors they may use. */
import { queryOptions } from '@tanstack/react-query'
import { api, apiUrl } from './client.ts'
import type {
  Connector,
  Page,
  Problem,
  ProcessDetail,
  ProcessImported,
  ProcessSummary,
  ProcessVersion,
} from './types.ts'

const at = (key: string, rest = '') => `processes/${encodeURIComponent(key)}${rest && `/${rest}`}`

export const processesQuery = queryOptions({
  queryKey: ['processes', 'list'],
  queryFn: async ({ signal }) =>
    items(await api.get<ProcessSummary[] | Page<ProcessSummary>>('processes', {}, signal)),
})

export const processQuery = (key: string) =>
  queryOptions({
    queryKey: ['process', key],
    queryFn: ({ signal }) => api.get<ProcessDetail>(at(key), {}, signal),
  })

export const versionsQuery = (key: string) =>
  queryOptions({
    queryKey: ['process', key, 'versions'],
    queryFn: async ({ signal }) =>
      items(await api.get<ProcessVersion[] | Page<ProcessVersion>>(at(key, 'versions'), {}, signal)),
  })

export const versionQuery = (key: string, version: number) =>
  queryOptions({
    queryKey: ['process', key, 'versions', version],
    queryFn: ({ signal }) =>
      api.get<Omit<ProcessVersion, 'running'> & { xml: string }>(at(key, `versions/${version}`), {}, signal),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const connectorsQuery = queryOptions({
  queryKey: ['connectors'],
  queryFn: async ({ signal }) =>
    items(await api.get<Connector[] | Page<Connector>>('connectors', {}, signal)),
  staleTime: 600_000,
})

/** Makes a draft of an imported or new drawing; of a new version, when the key is known. */
export const importProcess = (xml: string | File) =>
  api.send<ProcessImported>('POST', 'processes', xml, 'application/xml')

export const saveDraft = (key: string, xml: string, basedOn?: number) =>
  api.put<{ savedAt: string; problems: Problem[] }>(at(key, 'draft'), { xml, basedOn })

export const discardDraft = (key: string) => api.delete(at(key, 'draft'))

export const publishProcess = (key: string, body: { xml: string; comment?: string; svg?: string }) =>
  api.post<{ version: number }>(at(key, 'publish'), body)

/** Deletes a version; `cascade` cancels and removes what ran on it first. */
export const removeVersion = (key: string, version: number, cascade: boolean) =>
  api.delete<{ versions: number[]; cancelled: number; removed: number }>(
    `${at(key, `versions/${version}`)}${cascade ? '?cascade=true' : ''}`,
  )

export const exportUrl = (key: string, version?: number) => apiUrl(at(key, 'export'), { version })

const items = <T>(answer: T[] | Page<T>): T[] => (Array.isArray(answer) ? answer : answer.items)

/** Starts the newest version by hand; answers what has begun. */
export const startByHand = (
  key: string,
  { deal, variables }: { deal: string | null; variables: Record<string, unknown> },
) =>
  api.post<{ instance: string }>(at(key, 'start'), {
    variables,
    ...(deal !== null && { subject: { entity: 'deal', id: deal } }),
  })
