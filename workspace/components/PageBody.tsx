import { Box } from '@mantine/core'
import type { ReactNode } from 'react'

/** The room a page stands in: even margins, scrolling inside itself; `wide` takes all, else a readable width. */
export function PageBody({ children, wide = true }: { children: ReactNode; wide?: boolean }) {
  return (
    <Box px={{ base: 'sm', sm: 20 }} pb="lg" h="100%" style={{ overflowY: 'auto' }}>
      <Box maw={wide ? undefined : 860}>{children}</Box>
    </Box>
  )
}
