/** The audit log over HTTP: read only. */
import type { Route } from '../../routes/route.ts'
import {
  flag,
  input,
  map,
  moment,
  named,
  orNull,
  output,
  page,
  paging,
  string,
  text,
} from '../../routes/schemas.ts'
import { present } from '../names.ts'

export const auditRoutes: Route[] = [
  {
    method: 'get',
    path: '/audit',
    tag: 'Audit',
    summary: 'Who did what, newest first',
    permission: 'audit.read',
    query: input({ action: text(100), ...paging }),
    answers: {
      200: page(
        output(
          { id: string, at: moment, by: named, action: string, details: map() },
          { target: string, requestId: string },
        ),
      ),
    },
    async handle({ query, services }) {
      const { items, next } = await services.audit.list(query)
      return {
        items: items.map(entry => ({
          id: String(entry._id),
          at: entry.at.toISOString(),
          by: { id: entry.actor, name: entry.actorName },
          action: entry.action,
          details: present({ before: entry.before, after: entry.after }),
          ...present({ target: entry.target, requestId: entry.requestId }),
        })),
        ...(next && { next }),
      }
    },
  },
  {
    method: 'get',
    path: '/audit/verification',
    tag: 'Audit',
    summary: 'Whether the chain of entries holds',
    permission: 'audit.read',
    answers: { 200: output({ intact: flag, brokenAt: orNull({ type: 'integer' }) }) },
    async handle({ services }) {
      const brokenAt = await services.audit.verify()
      return { intact: brokenAt === null, brokenAt }
    },
  },
]
