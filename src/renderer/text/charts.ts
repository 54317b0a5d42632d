export const SAVE_TEXT = {
  button: 'Save',
  svg: 'As SVG',
  png: 'As PNG (300 dpi)',
  pdf: 'As PDF',
  failed: 'The chart can’t be saved',
} as const
