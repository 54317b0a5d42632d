import { themeColours } from '../theme/theme.ts'

/** The theme's colours as a chart needs them: a canvas knows no variables, and a file no window. */
export interface ChartColours {
  readonly text: string
  readonly dimmed: string
  readonly line: string
  readonly surface: string
  readonly accent: string
  readonly accentSoft: string
  readonly attention: string
  readonly failed: string
  /** the first is for wild types; told apart by colour-blind readers, and from the surface */
  readonly groups: readonly string[]
}

/** After Okabe and Ito 2008, their lightness moved so that each has a contrast of 3 or more against its surface. */
const GROUPS = {
  light: ['#3b4b54', '#0072b2', '#d55e00', '#00805c', '#a94f86', '#946800', '#2a7fb8'],
  dark: ['#cdd8dd', '#56b4e9', '#f28b3f', '#3fc79a', '#e39ac3', '#f0c04a', '#8fd0f5'],
} as const

/** The colours of an appearance. */
export function chartColours(scheme: 'light' | 'dark'): ChartColours {
  const colour = themeColours(scheme)
  return {
    text: colour('--mantine-color-text'),
    dimmed: colour('--mantine-color-dimmed'),
    line: colour('--ot-line'),
    surface: colour('--ot-surface'),
    accent: colour('--ot-accent'),
    accentSoft: colour('--ot-accent-soft'),
    attention: colour('--ot-attention'),
    failed: colour('--ot-failed'),
    groups: GROUPS[scheme],
  }
}

/** Shapes beside the colours; as many as are told apart at the size of a point. */
const SYMBOLS = ['circle', 'triangle', 'rect', 'diamond', 'pin', 'arrow'] as const

/** How the n-th group is drawn: with 7 colours and 6 shapes, 42 groups differ. */
export function groupLook(
  index: number,
  { groups, text }: ChartColours,
): { readonly colour: string; readonly symbol: string } {
  return { colour: groups[index % groups.length] ?? text, symbol: SYMBOLS[index % SYMBOLS.length] ?? 'circle' }
}
