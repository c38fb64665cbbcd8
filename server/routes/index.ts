/** The table of everything the API can do. A route that is not here does not exist. */
import { connectorRoutes } from '../connectors/index.ts'
import { auditRoutes } from '../crm/audit/routes.ts'
import { calendarRoutes } from '../crm/calendars/index.ts'
import { dealRoutes } from '../crm/deals/routes.ts'
import { decisionRoutes } from '../crm/decisions/index.ts'
import { importRoutes } from '../crm/imports/index.ts'
import { eventRoutes } from '../crm/instances/events.ts'
import { instanceRoutes } from '../crm/instances/routes.ts'
import { liveRoutes } from '../crm/live/routes.ts'
import { migrationRoutes } from '../crm/migrations/index.ts'
import { processRoutes } from '../crm/processes/routes.ts'
import { recordRoutes } from '../crm/records/routes.ts'
import { searchRoutes } from '../crm/search/routes.ts'
import { sessionRoutes } from '../crm/sessions/routes.ts'
import { settingsRoutes } from '../crm/settings/routes.ts'
import { taskRoutes } from '../crm/tasks/routes.ts'
import { userRoutes } from '../crm/users/routes.ts'
import { webhookRoutes } from '../crm/webhooks/index.ts'
import { documentRoutes, templateRoutes } from '../documents/index.ts'
import { messageRoutes, publicPages, publicRoutes } from '../messages/index.ts'
import { workerRoutes } from '../workers/routes.ts'
import { describeApi } from './openapi.ts'
import type { Route } from './route.ts'
import { systemRoutes } from './system.ts'

/** Everything below `/api`. */
export const routes: Route[] = [
  ...sessionRoutes,
  ...dealRoutes,
  ...taskRoutes,
  ...recordRoutes,
  ...searchRoutes,
  ...documentRoutes,
  ...messageRoutes,
  ...processRoutes,
  ...decisionRoutes,
  ...instanceRoutes,
  ...eventRoutes,
  ...migrationRoutes,
  ...workerRoutes,
  ...connectorRoutes,
  ...templateRoutes,
  ...importRoutes,
  ...webhookRoutes,
  ...publicRoutes,
  ...userRoutes,
  ...settingsRoutes,
  ...calendarRoutes,
  ...auditRoutes,
  ...liveRoutes,
  ...systemRoutes((version, baseUrl) => describeApi(routes, version, baseUrl)),
]

/** Pages outside `/api` for people without an account, e.g. a customer's answer to a letter. */
export const rootPages: Route[] = publicPages
