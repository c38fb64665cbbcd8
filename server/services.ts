/**
 * Everything the server can do, as one value. Each part is made by its folder's `create…(services)` and finds the
 * others through the same value when it is called, so the order of making them does not matter.
 */

import type { Connection } from 'mongoose'
import type { Logger } from 'pino'
import type { Engine } from '#engine'
import type { Config } from './config.ts'
import type { Connectors } from './connectors/index.ts'
import type { Audit } from './crm/audit/types.ts'
import type { Calendars } from './crm/calendars/index.ts'
import type { Context } from './crm/context/types.ts'
import type { Deals } from './crm/deals/types.ts'
import type { Decisions } from './crm/decisions/index.ts'
import type { Imports } from './crm/imports/index.ts'
import type { Live } from './crm/live/types.ts'
import type { Migrations } from './crm/migrations/index.ts'
import type { Notifications } from './crm/notifications/types.ts'
import type { ProcessLibrary } from './crm/processes/types.ts'
import type { Companies, Contacts, Products } from './crm/records/types.ts'
import type { Sessions } from './crm/sessions/types.ts'
import type { SettingsStore } from './crm/settings/types.ts'
import type { Tasks } from './crm/tasks/types.ts'
import type { Teams } from './crm/teams/types.ts'
import type { Timeline } from './crm/timeline/types.ts'
import type { Users } from './crm/users/types.ts'
import type { Webhooks } from './crm/webhooks/index.ts'
import type { Documents } from './documents/index.ts'
import type { Templates } from './documents/templates/index.ts'
import type { Mail } from './messages/index.ts'
import type { Pulse } from './pulse.ts'
import type { Setup } from './setup.ts'

/** What every part may rely on from the start. */
export interface Base {
  config: Config
  log: Logger
  /** The clock; tests move it by hand. */
  now(): Date
  /** A new record id: 24 hex digits that grow with time. */
  newId(): string
  db: Connection
  pulse: Pulse
}

export interface Services extends Base {
  engine: Engine
  deals: Deals
  companies: Companies
  contacts: Contacts
  products: Products
  users: Users
  teams: Teams
  sessions: Sessions
  setup: Setup
  tasks: Tasks
  timeline: Timeline
  notifications: Notifications
  live: Live
  audit: Audit
  settings: SettingsStore
  processes: ProcessLibrary
  context: Context
  connectors: Connectors
  documents: Documents
  mail: Mail
  templates: Templates
  imports: Imports
  migrations: Migrations
  calendars: Calendars
  decisions: Decisions
  webhooks: Webhooks
}
