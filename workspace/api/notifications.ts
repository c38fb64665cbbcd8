/** What the bell shows. */
import { queryOptions } from '@tanstack/react-query'
import { api } from './client.ts'
import type { NotificationPage } from './types.ts'

export const notificationsQuery = queryOptions({
  queryKey: ['notifications'],
  queryFn: () => api.get<NotificationPage>('notifications'),
})

export const markNotificationsRead = () => api.post<unknown>('notifications/read', {})
