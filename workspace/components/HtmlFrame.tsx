import { Box } from '@mantine/core'

interface Props {
  html: string
  /** What is shown, for those who hear it. */
  title: string
  height?: number | string
}

/** Foreign HTML (a letter, a document) as paper: no scripts, no forms, no way out of the frame. */
export function HtmlFrame({ html, title, height = '60vh' }: Props) {
  return (
    <Box
      component="iframe"
      title={title}
      srcDoc={html}
      sandbox=""
      h={height}
      w="100%"
      bg="#fff"
      style={{
        border: '1px solid var(--baton-line)',
        borderRadius: 10,
        display: 'block',
        colorScheme: 'light',
      }}
    />
  )
}
