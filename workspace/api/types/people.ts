/** Who is signed in, who there is, and in which teams. */
import type { Instant, Named } from './basics.ts'

export type Role = 'administrator' | 'analyst' | 'manager'

export type Permission =
  | 'signedIn'
  | 'deals.read'
  | 'deals.write'
  | 'tasks.work'
  | 'processes.read'
  | 'processes.write'
  | 'instances.read'
  | 'instances.operate'
  | 'jobs.work'
  | 'imports.run'
  | 'templates.write'
  | 'users.manage'
  | 'settings.manage'
  | 'audit.read'

export type ThemeChoice = 'light' | 'dark' | 'auto'

export type Locale = 'en' | 'ru'

export interface Session {
  user: {
    id: string
    name: string
    email: string
    role: Role
    teams: string[]
    locale?: Locale
    theme?: ThemeChoice
  }
  /** Sent back as `X-CSRF-Token` with every request that changes something. */
  csrfToken: string
  permissions: Permission[]
  config: { currency: string; mailConfigured: boolean; demo: boolean; version: string; baseUrl: string }
}

export interface ApiToken {
  id: string
  name: string
  createdAt: Instant
  expiresAt?: Instant
  lastUsedAt?: Instant
  /** All that it may be used for; absent: everything its owner may do. */
  only?: string[]
  /** Present once, in the answer that made it. */
  secret?: string
}

export interface User {
  id: string
  name: string
  email: string
  role: Role
  active: boolean
  teams: Named[]
  version: number
  lastSeenAt?: Instant
  invited?: boolean
  /** One-time link for an invited colleague; present once, in the answer that made it. */
  inviteLink?: string
  /** Who stands in while the colleague is away. */
  absence?: { deputy: Named; from: Instant; until: Instant }
}

export interface Team {
  id: string
  name: string
  office?: string
  head?: Named
  members: number
  version: number
}
