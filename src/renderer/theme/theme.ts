import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'
import { SHELL_TEXT } from '../text/shell.ts'

/** The one accent: deep water. */
const teal: MantineColorsTuple = [
  '#e6f4f6',
  '#d0e8ec',
  '#a3d3da',
  '#74bfca',
  '#4fadbb',
  '#3499a9',
  '#1f8595',
  '#107282',
  '#0b6474',
  '#074b57',
]

const dark: MantineColorsTuple = [
  '#e6edf0',
  '#cdd8dd',
  '#a5b5bd',
  '#7d8f98',
  '#3b4b54',
  '#2b3941',
  '#1c272d',
  '#161f25',
  '#10171b',
  '#0b1013',
]

/** Spacing in steps of 4 px, type in five sizes of 12 to 24 px; both in rem, so that they follow the reader's own size. */
export const theme = createTheme({
  primaryColor: 'teal',
  // white letters are read on both
  primaryShade: { light: 8, dark: 7 },
  colors: { teal, dark },
  fontFamily: 'system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.5', lg: '1.5', xl: '1.4' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  radius: { xs: '0.25rem', sm: '0.375rem', md: '0.5rem', lg: '0.75rem', xl: '1rem' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.5rem', lineHeight: '1.3' },
      h2: { fontSize: '1.125rem', lineHeight: '1.35' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
    },
  },
  components: {
    Badge: { styles: { root: { textTransform: 'none' } } },
    Button: { defaultProps: { size: 'sm' } },
    Text: { defaultProps: { size: 'md' } },
    TextInput: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm' } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true } },
    Modal: {
      defaultProps: {
        centered: true,
        padding: 'lg',
        overlayProps: { backgroundOpacity: 0.4 },
        closeButtonProps: { 'aria-label': SHELL_TEXT.close },
      },
      styles: { title: { fontSize: '1.125rem', fontWeight: 600, lineHeight: 1.35 } },
    },
    Spotlight: { defaultProps: { overlayProps: { backgroundOpacity: 0.4 } } },
  },
})

/** What means the same everywhere: surfaces, quiet text, and the colours that go with a state's icon and word. */
const COLOURS = {
  light: {
    '--ot-page': '#f4f7f8',
    '--ot-surface': '#ffffff',
    '--ot-raised': '#edf2f4',
    '--ot-line': '#dae1e5',
    '--ot-accent': '#0b6474',
    '--ot-accent-soft': '#e0f0f2',
    '--ot-ok': '#1b6b45',
    '--ot-attention': '#8a5200',
    '--ot-failed': '#b3261e',
    '--ot-failed-soft': '#fdf0ee',
    '--ot-running': '#1559a8',
    '--ot-idle': '#51636d',
    '--mantine-color-text': '#17242b',
    '--mantine-color-dimmed': '#51636d',
    '--mantine-color-placeholder': '#667781',
    '--mantine-color-error': '#b3261e',
    '--mantine-color-anchor': '#0b6474',
    '--mantine-color-default-color': '#17242b',
    '--mantine-color-default-border': '#c3ced4',
  },
  dark: {
    '--ot-page': '#10171b',
    '--ot-surface': '#172127',
    '--ot-raised': '#202c33',
    '--ot-line': '#2b3941',
    '--ot-accent': '#6bc7d6',
    '--ot-accent-soft': '#173840',
    '--ot-ok': '#6fd3a1',
    '--ot-attention': '#e6b35a',
    '--ot-failed': '#ff9a90',
    '--ot-failed-soft': '#33201f',
    '--ot-running': '#86b9f7',
    '--ot-idle': '#9fb1ba',
    '--mantine-color-text': '#e6edf0',
    '--mantine-color-dimmed': '#a5b5bd',
    '--mantine-color-placeholder': '#8b9ca5',
    '--mantine-color-error': '#ff9a90',
    '--mantine-color-anchor': '#6bc7d6',
    '--mantine-color-default-color': '#e6edf0',
  },
} as const

export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, ...COLOURS })

/** What a variable of `cssVariables` is under an appearance, where no style sheet is. */
export function themeColours(scheme: 'light' | 'dark'): (name: keyof (typeof COLOURS)['light']) => string {
  return (name) => ({ ...COLOURS.light, ...COLOURS[scheme] })[name]
}
