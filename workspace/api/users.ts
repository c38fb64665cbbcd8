/** Users and teams, for those who manage them. Pickers of colleagues use `people.ts`. */
import { api } from './client.ts'
import { at, pagesOf } from './paged.ts'
import type { Role, Team, User } from './types.ts'

export const userListQuery = (filter: { q?: string; role?: string; team?: string }) =>
  pagesOf<User>(['users', 'list'], 'users', filter)

export interface NewUser {
  name: string
  email: string
  role: Role
  teamId?: string
  /** Without a password: an invitation. */
  invite?: boolean
  password?: string
}

/** The answer to an invitation carries its link, once. */
export const addUser = (user: NewUser) => api.post<User>('users', user)

export const changeUser = (
  id: string,
  change: {
    name?: string
    email?: string
    role?: Role
    teamId?: string | null
    active?: boolean
    version: number
  },
) => api.patch<User>(at('users', id), change)

/** A new link for a colleague who lost the first one, or the password. */
export const inviteAgain = (id: string) => api.post<User>(at('users', id, 'invite'), {})

export interface TeamValues {
  name: string
  office?: string
  headId?: string | null
}

export const addTeam = (team: TeamValues) => api.post<Team>('teams', team)
export const changeTeam = (id: string, change: Partial<TeamValues> & { version: number }) =>
  api.patch<Team>(at('teams', id), change)
