/** The addresses: pages before the sign-in, and those inside the shell. */
import { type ComponentType, createElement } from 'react'
import { createBrowserRouter, Navigate, type RouteObject } from 'react-router'
import type { Permission } from '../api/types.ts'
import { Allowed } from './Allowed.tsx'
import { CrashPage } from './CrashPage.tsx'
import { insidePages, loadPage, notFound, openPages, type PageRow } from './pages.ts'
import { Shell } from './Shell.tsx'
import { SignedIn } from './SignedIn.tsx'

/** Made once the texts are there: it begins to load the first page at once. */
export const createRouter = () =>
  createBrowserRouter([
    {
      errorElement: <CrashPage />,
      HydrateFallback: Nothing,
      children: [
        ...openPages.map(route),
        {
          element: (
            <SignedIn>
              <Shell />
            </SignedIn>
          ),
          children: [
            { index: true, element: <Navigate to="/deals" replace /> },
            {
              errorElement: <CrashPage inside />,
              children: [...insidePages.map(route), route(notFound)],
            },
          ],
        },
      ],
    },
  ])

function route(row: PageRow): RouteObject {
  return {
    path: row.path,
    lazy: async () => ({ Component: guarded(await loadPage(row), row.needs) }),
    children: row.children?.map(route),
  }
}

function guarded(Page: ComponentType, needs?: Permission): ComponentType {
  return () => <Allowed to={needs}>{createElement(Page)}</Allowed>
}

function Nothing() {
  return null
}
