/** Height of a row of the table of pairs, px; the style sheet says the same. */
export const ROW_HEIGHT = 34

/** Rows drawn beyond each end of what is seen, so that a turn of the wheel meets no gap. */
const OVERSCAN = 12

/** The rows to draw, `last` not among them. */
export interface RowWindow {
  readonly first: number
  readonly last: number
}

/** Which of `rowCount` rows to draw: a table of thousands stays as quick as one of dozens. */
export function rowWindow(scrollTop: number, viewHeight: number, rowCount: number): RowWindow {
  const top = Math.floor(Math.max(0, scrollTop) / ROW_HEIGHT)
  const seen = Math.ceil(viewHeight / ROW_HEIGHT) + 1
  const last = Math.min(rowCount, top + seen + OVERSCAN)
  return { first: Math.max(0, Math.min(top, last) - OVERSCAN), last }
}
