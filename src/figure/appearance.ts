/** The colours of everything in a figure that is no value. */
export interface Appearance {
  readonly name: AppearanceName
  readonly background: string
  /** behind letters and lines that lie over a field */
  readonly halo: string
  readonly text: string
  readonly dimmed: string
  readonly line: string
  readonly arrow: string
  readonly sourceOutline: string
  readonly targetOutline: string
  readonly mark: string
  readonly attention: string
}

export const APPEARANCES = ['light', 'dark'] as const
export type AppearanceName = (typeof APPEARANCES)[number]

const APPEARANCE: Readonly<Record<AppearanceName, Appearance>> = {
  // light is for paper: the target's outline is vermilion, which colour-blind readers tell from the source's grey
  light: {
    name: 'light',
    background: '#ffffff',
    halo: '#ffffff',
    text: '#17242b',
    dimmed: '#51636d',
    line: '#b9c5cb',
    arrow: '#111111',
    sourceOutline: '#3d4b53',
    targetOutline: '#d1490b',
    mark: '#0b6474',
    attention: '#8a5200',
  },
  dark: {
    name: 'dark',
    background: '#172127',
    halo: '#0b1013',
    text: '#e6edf0',
    dimmed: '#a5b5bd',
    line: '#4a5b65',
    arrow: '#ffffff',
    sourceOutline: '#b7c5cc',
    targetOutline: '#ff9e5e',
    mark: '#6bc7d6',
    attention: '#e6b35a',
  },
}

export function appearance(name: AppearanceName): Appearance {
  return APPEARANCE[name]
}
