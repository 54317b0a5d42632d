/** What spreadsheets and pandas write for a missing value. */
const MISSING = new Set(['', 'nan', 'NaN', 'NA', 'N/A', 'n/a', 'None', 'null', 'NULL', '<NA>'])

/** A cell's text without surrounding space; undefined where it stands for a missing value. */
export function cellText(cell: string): string | undefined {
  const text = cell.trim()
  return MISSING.has(text) ? undefined : text
}

/** The whole number in a cell's text, `20` or, as pandas writes a column with gaps, `20.0`; undefined where it is none. */
export function integerIn(text: string): number | undefined {
  const value = /^[+-]?\d+(\.0*)?$/.test(text) ? Number(text) : Number.NaN
  return Number.isSafeInteger(value) ? value : undefined
}

/** The finite decimal number in a cell's text; undefined where it is none. */
export function numberIn(text: string): number | undefined {
  const value = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN
  return Number.isFinite(value) ? value : undefined
}

/** The boolean in a cell's text, `True`, `false`, `1`, `0.0`, … (contract §1.3); undefined where it is none. */
export function booleanIn(text: string): boolean | undefined {
  const lower = text.toLowerCase()
  if (lower === 'true' || lower === '1' || lower === '1.0') return true
  if (lower === 'false' || lower === '0' || lower === '0.0') return false
  return undefined
}

/** A label as it was before pandas took it for a number: `20251113.0` is `20251113`. */
export function labelIn(text: string | undefined): string | undefined {
  return text?.replace(/^(\d+)\.0$/, '$1')
}
