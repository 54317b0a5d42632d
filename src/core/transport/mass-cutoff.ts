/**
 * The smallest of the fewest values, largest first, whose sum reaches `mass`; the smallest of all where they don't reach it, 0 where there are
 * none. Selection by halving, as a sort of every line would be most of a coupling's work.
 *
 * @param values the first `count` are looked at, and put in another order
 */
export function massCutoff(values: Float64Array, count: number, mass: number): number {
  let [low, high, missing] = [0, count, mass]
  let smallest = 0
  while (low < high) {
    const pivot = medianOfThree(values[low], values[(low + high) >> 1], values[high - 1])
    const [above, below, sumAbove, sumEqual] = partition(values, low, high, pivot)
    if (sumAbove >= missing) {
      smallest = pivot
      high = above
    } else if (sumAbove + sumEqual >= missing) {
      return pivot
    } else {
      missing -= sumAbove + sumEqual
      smallest = pivot
      low = below
    }
  }
  return smallest
}

/** Larger values first, then equal ones, then smaller; returns where these begin and what the first two sum to. */
function partition(
  values: Float64Array,
  low: number,
  high: number,
  pivot: number,
): [above: number, below: number, sumAbove: number, sumEqual: number] {
  let above = low
  let below = high
  let sumAbove = 0
  let sumEqual = 0
  for (let i = low; i < below; ) {
    const value = values[i]
    if (value > pivot) {
      sumAbove += value
      values[i++] = values[above]
      values[above++] = value
    } else if (value < pivot) {
      values[i] = values[--below]
      values[below] = value
    } else {
      sumEqual += value
      i++
    }
  }
  return [above, below, sumAbove, sumEqual]
}

function medianOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c))
}
