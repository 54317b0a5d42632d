/** Several measurements of one thing. */
export interface Spread {
  readonly median: number
  readonly least: number
  readonly most: number
  readonly count: number
}

/** @param values at least one */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  const median = (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2
  return { median, least: sorted[0], most: sorted[sorted.length - 1], count: sorted.length }
}

/** How often something is repeated: so many times, but once `budgetSec` are spent no more than `atLeast` times. */
export interface Repetitions {
  readonly most: number
  readonly atLeast: number
  readonly budgetSec: number
}

/** Does something again and again, after once that does not count: then everything is compiled. */
export async function repeatWarm<T>(repetitions: Repetitions, work: () => Promise<T>): Promise<T[]> {
  await work()
  const results: T[] = []
  const startMs = performance.now()
  const isOver = () => (performance.now() - startMs) / 1000 > repetitions.budgetSec
  while (results.length < repetitions.atLeast || (results.length < repetitions.most && !isOver())) {
    results.push(await work())
  }
  return results
}

/** The slope of the least-squares line through (log x, log y): the p of y ~ xᵖ. At least two different x. */
export function fittedExponent(points: readonly (readonly [x: number, y: number])[]): number {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)])
  const mean = (axis: 0 | 1) => logs.reduce((sum, log) => sum + log[axis], 0) / logs.length
  const [meanX, meanY] = [mean(0), mean(1)]
  const products = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0)
  return products / logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0)
}
