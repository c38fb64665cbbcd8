/** Who is signed in, what they may do, and the ways in and out. */
import { queryOptions, useQuery } from '@tanstack/react-query'
import { ApiError, api, setCsrfToken } from './client.ts'
import type { Locale, Permission, Session, ThemeChoice } from './types.ts'

/** The session, or `null` when nobody is signed in. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async (): Promise<Session | null> => {
    try {
      return remember(await api.get<Session>('session'))
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null
      throw error
    }
  },
})

/** The session inside the workspace, where somebody always is signed in. */
export function useSession(): Session {
  const { data } = useQuery(sessionQuery)
  if (!data) throw new Error('Expected a session: this page stands behind the sign-in')
  return data
}

/** Whether the person may do it; the server asks again in any case. */
export function useCan(): (permission: Permission) => boolean {
  const { permissions } = useSession()
  return permission => permissions.includes(permission)
}

export const signIn = async (body: { email: string; password: string }) =>
  remember(await api.post<Session>('session', body))

export const signOut = async () => {
  await api.delete('session')
  setCsrfToken(undefined)
}

/** Whether the first administrator is still to be made, and, with the token of an invitation, who was invited. */
export const setupState = (token?: string) =>
  api.get<{ needed: boolean; invited?: { name: string; email: string } }>('setup', { token })

export const setUp = async (body: { token: string; name: string; email: string; password: string }) =>
  remember(await api.post<Session>('setup', body))

export const changeMe = (body: { name?: string; locale?: Locale; theme?: ThemeChoice }) =>
  api.patch<Session>('me', body)

export const loadDemo = () => api.post<unknown>('demo')

function remember(session: Session): Session {
  setCsrfToken(session.csrfToken)
  return session
}
