/** The largest of 1, 2 and 5 times a power of ten that is not above `most`. */
export function roundBelow(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most))
  return ([5, 2, 1].find((digit) => digit * power <= most) ?? 1) * power
}

/** A length as a scale bar names it. */
export function lengthText(um: number): string {
  return um >= 1000 ? `${um / 1000} mm` : `${Number(um.toPrecision(3))} µm`
}

/** A value beside a colour bar: three digits, a true minus. */
export function valueText(value: number): string {
  const size = Math.abs(value)
  const digits = size === 0 ? '0' : size >= 1e5 || size < 1e-3 ? powerText(size) : String(Number(size.toPrecision(3)))
  return value < 0 && digits !== '0' ? `−${digits}` : digits
}

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹'

function powerText(size: number): string {
  const [digits, exponent] = size.toExponential(1).split('e')
  const raised = Array.from(exponent.replace('+', ''), (c) => (c === '-' ? '⁻' : RAISED[Number(c)])).join('')
  return `${Number(digits)} × 10${raised}`
}
