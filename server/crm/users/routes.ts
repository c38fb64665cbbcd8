/** People and teams over HTTP. Everybody may know who his colleagues are; administrators change them. */
import { ApiError, invalid } from '../../middleware/errors.ts'
import type { Permission } from '../../policy.ts'
import type { Call, Route } from '../../routes/route.ts'
import {
  email,
  flag,
  id,
  input,
  integer,
  many,
  moment,
  named,
  oneOf,
  orNull,
  output,
  page,
  string,
  text,
  words,
} from '../../routes/schemas.ts'
import type { Services } from '../../services.ts'
import { lookUpNames, present } from '../names.ts'
import type { TeamRecord } from '../teams/types.ts'
import { demandGood } from './passwords.ts'
import type { UserRecord } from './types.ts'

const roles = oneOf('administrator', 'analyst', 'manager')
const userOut = output(
  {
    id: string,
    name: string,
    email: string,
    role: roles,
    active: flag,
    invited: flag,
    teams: many(named),
    version: { type: 'integer' },
  },
  { lastSeenAt: moment, inviteLink: string, absence: output({ deputy: named, from: moment, until: moment }) },
)
const teamOut = output(
  { id: string, name: string, members: { type: 'integer' }, version: { type: 'integer' } },
  { office: string, head: named },
)

export const userRoutes: Route[] = [
  {
    method: 'get',
    path: '/users',
    tag: 'People',
    summary: 'Colleagues, by name',
    permission: 'signedIn',
    query: input({ q: text(200), role: roles, team: id, active: flag, limit: integer(1, 1000) }),
    answers: { 200: page(userOut) },
    async handle({ query, services }) {
      const { limit, ...filter } = query
      const users = (await services.users.list(filter)).slice(0, limit as number | undefined)
      return { items: await presentUsers(services, users), total: users.length }
    },
  },
  {
    method: 'post',
    path: '/users',
    tag: 'People',
    summary: 'A new colleague, with a password or by invitation',
    permission: 'users.manage',
    body: input(
      {
        name: words(200),
        email,
        role: roles,
        teamId: orNull(id),
        password: text(1024),
        invite: flag,
        locale: oneOf('en', 'ru'),
      },
      ['name', 'email', 'role'],
    ),
    answers: { 201: userOut },
    handle: createUser,
  },
  {
    method: 'get',
    path: '/users/:id',
    tag: 'People',
    summary: 'One colleague',
    permission: 'signedIn',
    answers: { 200: userOut },
    async handle({ params, services }) {
      const [user] = await presentUsers(services, [await services.users.get(params.id!)])
      return user
    },
  },
  {
    method: 'patch',
    path: '/users/:id',
    tag: 'People',
    summary: 'Change a colleague; `active: false` ends his sessions and hands his tasks over',
    permission: 'users.manage',
    body: input({
      name: words(200),
      email,
      role: roles,
      teamId: orNull(id),
      active: flag,
      locale: oneOf('en', 'ru'),
      password: text(1024),
      version: integer(),
    }),
    answers: { 200: userOut },
    handle: changeUser,
  },
  {
    method: 'post',
    path: '/users/:id/invite',
    tag: 'People',
    summary: 'A new one-time link with which a colleague chooses a password',
    permission: 'users.manage',
    answers: { 200: userOut },
    async handle({ actor, params, services, requestId }) {
      const user = await services.users.get(params.id!)
      const inviteLink = await inviteLinkFor(services, user._id)
      await services.audit.record({ actor, action: 'user.invited', target: user._id, requestId })
      const [shown] = await presentUsers(services, [user])
      return { ...shown, inviteLink }
    },
  },
  absenceRoute('/users/:id/absence', 'users.manage', 'Name a colleague’s deputy while he is away'),
  absenceRoute('/me/absence', 'signedIn', 'Name one’s own deputy while one is away'),
  {
    method: 'get',
    path: '/teams',
    tag: 'People',
    summary: 'The teams',
    permission: 'signedIn',
    query: input({ limit: integer(1, 1000) }),
    answers: { 200: page(teamOut) },
    async handle({ services }) {
      const teams = await services.teams.list()
      return { items: await presentTeams(services, teams), total: teams.length }
    },
  },
  {
    method: 'post',
    path: '/teams',
    tag: 'People',
    summary: 'A new team',
    permission: 'users.manage',
    body: input({ name: words(200), office: orNull(text(200)), headId: orNull(id) }, ['name']),
    answers: { 201: teamOut },
    async handle({ actor, body, record, services, answer }) {
      const { name, office, headId } = body as {
        name: string
        office?: string | null
        headId?: string | null
      }
      if (headId) await services.users.get(headId)
      const team = await services.teams.create(actor, { _id: record, name, office, head: headId })
      return answer(201, (await presentTeams(services, [team]))[0])
    },
  },
  {
    method: 'patch',
    path: '/teams/:id',
    tag: 'People',
    summary: 'Change a team',
    permission: 'users.manage',
    body: input({ name: words(200), office: orNull(text(200)), headId: orNull(id), version: integer() }),
    answers: { 200: teamOut },
    async handle({ actor, params, body, services }) {
      const {
        headId,
        version: _version,
        ...changes
      } = body as { headId?: string | null; name?: string; version?: number }
      if (headId) await services.users.get(headId)
      const team = await services.teams.update(actor, params.id!, {
        ...changes,
        ...(headId !== undefined && { head: headId }),
      })
      return (await presentTeams(services, [team]))[0]
    },
  },
]

/** The deputy sees and does what is the absent one's to do; the trail of each task says so. An empty body ends it. */
function absenceRoute(path: string, permission: Permission, summary: string): Route {
  return {
    method: 'put',
    path,
    tag: 'People',
    summary,
    description:
      'From then on and until then the deputy has the absent one’s tasks as well; `{}` ends the absence.',
    permission,
    body: input({ deputyId: id, from: moment, until: moment }),
    answers: { 200: userOut },
    async handle({ actor, params, body, services }) {
      const { deputyId, from, until } = body as { deputyId?: string; from?: string; until?: string }
      if (deputyId && !until) throw invalid('Say until when the colleague is away.', { until: 'missing' })
      const absence = deputyId
        ? { deputy: deputyId, from: from ? new Date(from) : services.now(), until: new Date(until!) }
        : null
      const user = await services.users.setAbsence(actor, params.id ?? actor.id, absence)
      return (await presentUsers(services, [user]))[0]
    },
  }
}

interface UserBody {
  name?: string
  email?: string
  role?: UserRecord['role']
  teamId?: string | null
  active?: boolean
  password?: string
  invite?: boolean
  locale?: 'en' | 'ru'
  version?: number
}

async function createUser({ actor, body, services, answer }: Call) {
  const {
    name,
    email: address,
    role,
    teamId,
    password,
    locale,
  } = body as UserBody & { name: string; email: string; role: UserRecord['role'] }
  await demandTeam(services, teamId)
  if (password) demandGood(password, [name, address])
  const user = await services.users.create(actor, {
    name,
    email: address,
    role,
    team: teamId,
    ...(password && { password }),
    locale,
  })
  const [shown] = await presentUsers(services, [user])
  // Without a password the link is the only way in, so it is made whether asked for or not.
  return answer(201, password ? shown : { ...shown, inviteLink: await inviteLinkFor(services, user._id) })
}

async function changeUser({ actor, params, body, services }: Call) {
  const { teamId, password, version, ...changes } = body as UserBody
  const before = await services.users.get(params.id!)
  if (version !== undefined && version !== before.version) {
    throw new ApiError(409, 'conflict', `${before.name}'s account was changed meanwhile. Reload it.`, {
      version: before.version,
    })
  }
  await demandTeam(services, teamId)
  if (password) demandGood(password, [before.name, before.email])
  let user = await services.users.update(actor, params.id!, {
    ...changes,
    ...(teamId !== undefined && { team: teamId }),
  })
  if (password) {
    await services.users.setPassword(user._id, password)
    await services.sessions.closeAll(user._id)
    await services.audit.record({ actor, action: 'password.set', target: user._id })
    user = await services.users.get(user._id)
  }
  return (await presentUsers(services, [user]))[0]
}

async function demandTeam(services: Services, team: string | null | undefined): Promise<void> {
  if (team && (await services.teams.findByIds([team])).length === 0) {
    throw new ApiError(422, 'invalid', 'There is no such team.', { fields: { teamId: 'unknown' } })
  }
}

async function inviteLinkFor(services: Services, user: string): Promise<string> {
  return `${services.config.baseUrl}/setup?token=${await services.users.invite(user)}`
}

async function presentUsers(services: Services, users: UserRecord[]) {
  const names = await lookUpNames(services, {
    teams: users.map(user => user.team),
    users: users.map(user => user.absence?.deputy),
  })
  return users.map(user => {
    const team = names.teams(user.team)
    const deputy = names.users(user.absence?.deputy)
    return {
      id: user._id,
      name: user.name,
      email: user.email,
      role: user.role,
      active: user.active,
      invited: user.passwordHash === null,
      teams: team ? [team] : [],
      version: user.version,
      ...present({
        lastSeenAt: user.lastSeenAt?.toISOString(),
        absence: user.absence &&
          deputy && {
            deputy,
            from: user.absence.from.toISOString(),
            until: user.absence.until.toISOString(),
          },
      }),
    }
  })
}

async function presentTeams(services: Services, teams: TeamRecord[]) {
  const [names, users] = await Promise.all([
    lookUpNames(services, { users: teams.map(team => team.head) }),
    services.users.list({ active: true }),
  ])
  return teams.map(team => ({
    id: team._id,
    name: team.name,
    members: users.filter(user => user.team === team._id).length,
    version: team.version,
    ...present({ office: team.office, head: names.users(team.head) }),
  }))
}
