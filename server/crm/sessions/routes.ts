/** Signing in and out, the first administrator, one's own account and API tokens. */
import { setSessionCookie } from '../../middleware/authenticate.ts'
import { ApiError } from '../../middleware/errors.ts'
import { limit } from '../../middleware/limits.ts'
import { type Permission, permissionsOf, systemActor } from '../../policy.ts'
import type { Call, Route } from '../../routes/route.ts'
import {
  email,
  flag,
  input,
  integer,
  list,
  many,
  moment,
  oneOf,
  orNull,
  output,
  string,
  text,
  words,
} from '../../routes/schemas.ts'
import type { Services } from '../../services.ts'
import { present } from '../names.ts'
import { demandGood } from '../users/index.ts'
import type { UserRecord } from '../users/types.ts'

const tag = 'Session'
const password = { type: 'string', minLength: 1, maxLength: 1024 }

/** What a token may be limited to: what an analyst may do. People and settings stay with those who sign in. */
const limitable = permissionsOf('analyst').filter(permission => permission !== 'signedIn')

const sessionOut = output({
  user: output(
    {
      id: string,
      name: string,
      email: string,
      role: oneOf('administrator', 'analyst', 'manager'),
      teams: many(string),
      theme: oneOf('light', 'dark', 'auto'),
    },
    { locale: oneOf('en', 'ru') },
  ),
  csrfToken: string,
  permissions: many(oneOf(...permissionsOf('administrator'))),
  config: output({ currency: string, mailConfigured: flag, demo: flag, version: string, baseUrl: string }),
})
const tokenOut = output(
  { id: string, name: string, hint: string, createdAt: moment },
  { expiresAt: moment, lastUsedAt: moment, secret: string, only: many(oneOf(...limitable)) },
)

// Only failures count: who knows the password is never locked out by his own typing.
const failuresByAccount = limit(5, 60)
const failuresByAddress = limit(20, 60)

export const sessionRoutes: Route[] = [
  {
    method: 'get',
    path: '/setup',
    tag,
    summary: 'Whether the first administrator is still to be made; who a one-time link is for',
    permission: 'public',
    query: input({ token: text(200) }),
    answers: { 200: output({ needed: flag }, { invited: output({ name: string, email: string }) }) },
    async handle({ query, services }) {
      const needed = !(await services.users.hasAdministrator())
      const invited = query.token ? await services.users.findByInvite(String(query.token)) : null
      return { needed, ...(invited && { invited: { name: invited.name, email: invited.email } }) }
    },
  },
  {
    method: 'post',
    path: '/setup',
    tag,
    summary: 'Make the first administrator, or choose a password, with a one-time link',
    permission: 'public',
    body: input({ token: words(200), name: words(200), email, password }, ['token', 'password']),
    rate: { points: 10, seconds: 60 },
    answers: { 200: sessionOut },
    handle: setUp,
  },
  {
    method: 'get',
    path: '/session',
    tag,
    summary: 'Who is signed in',
    permission: 'signedIn',
    answers: { 200: sessionOut },
    async handle({ actor, session, services }) {
      return presentSession(services, await services.users.get(actor.id), session?.csrfToken ?? '')
    },
  },
  {
    method: 'post',
    path: '/session',
    tag,
    summary: 'Sign in',
    permission: 'public',
    body: input({ email: text(254), password }, ['email', 'password']),
    answers: { 200: sessionOut },
    handle: signIn,
  },
  {
    method: 'delete',
    path: '/session',
    tag,
    summary: 'Sign out',
    permission: 'signedIn',
    answers: { 204: 'Signed out' },
    async handle({ session, services, answer }) {
      if (session) await services.sessions.close(session.id)
      return answer(204, undefined, { 'Set-Cookie': setSessionCookie(services.config, null) })
    },
  },
  {
    method: 'patch',
    path: '/me',
    tag,
    summary: 'Change one’s own name, language and theme',
    permission: 'signedIn',
    body: input({ name: words(200), locale: oneOf('en', 'ru'), theme: oneOf('light', 'dark', 'auto') }),
    answers: { 200: sessionOut },
    async handle({ actor, body, session, services }) {
      const user = await services.users.update(actor, actor.id, body)
      return presentSession(services, user, session?.csrfToken ?? '')
    },
  },
  {
    method: 'post',
    path: '/me/password',
    tag,
    summary: 'Change one’s own password; every other session ends',
    permission: 'signedIn',
    body: input({ current: password, next: password }, ['current', 'next']),
    rate: { points: 10, seconds: 60 },
    answers: { 204: 'Changed' },
    async handle({ actor, body, session, services }) {
      const { current, next } = body as { current: string; next: string }
      const user = await services.users.get(actor.id)
      if (!(await services.users.verify(user.email, current))) {
        throw new ApiError(422, 'wrongPassword', 'The current password is not right.', {
          fields: { current: 'wrong' },
        })
      }
      demandGood(next, [user.name, user.email])
      await services.users.setPassword(actor.id, next)
      await services.sessions.closeAll(actor.id, session?.id)
      await services.audit.record({ actor, action: 'password.changed', target: actor.id })
    },
  },
  {
    method: 'get',
    path: '/tokens',
    tag: 'API tokens',
    summary: 'One’s own API tokens',
    permission: 'signedIn',
    answers: { 200: output({ items: many(tokenOut) }) },
    async handle({ actor, services }) {
      const tokens = await services.sessions.listTokens(actor.id)
      return { items: tokens.map(presentToken) }
    },
  },
  {
    method: 'post',
    path: '/tokens',
    tag: 'API tokens',
    summary: 'A new API token; its secret is shown once',
    permission: 'signedIn',
    body: input(
      {
        name: words(100),
        expiresInDays: orNull(integer(1, 3650)),
        only: { ...list(oneOf(...limitable), limitable.length), minItems: 1 },
      },
      ['name'],
    ),
    answers: { 201: tokenOut },
    async handle({ actor, body, services, requestId, answer }) {
      const {
        name,
        expiresInDays = 365,
        only,
      } = body as {
        name: string
        expiresInDays?: number | null
        only?: Permission[]
      }
      const { secret, token } = await services.sessions.createToken(actor.id, name, expiresInDays, only)
      await services.audit.record({
        actor,
        action: 'token.created',
        target: token._id,
        after: { name, ...(only && { only }) },
        requestId,
      })
      return answer(201, { ...presentToken(token), secret })
    },
  },
  {
    method: 'delete',
    path: '/tokens/:id',
    tag: 'API tokens',
    summary: 'Withdraw an API token',
    permission: 'signedIn',
    answers: { 204: 'Withdrawn' },
    async handle({ actor, params, services, requestId }) {
      await services.sessions.removeToken(actor.id, params.id!)
      await services.audit.record({ actor, action: 'token.removed', target: params.id, requestId })
    },
  },
]

async function signIn({ body, ip, requestId, services, answer }: Call) {
  const { email: address, password: given } = body as { email: string; password: string }
  const account = address.trim().toLowerCase()
  await failuresByAccount.demandLeft(account)
  await failuresByAddress.demandLeft(ip)
  const user = await services.users.verify(account, given)
  if (!user) {
    await Promise.allSettled([failuresByAccount.demand(account), failuresByAddress.demand(ip)])
    await services.audit.record({
      actor: { ...systemActor, name: 'Sign-in' },
      action: 'session.refused',
      target: account,
      after: { ip },
      requestId,
    })
    throw new ApiError(401, 'wrongCredentials', 'The address or the password is not right.')
  }
  await failuresByAccount.reset(account)
  return open({ services, requestId, answer, ip }, user, 'session.opened')
}

async function setUp({ body, ip, requestId, services, answer }: Call) {
  const given = body as { token: string; name?: string; email?: string; password: string }
  const invited = await services.users.findByInvite(given.token)
  if (invited) {
    demandGood(given.password, [invited.name, invited.email])
    await services.users.setPassword(invited._id, given.password)
    return open({ services, requestId, answer, ip }, invited, 'invitation.accepted')
  }
  if (await services.users.hasAdministrator())
    throw new ApiError(
      410,
      'setupDone',
      'This link was used already, or is too old. Ask an administrator for a new one.',
    )
  if (!services.setup.fits(given.token))
    throw new ApiError(
      403,
      'wrongSetupLink',
      'This is not the setup link that the console shows. Copy it again.',
    )
  if (!given.name || !given.email)
    throw new ApiError(422, 'invalid', 'Name and e-mail are needed.', {
      fields: { ...(!given.name && { name: 'needed' }), ...(!given.email && { email: 'needed' }) },
    })
  demandGood(given.password, [given.name, given.email])
  const user = await services.users.create(systemActor, {
    name: given.name,
    email: given.email,
    password: given.password,
    role: 'administrator',
  })
  return open({ services, requestId, answer, ip }, user, 'administrator.created')
}

async function open(
  { services, requestId, answer, ip }: Pick<Call, 'services' | 'requestId' | 'answer' | 'ip'>,
  user: UserRecord,
  action: string,
) {
  const { secret, session } = await services.sessions.open(user)
  const actor = { ...systemActor, id: user._id, name: user.name, role: user.role }
  await services.audit.record({ actor, action, target: user._id, after: { ip }, requestId })
  const body = await presentSession(services, user, session.csrfToken)
  return answer(200, body, { 'Set-Cookie': setSessionCookie(services.config, secret) })
}

async function presentSession(services: Services, user: UserRecord, csrfToken: string) {
  const [settings, actor] = await Promise.all([services.settings.get(), services.users.actor(user._id)])
  const { config } = services
  return {
    user: {
      id: user._id,
      name: user.name,
      email: user.email,
      role: user.role,
      teams: actor?.teams ?? [],
      ...(user.locale && { locale: user.locale }),
      theme: user.theme,
    },
    csrfToken,
    permissions: permissionsOf(user.role),
    config: {
      currency: settings.currency,
      mailConfigured: config.smtp !== null,
      demo: config.demo,
      version: config.version,
      baseUrl: config.baseUrl,
    },
  }
}

function presentToken(token: {
  _id: string
  name: string
  hint: string
  createdAt: Date
  expiresAt: Date | null
  lastUsedAt: Date | null
  only?: Permission[]
}) {
  return {
    id: token._id,
    name: token.name,
    hint: token.hint,
    createdAt: token.createdAt.toISOString(),
    ...present({
      expiresAt: token.expiresAt?.toISOString(),
      lastUsedAt: token.lastUsedAt?.toISOString(),
      only: token.only,
    }),
  }
}
