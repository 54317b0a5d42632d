const COUNT = new Intl.NumberFormat('en-GB')
const SIGNIFICANT = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 3 })

/** What stands where there is no figure. */
export const NONE = '–'

/** A count with its thousands marked: `12,345`. */
export function formatCount(count: number): string {
  return COUNT.format(count)
}

/** `1 pair`, `2 pairs`, `3 studies`. */
export function countOf(count: number, noun: string, nouns = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : nouns}`
}

/** A figure with so many decimals, with a true minus; `–` for none. Columns keep one number of decimals, so that points stand in a line. */
export function formatFixed(value: number | null | undefined, decimals: number): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NONE
  const fixed = Math.abs(value).toFixed(decimals)
  const isZero = Number(fixed) === 0
  const [whole = '0', part] = fixed.split('.')
  const text = part === undefined ? COUNT.format(Number(whole)) : `${COUNT.format(Number(whole))}.${part}`
  return value < 0 && !isZero ? `−${text}` : text
}

/** Three significant digits, for figures of any size: `0.0123`, `4.56`, `1.2 × 10⁻⁹`. */
export function formatFigure(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NONE
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return formatPower(value)
  return SIGNIFICANT.format(value).replace('-', '−')
}

/** `2.1 × 10⁻⁹`; `0` as itself. */
export function formatPower(value: number | null | undefined, decimals = 1): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NONE
  if (value === 0) return '0'
  const [digits = '', exponent = '0'] = value.toExponential(decimals).split('e')
  return `${digits.replace('-', '−')} × 10${superscript(Number(exponent))}`
}

/** A figure with so many significant digits, to be compared with another that is much like it: `2.1047 × 10⁸`. */
export function formatExact(value: number, digits = 5): string {
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return formatPower(value, digits - 1)
  return new Intl.NumberFormat('en-GB', { maximumSignificantDigits: digits }).format(value).replace('-', '−')
}

/** A share of 0 … 1 as `12.3 %`. */
export function formatShare(share: number | null | undefined, decimals = 1): string {
  const text = formatFixed(share === null || share === undefined ? share : share * 100, decimals)
  return text === NONE ? text : `${text}\u00a0%`
}

function superscript(whole: number): string {
  const digits = String(Math.abs(whole)).replace(/\d/g, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)] ?? digit)
  return whole < 0 ? `⁻${digits}` : digits
}
