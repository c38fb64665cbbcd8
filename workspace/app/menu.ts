/** The menu: which pages stand in it, in which group, for whom. */
import {
  type Icon,
  IconAddressBook,
  IconBuilding,
  IconChecklist,
  IconFileText,
  IconFileTypography,
  IconGitBranch,
  IconInfoCircle,
  IconLayoutKanban,
  IconMail,
  IconPackage,
  IconPlugConnected,
  IconRoute,
  IconSettings,
  IconTableImport,
  IconUsers,
} from '@tabler/icons-react'
import type { Permission } from '../api/types.ts'

interface MenuItem {
  path: string
  /** Key below `menu.` in the common texts. */
  text: string
  icon: Icon
  needs: Permission
}

interface MenuGroup {
  text: string
  items: MenuItem[]
}

export const menu: MenuGroup[] = [
  {
    text: 'sell',
    items: [
      { path: '/deals', text: 'deals', icon: IconLayoutKanban, needs: 'deals.read' },
      { path: '/tasks', text: 'tasks', icon: IconChecklist, needs: 'tasks.work' },
      { path: '/documents', text: 'documents', icon: IconFileText, needs: 'deals.read' },
      { path: '/outbox', text: 'outbox', icon: IconMail, needs: 'deals.read' },
      { path: '/companies', text: 'companies', icon: IconBuilding, needs: 'deals.read' },
      { path: '/contacts', text: 'contacts', icon: IconAddressBook, needs: 'deals.read' },
      { path: '/products', text: 'products', icon: IconPackage, needs: 'deals.read' },
    ],
  },
  {
    text: 'automate',
    items: [
      { path: '/processes', text: 'processes', icon: IconGitBranch, needs: 'processes.read' },
      { path: '/instances', text: 'instances', icon: IconRoute, needs: 'instances.read' },
      { path: '/templates', text: 'templates', icon: IconFileTypography, needs: 'templates.write' },
    ],
  },
  {
    text: 'setUp',
    items: [
      { path: '/import', text: 'import', icon: IconTableImport, needs: 'imports.run' },
      { path: '/integrations', text: 'integrations', icon: IconPlugConnected, needs: 'settings.manage' },
      { path: '/users', text: 'users', icon: IconUsers, needs: 'users.manage' },
      { path: '/settings', text: 'settings', icon: IconSettings, needs: 'signedIn' },
      { path: '/about', text: 'about', icon: IconInfoCircle, needs: 'signedIn' },
    ],
  },
]
