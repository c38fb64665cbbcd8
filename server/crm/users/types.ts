/** People who work with Baton. */
import type { Actor, Role } from '../../policy.ts'

export interface UserRecord {
  _id: string
  name: string
  /** Lower case; unique. */
  email: string
  role: Role
  team: string | null
  /** argon2id; null for people who were invited or imported and have not chosen a password yet. */
  passwordHash: string | null
  active: boolean
  /** SHA-256 of the one-time link's secret, while an invitation is open. */
  inviteHash: string | null
  inviteUntil: Date | null
  lastSeenAt: Date | null
  /** Null until the person chooses one: the browser's then. */
  locale: 'en' | 'ru' | null
  theme: 'light' | 'dark' | 'auto'
  externalId: string | null
  /** While he is away, his deputy may do what is his to do. */
  absence?: Absence | null
  createdAt: Date
  updatedAt: Date
  version: number
}

export interface Absence {
  deputy: string
  from: Date
  until: Date
}

export interface NewUser {
  /** Chosen by imports, so that a repetition is refused as `exists`. */
  _id?: string
  name: string
  /** Made up as `first.last@example.invalid` for imported people without one. */
  email?: string
  role: Role
  team?: string | null
  password?: string
  externalId?: string | null
  active?: boolean
  locale?: 'en' | 'ru'
}

export interface Users {
  get(id: string): Promise<UserRecord>
  findByIds(ids: string[]): Promise<UserRecord[]>
  /** Exact match, not minding case and outer spaces; for imports. */
  findByNames(names: string[]): Promise<UserRecord[]>
  findByEmail(email: string): Promise<UserRecord | null>
  list(filter?: { role?: Role; team?: string; active?: boolean; q?: string }): Promise<UserRecord[]>
  create(actor: Actor, user: NewUser): Promise<UserRecord>
  update(
    actor: Actor,
    id: string,
    changes: Partial<
      Pick<UserRecord, 'name' | 'email' | 'role' | 'team' | 'active' | 'locale' | 'theme' | 'externalId'>
    >,
  ): Promise<UserRecord>
  /** Says who stands in for somebody, and when; null ends it. */
  setAbsence(actor: Actor, id: string, absence: Absence | null): Promise<UserRecord>
  setPassword(id: string, password: string): Promise<void>
  /** A new one-time secret with which the person chooses a password; good for a week. */
  invite(id: string): Promise<string>
  findByInvite(secret: string): Promise<UserRecord | null>
  /** The user behind this e-mail and password, or null; takes the same time either way. */
  verify(email: string, password: string): Promise<UserRecord | null>
  /** Whether anybody could sign in as an administrator. */
  hasAdministrator(): Promise<boolean>
  seen(id: string): Promise<void>
  /** The person as policy sees him, with the teams he belongs to and heads; null when inactive or gone. */
  actor(id: string): Promise<Actor | null>
  /** Teams or heads changed: policy looks everybody up anew. */
  forgetActors(): void
  /** Users behind a user id, a role, a team id, `head:<team>`; active ones only. */
  resolve(who: string): Promise<UserRecord[]>
}
