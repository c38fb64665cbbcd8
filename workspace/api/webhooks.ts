/** Webhooks: addresses at which other programs tell Baton that something happened. */
import { queryOptions } from '@tanstack/react-query'
import { api } from './client.ts'
import { at, pagesOf } from './paged.ts'
import type { Instant, Page, Webhook } from './types.ts'

export const webhooksQuery = queryOptions({
  queryKey: ['webhooks', 'list'],
  queryFn: async () => (await api.get<Page<Webhook>>('webhooks')).items,
})

export interface WebhookValues {
  name: string
  message: string
  correlation: Record<string, string>
  active?: boolean
}

/** The answer carries the secret, once. */
/** A webhook whose secret is told, this once. */
export type NewWebhook = Webhook & { secret: string }

export const addWebhook = (values: WebhookValues) => api.post<NewWebhook>('webhooks', values)
export const changeWebhook = (id: string, values: Partial<WebhookValues>) =>
  api.patch<Webhook>(at('webhooks', id), values)
/** A new secret, shown once; the present one stays good until the next change. */
export const renewSecret = (id: string) => api.post<{ secret: string }>(at('webhooks', id, 'secret'), {})
export const deleteWebhook = (id: string) => api.delete(at('webhooks', id))

/** One call of a webhook and what became of it. */
export interface WebhookCall {
  id: string
  at: Instant
  outcome: string
  message?: string
  /** How many waiting processes took it, how many it started. */
  delivered?: number
  started?: number
}

export const webhookLogQuery = (id: string) =>
  pagesOf<WebhookCall>(['webhooks', 'log', id], at('webhooks', id, 'log'))
