import { logWeights } from './half-step.ts'
import type { Measure } from './measure.ts'
import type { TransportProblem } from './problem.ts'

/** The plan's entries seen from one end, a point at a time. */
export interface CouplingLines {
  /**
   * Finds the entries of a point's line that are not below `least`.
   *
   * @returns how many there are; they stand at the front of `indices` (points of the other end, ascending) and `values`
   */
  find(point: number, least: number): number
  readonly indices: Int32Array
  readonly values: Float64Array
}

/** The points of one row: indices `start` to `end` (half-open), and the largest log weight + potential/ε among them. */
interface Row {
  readonly y: number
  readonly start: number
  readonly end: number
  readonly top: number
}

/** An entry that is just the least must not be passed over for the rounding of exponents, which may be thousands. */
const ROUNDING = 1e-6

/**
 * The lines of massPx · a_i b_j exp((f_i + g_j − C_ij)/ε) as seen from `from`. A row of the other end's points is passed over, and in the others
 * only what is near enough is looked at, where no entry can reach the least that is asked for: the kernel falls off within a few blurs.
 */
export function couplingLines(
  from: Measure,
  to: Measure,
  potentials: { readonly from: Float64Array; readonly to: Float64Array },
  { metric, coordScale, epsilon }: Pick<TransportProblem, 'metric' | 'coordScale' | 'epsilon'>,
  massPx: number,
): CouplingLines {
  const logs = logWeights(to.weights, potentials.to, epsilon)
  const rows = rowsOf(to, logs)
  const indices = new Int32Array(logs.length)
  const values = new Float64Array(logs.length)
  const isSquared = metric === 'sqeuclidean'

  function find(point: number, least: number): number {
    const own = Math.log(massPx * from.weights[point]) + potentials.from[point] / epsilon
    const logLeast = Math.log(least) - ROUNDING
    const [y, x] = [from.y[point], from.x[point]]
    let count = 0
    for (const row of rows) {
      const dy = row.y - y
      const largestCost = (own + row.top - logLeast) * epsilon
      const reachSquare = isSquared
        ? largestCost / coordScale ** 2
        : Math.sign(largestCost) * (largestCost / coordScale) ** 2
      const reachX = Math.sqrt(reachSquare - dy * dy)
      // NaN where the whole row is out of reach
      if (!(reachX >= 0)) continue
      for (let j = row.start; j < row.end; j++) {
        const dx = to.x[j] - x
        if (dx < -reachX) continue
        if (dx > reachX) break
        const square = (dy * dy + dx * dx) * coordScale ** 2
        const logValue = own + logs[j] - (isSquared ? square : Math.sqrt(square)) / epsilon
        // an exponential costs more than all the rest
        if (!(logValue >= logLeast)) continue
        const value = Math.exp(logValue)
        if (!(value >= least)) continue
        indices[count] = j
        values[count++] = value
      }
    }
    return count
  }

  return { find, indices, values }
}

function rowsOf({ y }: Measure, logs: Float64Array): Row[] {
  const rows: Row[] = []
  for (let start = 0; start < y.length; ) {
    let end = start
    let top = Number.NEGATIVE_INFINITY
    for (; end < y.length && y[end] === y[start]; end++) top = Math.max(top, logs[end])
    rows.push({ y: y[start], start, end, top })
    start = end
  }
  return rows
}
