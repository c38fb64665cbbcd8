/** Sessions and API tokens: random secrets given out once, only their hashes kept. */
import { createHash, randomBytes } from 'node:crypto'
import { collection } from '../../database.ts'
import { notFound } from '../../middleware/errors.ts'
import type { Services } from '../../services.ts'
import type { SessionRecord, Sessions, TokenRecord } from './types.ts'

const hour = 3_600_000
const longest = 12 * hour
const longestIdle = 2 * hour
/** `lastSeenAt` is written at most this often. */
const seenEvery = 60_000
const remembered = 2000

/** Who is signed in. */
export function createSessions(services: Services): Sessions {
  const sessions = sessionModel(services)
  const tokens = tokenModel(services)
  // A page asks for many things at once; looking its session up once is enough.
  const recent = new Map<string, { found: Awaited<ReturnType<Sessions['find']>>; until: number }>()

  async function look(secret: string) {
    const session = await sessions.findById(sha256(secret)).lean<SessionRecord>()
    const now = services.now().getTime()
    if (!session || isOver(session, now)) return null
    const actor = await services.users.actor(session.user)
    if (!actor) return null
    if (session.lastSeenAt.getTime() + seenEvery < now) {
      await sessions.updateOne({ _id: session._id }, { $set: { lastSeenAt: services.now() } })
      await services.users.seen(session.user)
    }
    return { session, actor }
  }

  return {
    async open(user) {
      const secret = randomBytes(32).toString('base64url')
      const now = services.now()
      const session: SessionRecord = {
        _id: sha256(secret),
        user: user._id,
        csrfToken: randomBytes(24).toString('base64url'),
        createdAt: now,
        lastSeenAt: now,
        expiresAt: new Date(now.getTime() + longest),
      }
      await sessions.insertMany([session])
      await services.users.seen(user._id)
      return { secret, session }
    },
    async find(secret) {
      const known = recent.get(secret)
      const fresh = known?.found && known.until > performance.now()
      if (fresh && !isOver(known.found!.session, services.now().getTime())) return known.found
      const found = await look(secret)
      if (recent.size > 5000) recent.clear()
      if (found) recent.set(secret, { found, until: performance.now() + remembered })
      return found
    },
    async close(id) {
      recent.clear()
      await sessions.deleteOne({ _id: id })
    },
    async isOpen(id) {
      const session = await sessions.findById(id).lean<SessionRecord>()
      return session !== null && !isOver(session, services.now().getTime())
    },
    async closeAll(user, except) {
      recent.clear()
      await sessions.deleteMany({ user, ...(except && { _id: { $ne: except } }) })
    },
    async createToken(user, name, expiresInDays, only) {
      const secret = `baton_${randomBytes(32).toString('base64url')}`
      const now = services.now()
      const token: TokenRecord = {
        _id: services.newId(),
        hash: sha256(secret),
        user,
        name,
        hint: secret.slice(0, 10),
        createdAt: now,
        expiresAt: expiresInDays === null ? null : new Date(now.getTime() + expiresInDays * 24 * hour),
        lastUsedAt: null,
        ...(only && { only }),
      }
      await tokens.insertMany([token])
      return { secret, token }
    },
    async findToken(secret) {
      const token = await tokens.findOne({ hash: sha256(secret) }).lean<TokenRecord>()
      const now = services.now()
      if (!token || (token.expiresAt && token.expiresAt <= now)) return null
      const actor = await services.users.actor(token.user)
      if (!actor) return null
      if (!token.lastUsedAt || token.lastUsedAt.getTime() + seenEvery < now.getTime()) {
        await tokens.updateOne({ _id: token._id }, { $set: { lastUsedAt: now } })
      }
      return { actor: token.only ? { ...actor, only: token.only } : actor }
    },
    listTokens: user => tokens.find({ user }).sort({ _id: -1 }).lean<TokenRecord[]>(),
    async removeToken(user, id) {
      const { deletedCount } = await tokens.deleteOne({ _id: id, user })
      if (deletedCount === 0) throw notFound('token', id)
    },
  }
}

function isOver(session: SessionRecord, now: number): boolean {
  return session.expiresAt.getTime() <= now || session.lastSeenAt.getTime() + longestIdle <= now
}

function sessionModel(services: Services) {
  return collection<SessionRecord>(
    services.db,
    'sessions',
    { _id: String, user: String, csrfToken: String, createdAt: Date, lastSeenAt: Date, expiresAt: Date },
    [[{ user: 1 }], [{ expiresAt: 1 }, { expireAfterSeconds: 0 }]],
  )
}

function tokenModel(services: Services) {
  return collection<TokenRecord>(
    services.db,
    'tokens',
    {
      _id: String,
      hash: String,
      user: String,
      name: String,
      hint: String,
      createdAt: Date,
      expiresAt: Date,
      lastUsedAt: Date,
      only: { type: [String], default: undefined },
    },
    [[{ hash: 1 }, { unique: true }], [{ user: 1 }]],
  )
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
