/** The house's settings, one's own API tokens, the audit log. */
import { queryOptions } from '@tanstack/react-query'
import { api } from './client.ts'
import { at, pagesOf } from './paged.ts'
import type { ApiToken, AuditEntry, FormField, Page, Settings } from './types.ts'

/** A field that a house adds to its records. */
export interface CustomField extends Pick<FormField, 'key' | 'label' | 'required' | 'options'> {
  type: Exclude<FormField['type'], 'datetime'>
}

export type CustomFields = Record<'deal' | 'company' | 'contact' | 'product', CustomField[]>

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: () => api.get<Settings>('settings'),
})

export const saveSettings = (changes: Partial<Settings>) => api.put<Settings>('settings', changes)

export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: async () => (await api.get<Page<ApiToken>>('tokens')).items,
})

/** The answer carries the secret, once. */
export const addToken = (body: { name: string; expiresInDays: number; only?: string[] }) =>
  api.post<ApiToken>('tokens', body)
export const deleteToken = (id: string) => api.delete(at('tokens', id))

export const auditQuery = (filter: { action?: string } = {}) =>
  pagesOf<AuditEntry>(['audit'], 'audit', filter)

export const changePassword = (body: { current: string; next: string }) => api.post('me/password', body)
