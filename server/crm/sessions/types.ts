/** Who is signed in: browser sessions and API tokens. Only hashes of secrets are stored. */
import type { Actor, Permission } from '../../policy.ts'
import type { UserRecord } from '../users/types.ts'

export interface Opened {
  /** The cookie's value; never stored. */
  secret: string
  session: SessionRecord
}

export interface SessionRecord {
  /** SHA-256 of the secret. */
  _id: string
  user: string
  csrfToken: string
  createdAt: Date
  lastSeenAt: Date
  /** Twelve hours after the start, whatever happens. */
  expiresAt: Date
}

export interface TokenRecord {
  _id: string
  hash: string
  user: string
  name: string
  /** The first characters, so that people can tell tokens apart. */
  hint: string
  createdAt: Date
  expiresAt: Date | null
  lastUsedAt: Date | null
  /** All that it may be used for; unset: everything its owner may do. */
  only?: Permission[]
}

export interface Sessions {
  open(user: UserRecord): Promise<Opened>
  /** The session and its person, or null when it is unknown, idle too long, or over. */
  find(secret: string): Promise<{ session: SessionRecord; actor: Actor } | null>
  close(id: string): Promise<void>
  isOpen(id: string): Promise<boolean>
  /** Ends every session of a user but the given one. */
  closeAll(user: string, except?: string): Promise<void>
  createToken(
    user: string,
    name: string,
    expiresInDays: number | null,
    only?: Permission[],
  ): Promise<{ secret: string; token: TokenRecord }>
  findToken(secret: string): Promise<{ actor: Actor } | null>
  listTokens(user: string): Promise<TokenRecord[]>
  removeToken(user: string, id: string): Promise<void>
}
