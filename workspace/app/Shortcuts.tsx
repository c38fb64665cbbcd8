import { useHotkeys } from '@mantine/hooks'
import { lazy, Suspense, useState } from 'react'
import { useNavigate } from 'react-router'

const ShortcutList = lazy(() => import('./ShortcutList.tsx'))

let show: (open: boolean) => void = () => {}

/** Opens the list of shortcuts from anywhere. */
export const openShortcuts = () => show(true)

/** The dialog of shortcuts, and the keys that work on every page. */
export function Shortcuts() {
  const [open, setOpen] = useState(false)
  const navigate = useNavigate()
  show = setOpen
  useHotkeys([
    ['shift+?', () => setOpen(true)],
    ['?', () => setOpen(true)],
    ['g', () => waitForSecond()],
  ])

  function waitForSecond() {
    const second = (event: KeyboardEvent) => {
      const target = { d: '/deals', t: '/tasks', p: '/processes' }[event.key.toLowerCase()]
      if (target) void navigate(target)
    }
    // Not before this very key press has passed: it would hear itself.
    setTimeout(() => window.addEventListener('keydown', second, { once: true }))
    setTimeout(() => window.removeEventListener('keydown', second), 1500)
  }

  return (
    open && (
      <Suspense>
        <ShortcutList onClose={() => setOpen(false)} />
      </Suspense>
    )
  )
}
