/**
 * Every page of the workspace: its address, its component, the texts it speaks and who may open it. Pages load when
 * they are opened, their texts with them.
 */
import i18next from 'i18next'
import type { ComponentType } from 'react'
import type { Permission } from '../api/types.ts'

export interface PageRow {
  /** A list and one of its rows are one address (`:id?`), so that the list stays as it is while a row opens. */
  path: string
  load: () => Promise<{ default: ComponentType }>
  /** i18n namespaces to fetch together with it. */
  texts: string[]
  needs?: Permission
  children?: PageRow[]
}

/** Pages before the sign-in. */
export const openPages: PageRow[] = [
  { path: 'login', load: () => import('../pages/login/LoginPage.tsx'), texts: ['login'] },
  { path: 'setup', load: () => import('../pages/setup/SetupPage.tsx'), texts: ['setup'] },
]

/** Pages behind the sign-in, inside the shell. */
export const insidePages: PageRow[] = [
  {
    path: 'deals',
    load: () => import('../pages/deals/DealsPage.tsx'),
    texts: ['deals', 'tasks'],
    needs: 'deals.read',
    children: [
      {
        path: ':id',
        load: () => import('../pages/deal/DealDrawerPage.tsx'),
        texts: ['deal', 'tasks', 'instances'],
      },
    ],
  },
  {
    path: 'deals/:id/full',
    load: () => import('../pages/deal/DealPage.tsx'),
    texts: ['deal', 'tasks', 'instances'],
    needs: 'deals.read',
  },
  {
    path: 'tasks/:id?',
    load: () => import('../pages/tasks/TasksPage.tsx'),
    texts: ['tasks'],
    needs: 'tasks.work',
  },
  {
    path: 'documents/:id?',
    load: () => import('../pages/documents/DocumentsPage.tsx'),
    texts: ['documents'],
    needs: 'deals.read',
  },
  {
    path: 'companies/:id?',
    load: () => import('../pages/companies/CompaniesPage.tsx'),
    texts: ['companies', 'records'],
    needs: 'deals.read',
  },
  {
    path: 'contacts/:id?',
    load: () => import('../pages/contacts/ContactsPage.tsx'),
    texts: ['contacts', 'records'],
    needs: 'deals.read',
  },
  {
    path: 'products/:id?',
    load: () => import('../pages/products/ProductsPage.tsx'),
    texts: ['products', 'records'],
    needs: 'deals.read',
  },
  {
    path: 'processes',
    load: () => import('../pages/processes/ProcessesPage.tsx'),
    texts: ['processes'],
    needs: 'processes.read',
  },
  {
    path: 'processes/:key/:tab?',
    load: () => import('../pages/process/ProcessPage.tsx'),
    texts: ['process'],
    needs: 'processes.read',
  },
  {
    path: 'instances',
    load: () => import('../pages/instances/InstancesPage.tsx'),
    texts: ['instances'],
    needs: 'instances.read',
  },
  {
    path: 'instances/:id',
    load: () => import('../pages/instance/InstancePage.tsx'),
    texts: ['instance', 'instances'],
    needs: 'instances.read',
  },
  {
    path: 'outbox/:id?',
    load: () => import('../pages/outbox/OutboxPage.tsx'),
    texts: ['outbox'],
    needs: 'deals.read',
  },
  {
    path: 'migrations/new',
    load: () => import('../pages/migration/NewMigrationPage.tsx'),
    texts: ['migration'],
    needs: 'instances.operate',
  },
  {
    path: 'migrations/:id',
    load: () => import('../pages/migration/MigrationPage.tsx'),
    texts: ['migration'],
    needs: 'instances.operate',
  },
  {
    path: 'import/:id?',
    load: () => import('../pages/import/ImportPage.tsx'),
    texts: ['import'],
    needs: 'imports.run',
  },
  {
    path: 'templates/:id?',
    load: () => import('../pages/templates/TemplatesPage.tsx'),
    texts: ['templates'],
    needs: 'templates.write',
  },
  {
    path: 'integrations',
    load: () => import('../pages/integrations/IntegrationsPage.tsx'),
    texts: ['integrations'],
    needs: 'settings.manage',
  },
  {
    path: 'users',
    load: () => import('../pages/users/UsersPage.tsx'),
    texts: ['users'],
    needs: 'users.manage',
  },
  {
    path: 'settings/:section?',
    load: () => import('../pages/settings/SettingsPage.tsx'),
    texts: ['settings', 'workingTime'],
  },
  { path: 'about', load: () => import('../pages/about/AboutPage.tsx'), texts: ['about'] },
]

/** Any other address. */
export const notFound: PageRow = {
  path: '*',
  load: () => import('../pages/not-found/NotFoundPage.tsx'),
  texts: [],
}

/** Fetches a page before it is asked for, e.g. while the pointer rests on its menu item. */
export function preload(path: string): void {
  const row = insidePages.find(candidate => `/${candidate.path.split('/:')[0]}` === path)
  if (row) void loadPage(row).catch(() => {})
}

/** The page and its texts. */
export async function loadPage(row: PageRow): Promise<ComponentType> {
  const [module] = await Promise.all([row.load(), i18next.loadNamespaces(row.texts)])
  return module.default
}
