/** People who work with Baton: their accounts, and who they are to policy. */
import { createHash, randomBytes } from 'node:crypto'
import { Schema } from 'mongoose'
import { collection } from '../../database.ts'
import { ApiError, invalid, notFound } from '../../middleware/errors.ts'
import type { Actor, Role } from '../../policy.ts'
import type { Services } from '../../services.ts'
import { containing, nameKey } from '../text.ts'
import { readTogether } from '../together.ts'
import { hashPassword, passwordFits } from './passwords.ts'
import type { Absence, NewUser, UserRecord, Users } from './types.ts'

type Stored = UserRecord & { nameKey: string }

const week = 7 * 86_400_000

export { demandGood } from './passwords.ts'

/** The users of this house. */
export function createUsers(services: Services): Users {
  const users = model(services)
  const actors = new Map<string, { actor: Actor | null; until: number }>()

  async function get(id: string): Promise<UserRecord> {
    const user = await users.findById(id).lean<UserRecord>()
    if (!user) throw notFound('user', id)
    return user
  }

  async function create(actor: Actor, input: NewUser): Promise<UserRecord> {
    const now = services.now()
    const user: Stored = {
      _id: input._id ?? services.newId(),
      name: input.name.trim(),
      nameKey: nameKey(input.name),
      email: (input.email ?? madeUpAddress(input.name)).trim().toLowerCase(),
      role: input.role,
      team: input.team ?? null,
      passwordHash: input.password ? await hashPassword(input.password) : null,
      active: input.active ?? true,
      inviteHash: null,
      inviteUntil: null,
      lastSeenAt: null,
      locale: input.locale ?? null,
      theme: 'auto',
      externalId: input.externalId ?? null,
      createdAt: now,
      updatedAt: now,
      version: 1,
    }
    await users.insertMany([user]).catch(error => {
      throw error.code === 11000
        ? new ApiError(409, 'exists', `Somebody with the address ${user.email} is here already.`)
        : error
    })
    await services.audit.record({ actor, action: 'user.created', target: user._id, after: auditable(user) })
    return user
  }

  async function update(
    actor: Actor,
    id: string,
    changes: Parameters<Users['update']>[2],
  ): Promise<UserRecord> {
    const before = await get(id)
    await demandAnotherAdministrator(before, changes)
    const set = {
      ...changes,
      ...(changes.name !== undefined && { nameKey: nameKey(changes.name) }),
      ...(changes.email !== undefined && { email: changes.email.trim().toLowerCase() }),
      updatedAt: services.now(),
    }
    const after = await users
      .findOneAndUpdate({ _id: id }, { $set: set, $inc: { version: 1 } }, { returnDocument: 'after' })
      .lean<UserRecord>()
    if (!after) throw notFound('user', id)
    actors.clear()
    if (before.active && !after.active) {
      await services.sessions.closeAll(id)
      await services.tasks.handOver(id)
    }
    // A new role or team must not be used through an old session.
    if (before.role !== after.role) await services.sessions.closeAll(id)
    const [was, is] = [auditable(before), auditable(after)]
    if (JSON.stringify(was) !== JSON.stringify(is)) {
      await services.audit.record({ actor, action: 'user.changed', target: id, before: was, after: is })
    }
    return after
  }

  async function demandAnotherAdministrator(
    user: UserRecord,
    changes: { role?: Role; active?: boolean },
  ): Promise<void> {
    const stays = (changes.role ?? user.role) === 'administrator' && (changes.active ?? user.active)
    if (stays || user.role !== 'administrator' || !user.active) return
    const others = await users.countDocuments({
      role: 'administrator',
      active: true,
      _id: { $ne: user._id },
      passwordHash: { $ne: null },
    })
    if (others === 0)
      throw new ApiError(409, 'lastAdministrator', 'This is the last administrator. Name another one first.')
  }

  async function demandDeputy(id: string, { deputy, from, until }: Absence): Promise<void> {
    const [found] = await users.find({ _id: deputy, active: true }).lean<UserRecord[]>()
    if (!found || found._id === id)
      throw invalid('Name an active colleague as deputy.', { deputyId: 'unknown' })
    if (until <= from) throw invalid('The absence ends before it begins.', { until: 'invalid' })
  }

  async function actor(id: string): Promise<Actor | null> {
    const known = actors.get(id)
    if (known && known.until > performance.now()) return known.actor
    const now = services.now()
    const away = { 'absence.deputy': id, 'absence.from': { $lte: now }, 'absence.until': { $gt: now } }
    const [user, heads, absent] = await Promise.all([
      users.findById(id).lean<UserRecord>(),
      services.teams.headedBy(id),
      users.find(away as never, { _id: 1 }).lean<{ _id: string }[]>(),
    ])
    const standsInFor = absent.map(each => each._id)
    const found = user?.active ? asActor(user, heads, standsInFor) : null
    if (actors.size > 5000) actors.clear()
    actors.set(id, { actor: found, until: performance.now() + 2000 })
    return found
  }

  async function resolve(who: string): Promise<UserRecord[]> {
    const active = { active: true }
    if (isRole(who)) return users.find({ ...active, role: who }).lean<UserRecord[]>()
    if (who.startsWith('head:')) {
      const [team] = await services.teams.findByIds([who.slice(5)])
      return team?.head ? users.find({ ...active, _id: team.head }).lean<UserRecord[]>() : []
    }
    return users
      .find({ ...active, $or: [{ _id: who }, { team: who }, { email: who.toLowerCase() }] })
      .lean<UserRecord[]>()
  }

  return {
    get,
    create,
    update,
    actor,
    resolve,
    forgetActors: () => actors.clear(),
    findByIds: readTogether(ids =>
      users
        .find({ _id: { $in: ids } })
        .lean<UserRecord[]>()
        .exec(),
    ),
    findByNames: names => users.find({ nameKey: { $in: names.map(nameKey) } }).lean<UserRecord[]>(),
    findByEmail: email => users.findOne({ email: email.trim().toLowerCase() }).lean<UserRecord>(),
    async list({ role, team, active, q } = {}) {
      const filter = {
        ...(role && { role }),
        ...(team && { team }),
        ...(active !== undefined && { active }),
        ...(q && { $or: [{ name: containing(q) }, { email: containing(q) }] }),
      }
      return users.find(filter).sort({ nameKey: 1 }).limit(1000).lean<UserRecord[]>()
    },
    async setAbsence(by, id, absence) {
      const before = await get(id)
      if (absence) await demandDeputy(id, absence)
      const $set = { absence, updatedAt: services.now() }
      const after = await users
        .findOneAndUpdate({ _id: id }, { $set, $inc: { version: 1 } }, { returnDocument: 'after' })
        .lean<UserRecord>()
      actors.clear()
      await services.audit.record({
        actor: by,
        action: absence ? 'user.deputyNamed' : 'user.deputyEnded',
        target: id,
        before: { absence: before.absence ?? null },
        after: { absence },
      })
      return after ?? before
    },
    async setPassword(id, password) {
      const passwordHash = await hashPassword(password)
      await users.updateOne(
        { _id: id },
        { $set: { passwordHash, inviteHash: null, inviteUntil: null }, $inc: { version: 1 } },
      )
    },
    async invite(id) {
      const secret = randomBytes(24).toString('base64url')
      const inviteUntil = new Date(services.now().getTime() + week)
      await users.updateOne({ _id: id }, { $set: { inviteHash: sha256(secret), inviteUntil } })
      return secret
    },
    findByInvite: secret =>
      users
        .findOne({ inviteHash: sha256(secret), inviteUntil: { $gt: services.now() }, active: true })
        .lean<UserRecord>(),
    async verify(email, password) {
      const user = await users.findOne({ email: email.trim().toLowerCase() }).lean<UserRecord>()
      const fits = await passwordFits(user?.active ? user.passwordHash : null, password)
      return fits ? user : null
    },
    async hasAdministrator() {
      return (await users.exists({ role: 'administrator', passwordHash: { $ne: null } })) !== null
    },
    async seen(id) {
      await users.updateOne({ _id: id }, { $set: { lastSeenAt: services.now() } })
    },
  }
}

function model(services: Services) {
  return collection<Stored>(
    services.db,
    'users',
    {
      _id: String,
      name: String,
      nameKey: String,
      email: String,
      role: String,
      team: String,
      passwordHash: String,
      active: Boolean,
      inviteHash: String,
      inviteUntil: Date,
      lastSeenAt: Date,
      locale: String,
      theme: String,
      externalId: String,
      absence: Schema.Types.Mixed,
      createdAt: Date,
      updatedAt: Date,
      version: Number,
    },
    [
      [{ email: 1 }, { unique: true }],
      [{ nameKey: 1 }],
      [{ team: 1 }],
      [{ role: 1 }],
      [{ inviteHash: 1 }],
      [{ 'absence.deputy': 1 }, { partialFilterExpression: { 'absence.deputy': { $exists: true } } }],
    ],
  )
}

function asActor(user: UserRecord, heads: string[], standsInFor: string[]): Actor {
  const teams = [...new Set([...(user.team ? [user.team] : []), ...heads])]
  return {
    id: user._id,
    name: user.name,
    role: user.role,
    teams,
    heads,
    ...(standsInFor.length > 0 && { standsInFor }),
  }
}

function isRole(who: string): who is Role {
  return who === 'administrator' || who === 'analyst' || who === 'manager'
}

function auditable({ name, email, role, team, active }: UserRecord): Record<string, unknown> {
  return { name, email, role, team, active }
}

let madeUp = 0
/** Imported people often have no address; `.invalid` never receives mail. */
function madeUpAddress(name: string): string {
  const local =
    nameKey(name)
      .replace(/[^\p{L}\p{N}]+/gu, '.')
      .replace(/^\.|\.$/g, '') || 'person'
  madeUp = (madeUp + 1) % 1_000_000
  return `${local}.${Date.now().toString(36)}${madeUp.toString(36)}@imported.invalid`
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
