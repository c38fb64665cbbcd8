/**
 * Every page of the workspace: its address, its component, the texts it speaks and who may open it. Pages load when
 * they are opened, their texts with them.
 */
import i18next from 'i18next'
import type { ComponentType } from 'react'
import type { Permission } from '../api/types.ts'

export interface PageRow {
  path: string
  /** `folder/Component` below `pages/`; the file's default export is the page. */
  page: string
  /** i18n namespaces to fetch together with it. */
  texts: string[]
  needs?: Permission
  children?: PageRow[]
}

/** Pages before the sign-in. */
export const openPages: PageRow[] = [
  { path: 'login', page: 'login/LoginPage', texts: ['login'] },
  { path: 'setup', page: 'setup/SetupPage', texts: ['setup'] },
]

/** Pages behind the sign-in, inside the shell. */
export const insidePages: PageRow[] = [
  {
    path: 'deals',
    page: 'deals/DealsPage',
    texts: ['deals', 'tasks'],
    needs: 'deals.read',
    children: [{ path: ':id', page: 'deal/DealDrawerPage', texts: ['deal', 'tasks', 'instances'] }],
  },
  {
    path: 'deals/:id/full',
    page: 'deal/DealPage',
    texts: ['deal', 'tasks', 'instances'],
    needs: 'deals.read',
  },
  { path: 'tasks', page: 'tasks/TasksPage', texts: ['tasks'], needs: 'tasks.work' },
  { path: 'tasks/:id', page: 'tasks/TasksPage', texts: ['tasks'], needs: 'tasks.work' },
  { path: 'documents', page: 'documents/DocumentsPage', texts: ['documents'], needs: 'deals.read' },
  { path: 'documents/:id', page: 'documents/DocumentsPage', texts: ['documents'], needs: 'deals.read' },
  {
    path: 'companies',
    page: 'companies/CompaniesPage',
    texts: ['companies', 'records'],
    needs: 'deals.read',
  },
  {
    path: 'companies/:id',
    page: 'companies/CompaniesPage',
    texts: ['companies', 'records'],
    needs: 'deals.read',
  },
  { path: 'contacts', page: 'contacts/ContactsPage', texts: ['contacts', 'records'], needs: 'deals.read' },
  {
    path: 'contacts/:id',
    page: 'contacts/ContactsPage',
    texts: ['contacts', 'records'],
    needs: 'deals.read',
  },
  { path: 'products', page: 'products/ProductsPage', texts: ['products', 'records'], needs: 'deals.read' },
  {
    path: 'products/:id',
    page: 'products/ProductsPage',
    texts: ['products', 'records'],
    needs: 'deals.read',
  },
  { path: 'processes', page: 'processes/ProcessesPage', texts: ['processes'], needs: 'processes.read' },
  { path: 'processes/:key', page: 'process/ProcessPage', texts: ['process'], needs: 'processes.read' },
  { path: 'processes/:key/:tab', page: 'process/ProcessPage', texts: ['process'], needs: 'processes.read' },
  { path: 'instances', page: 'instances/InstancesPage', texts: ['instances'], needs: 'instances.read' },
  {
    path: 'instances/:id',
    page: 'instance/InstancePage',
    texts: ['instance', 'instances'],
    needs: 'instances.read',
  },
  { path: 'outbox', page: 'outbox/OutboxPage', texts: ['outbox'], needs: 'deals.read' },
  { path: 'outbox/:id', page: 'outbox/OutboxPage', texts: ['outbox'], needs: 'deals.read' },
  { path: 'import', page: 'import/ImportPage', texts: ['import'], needs: 'imports.run' },
  { path: 'import/:id', page: 'import/ImportPage', texts: ['import'], needs: 'imports.run' },
  { path: 'templates', page: 'templates/TemplatesPage', texts: ['templates'], needs: 'templates.write' },
  { path: 'templates/:id', page: 'templates/TemplatesPage', texts: ['templates'], needs: 'templates.write' },
  {
    path: 'integrations',
    page: 'integrations/IntegrationsPage',
    texts: ['integrations'],
    needs: 'settings.manage',
  },
  { path: 'users', page: 'users/UsersPage', texts: ['users'], needs: 'users.manage' },
  { path: 'settings', page: 'settings/SettingsPage', texts: ['settings'] },
  { path: 'settings/:section', page: 'settings/SettingsPage', texts: ['settings'] },
  { path: 'about', page: 'about/AboutPage', texts: ['about'] },
]

/** Fetches a page before it is asked for, e.g. while the pointer rests on its menu item. */
export function preload(path: string): void {
  const row = insidePages.find(candidate => `/${candidate.path}` === path)
  if (row) void loadPage(row).catch(() => {})
}

const pages = import.meta.glob<{ default: ComponentType }>('../pages/*/*Page.tsx')

/** The page and its texts. */
export async function loadPage(row: PageRow): Promise<ComponentType> {
  const [module] = await Promise.all([
    (pages[`../pages/${row.page}.tsx`] ?? pages['../pages/not-found/NotFoundPage.tsx']!)(),
    i18next.loadNamespaces(row.texts),
  ])
  return module.default
}
