/** A term smaller than exp(−40) of the largest is below float64's rounding of a sum of ten thousand. */
export const NEGLIGIBLE = 40

/** Sum with Neumaier's compensation: certificates compare sums of ten thousand terms at 1e-13. */
export function sum(values: ArrayLike<number>): number {
  let total = 0
  let lost = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
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

// Plain loops, here and wherever thousands of values are gone through: a function made for one pair, as `map` is given, is compiled anew for every
// pair, and each number that it returns meanwhile is put on the heap.

/** The logarithms of weights, most of which are alike in most masks. */
export function logsOf(weights: Float64Array): Float64Array {
  const logs = new Float64Array(weights.length)
  let weight = Number.NaN
  let log = Number.NaN
  for (let i = 0; i < logs.length; i++) {
    if (weights[i] !== weight) {
      weight = weights[i]
      log = Math.log(weight)
    }
    logs[i] = log
  }
  return logs
}

/** values · factor */
export function times(values: Float64Array, factor: number): Float64Array {
  const out = new Float64Array(values.length)
  for (let i = 0; i < out.length; i++) out[i] = values[i] * factor
  return out
}

/** values + shift */
export function plus(values: Float64Array, shift: number): Float64Array {
  const out = new Float64Array(values.length)
  for (let i = 0; i < out.length; i++) out[i] = values[i] + shift
  return out
}

/** a − b */
export function minus(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length)
  for (let i = 0; i < out.length; i++) out[i] = a[i] - b[i]
  return out
}

/** a · b, one by one */
export function product(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length)
  for (let i = 0; i < out.length; i++) out[i] = a[i] * b[i]
  return out
}
