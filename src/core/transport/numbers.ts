/** A term smaller than exp(−40) of the largest is below float64's rounding of a sum of ten thousand. */
export const NEGLIGIBLE = 40

/** Sum with Neumaier's compensation: certificates compare sums of ten thousand terms at 1e-13. */
export function sum(values: ArrayLike<number>): number {
  return sumOf(values.length, (i) => values[i])
}

/** The same of `count` terms that are made as they are summed. */
export function sumOf(count: number, termAt: (index: number) => number): number {
  let total = 0
  let lost = 0
  for (let i = 0; i < count; i++) {
    const value = termAt(i)
    const next = total + value
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total
    total = next
  }
  return total + lost
}

/** Smallest and largest of the values; (0, 0) for none. */
export function extent(values: Int32Array): [low: number, high: number] {
  if (values.length === 0) return [0, 0]
  let low = values[0]
  let high = values[0]
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  return [low, high]
}
