import 'react'

declare module 'react' {
  // Components hand colours to their style sheets as custom properties.
  interface CSSProperties {
    [property: `--${string}`]: string | number | undefined
  }
}
