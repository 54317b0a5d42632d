/**
 * Faces of figures' letters: Arial, which journals ask for, and those that take as much room as it does. Arimo is the one that comes with
 * Otolith, for PNG and PDF.
 */
export const FONT_FAMILY = 'Arial, Helvetica, "Liberation Sans", Arimo, sans-serif'

/** At 96 px an inch a figure of 680 px is two columns wide, 180 mm; its letters are 6 to 8 points. */
export const TEXT_PX = { letter: 11, title: 10, label: 9, small: 8.5 } as const

/** how far apart baselines are, in sizes of the letters */
export const LINE_HEIGHT = 1.3

/** how wide the rim around letters is, in sizes of the letters */
export const HALO = 0.3
