/** Baton's looks in Mantine's terms: indigo for action, teal for done, red only for late or broken. */

import {
  Alert,
  Badge,
  Card,
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
  Menu,
  Modal,
  Notification,
  Paper,
  Popover,
  Tooltip,
} from '@mantine/core'
import i18next from 'i18next'

const brand: MantineColorsTuple = [
  '#eef0ff',
  '#dcdffd',
  '#b7bdfb',
  '#8f98f8',
  '#6f7af4',
  '#5a65f0',
  '#4f5aed',
  '#3f49d2',
  '#353ebd',
  '#2a32a7',
]

/** Neutral with a breath of blue; 7 is the page, 6 a card, 8 a column. */
const dark: MantineColorsTuple = [
  '#d3d6dd',
  '#b3b8c2',
  '#8b919e',
  '#5b616e',
  '#3b414d',
  '#2d323d',
  '#22262f',
  '#17191f',
  '#121419',
  '#0d0f13',
]

export const theme = createTheme({
  fontFamily:
    "'Inter Variable', Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans Hebrew', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'JetBrains Mono', Menlo, Consolas, monospace",
  headings: { fontWeight: '650' },
  fontSizes: { xs: '12px', sm: '13.5px', md: '14px', lg: '16px', xl: '18px' },
  primaryColor: 'brand',
  primaryShade: { light: 6, dark: 5 },
  colors: { brand, dark },
  black: '#1a1d23',
  defaultRadius: 'md',
  radius: { xs: '3px', sm: '6px', md: '8px', lg: '11px', xl: '16px' },
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    // The icon carries the colour; coloured titles are too pale to read on their tint.
    Alert: Alert.extend({ styles: { title: { color: 'var(--mantine-color-text)' } } }),
    Badge: Badge.extend({ defaultProps: { tt: 'none', fw: 600, variant: 'light' } }),
    Card: Card.extend({ defaultProps: { withBorder: true, radius: 'lg', padding: 'md' } }),
    Paper: Paper.extend({ defaultProps: { radius: 'lg' } }),
    // Buttons inside inputs, by name. Their labels are read when they are drawn, like the toast's.
    InputClearButton: {
      defaultProps: {
        get 'aria-label'() {
          return i18next.t('clear')
        },
      },
    },
    PasswordInput: {
      defaultProps: {
        visibilityToggleFocusable: true,
        get visibilityToggleButtonProps() {
          return { 'aria-label': i18next.t('showPassword') }
        },
      },
    },
    Menu: Menu.extend({
      // The placeholder is a focusable child that is no menu item: axe minds, and so do screen readers.
      defaultProps: { shadow: 'md', transitionProps: { duration: 100 }, withInitialFocusPlaceholder: false },
    }),
    Modal: Modal.extend({
      defaultProps: {
        transitionProps: { duration: 120 },
        overlayProps: { backgroundOpacity: 0.4 },
        yOffset: '8dvh',
      },
      styles: { title: { fontSize: 17, fontWeight: 650 } },
    }),
    Notification: Notification.extend({
      styles: { description: { color: 'var(--mantine-color-text)' } },
      defaultProps: {
        closeButtonProps: {
          // Read when a toast is drawn, so that it speaks the language of that moment.
          get 'aria-label'() {
            return i18next.t('close')
          },
        },
      },
    }),
    Popover: Popover.extend({ defaultProps: { shadow: 'md', transitionProps: { duration: 100 } } }),
    // By name: the component itself comes with the first page that has one.
    Select: { defaultProps: { checkIconPosition: 'right' } },
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 350, transitionProps: { duration: 100 } } }),
  },
})

/** What Mantine's own palette lacks: readable dimmed text, the board's surfaces, the colours of meaning. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#5c636a',
    '--mantine-color-default-border': '#dfe2e6',
    '--mantine-color-placeholder': '#6b7280',
    '--mantine-color-error': '#c92a2a',
    // Text on the pale ground of badges and avatars.
    '--mantine-color-orange-light-color': '#9a3412',
    '--mantine-color-yellow-light-color': '#7c4a03',
    '--mantine-color-green-light-color': '#1b6e2c',
    '--mantine-color-lime-light-color': '#4d6b00',
    '--mantine-color-cyan-light-color': '#0b6073',
    '--mantine-color-teal-light-color': '#066b4d',
    '--mantine-color-red-light-color': '#b01c1c',
    '--mantine-color-pink-light-color': '#a61e4d',
    '--baton-column': '#f6f7f9',
    '--baton-card': '#ffffff',
    '--baton-line': '#dfe2e6',
    '--baton-hover': '#f1f3f6',
    '--baton-active': '#e4e7fe',
    '--baton-active-text': '#2f38b4',
    '--baton-late': '#bf1f1f',
    '--baton-soon': '#b54708',
    '--baton-robot': '#3f49d2',
    '--baton-people': '#087f5b',
    '--baton-talk': '#1864ab',
    '--baton-paper': '#6741d9',
    '--baton-deal': '#b54708',
    '--baton-flow': '#5c636a',
  },
  dark: {
    ...quietTints(),
    '--mantine-color-dimmed': '#a9adb5',
    '--mantine-color-body': '#17191f',
    '--mantine-color-default': '#1f232b',
    '--mantine-color-default-hover': '#272c35',
    '--mantine-color-default-border': '#343a45',
    '--mantine-color-placeholder': '#8d939f',
    '--mantine-color-error': '#ff8787',
    '--baton-column': '#1b1e25',
    '--baton-card': '#22262f',
    '--baton-line': '#323844',
    '--baton-hover': '#232730',
    '--baton-active': '#282e5e',
    '--baton-active-text': '#c3c8ff',
    '--baton-late': '#ff8787',
    '--baton-soon': '#ffa94d',
    '--baton-robot': '#a5adff',
    '--baton-people': '#38d9a9',
    '--baton-talk': '#74c0fc',
    '--baton-paper': '#b197fc',
    '--baton-deal': '#ffa94d',
    '--baton-flow': '#a9adb5',
  },
})

/** Mantine's tinted grounds are loud in the dark: a red alert glows. Ours are a breath of the colour over the page. */
function quietTints(): Record<string, string> {
  const names = 'brand red pink grape violet indigo blue cyan teal green lime yellow orange'.split(' ')
  const tint = (name: string, percent: number) =>
    `color-mix(in srgb, var(--mantine-color-${name}-5) ${percent}%, transparent)`
  return Object.fromEntries(
    names.flatMap(name => [
      [`--mantine-color-${name}-light`, tint(name, 15)],
      [`--mantine-color-${name}-light-hover`, tint(name, 22)],
      [`--mantine-color-${name}-light-color`, `var(--mantine-color-${name}-3)`],
    ]),
  )
}
