import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../../src/core/random.ts'
import { commonOrigin, type Lattice, latticeOf } from '../../../src/core/transport/lattice.ts'
import { type Measure, supportOf } from '../../../src/core/transport/measure.ts'
import type { Edges } from '../../../src/engines/cpu/envelope.ts'
import { planGraph } from '../../../src/engines/cpu/plan-graph.ts'
import { type PlanLogs, planRows } from '../../../src/engines/cpu/plan-rows.ts'
import { measureWhere, moved } from '../../support/transport-problems.ts'

/** whole numbers at the grid's points */
const yOf = ({ points, columnCount }: Lattice) => Array.from(points, (point) => Math.floor(point / columnCount))
const xOf = ({ points, columnCount }: Lattice) => Array.from(points, (point) => point % columnCount)

interface Plan {
  readonly source: Lattice
  readonly target: Lattice
  readonly logs: PlanLogs
  /** parts of each row, summing to 1 */
  readonly shares: readonly Float64Array[]
}

/** the plan of the potential given on the target, its rows made whole */
function planOf(from: Measure, to: Measure, scale: number, potentialAt: (y: number, x: number) => number): Plan {
  const origin = commonOrigin(from, to)
  const [source, target] = [latticeOf(from, 1, origin), latticeOf(to, 1, origin)]
  const columnLogs = Float64Array.from(to.y, (y, j) => potentialAt(y, to.x[j]))
  const exponents = Array.from(from.y, (y, i) =>
    columnLogs.map((log, j) => log - scale * ((y - to.y[j]) ** 2 + (from.x[i] - to.x[j]) ** 2)),
  )
  const rowLogs = Float64Array.from(exponents, (row) => {
    const top = Math.max(...row)
    return -top - Math.log(row.reduce((total, value) => total + Math.exp(value - top), 0))
  })
  const shares = exponents.map((row, i) => row.map((value) => Math.exp(value + rowLogs[i])))
  return { source, target, logs: { rowLogs, columnLogs, scale }, shares }
}

function energy({ from, to, conductance }: Edges, values: readonly number[]): number {
  return conductance.reduce((total, flow, e) => total + flow * (values[from[e]] - values[to[e]]) ** 2, 0)
}

/** Σ_i A_i · the variance under row i */
function variance({ shares }: Plan, rowMasses: Float64Array, values: readonly number[]): number {
  return shares.reduce((total, row, i) => {
    const mean = row.reduce((sum, share, j) => sum + share * values[j], 0)
    return total + rowMasses[i] * row.reduce((sum, share, j) => sum + share * (values[j] - mean) ** 2, 0)
  }, 0)
}

const unevenMasses = (count: number) => Float64Array.from({ length: count }, (_, i) => 1 + (i % 3))

test('rows are found whole: every part above a thousandth, no other', () => {
  const random = seededRandom(4)
  const from = measureWhere(20, 30, () => true)
  const to = moved(
    measureWhere(26, 19, (y, x) => (y * x) % 7 > 0),
    3,
    -2,
  )
  const { source, target, logs, shares } = planOf(from, to, 0.7, () => random.normal(0, 3))
  const rows = planRows(source, target, logs)
  shares.forEach((row, i) => {
    const count = rows.find(i)
    expect(Array.from(rows.points.slice(0, count)).sort((a, b) => a - b)).toEqual(
      Array.from(supportOf(row.map((share) => (share >= 1e-3 ? share : 0)))),
    )
    rows.shares.forEach((share, j) => {
      expect(share).toBeCloseTo(row[j] >= 1e-3 ? row[j] : 0, 12)
    })
  })
})

describe('what the graph conducts', () => {
  test('is the rows’ variance of anything, where a row has but neighbours', () => {
    const random = seededRandom(1)
    // between the points of the target; a row's third point has less than a part in a million
    const row = measureWhere(1, 24, () => true)
    const plan = planOf(row, moved(row, 0, 1), 20, (_, x) => 20 * x)
    const rowMasses = unevenMasses(24)
    const edges = planGraph(plan.source, plan.target, plan.logs, rowMasses, 1)
    for (let k = 0; k < 5; k++) {
      const values = Array.from(row.x, () => random.normal())
      expect(energy(edges, values) / variance(plan, rowMasses, values)).toBeCloseTo(1, 2)
    }
  })

  test.each([
    // what is below a thousandth is a tenth of a wide row
    [0.2, 0.1],
    [1, 0.03],
    [3, 0.03],
  ])('is their variance of what is linear, at 1/variance = 2 × %f px⁻²', (scale, allowed) => {
    const [from, to] = [measureWhere(14, 12, () => true), measureWhere(19, 23, () => true)]
    // stretched along x, squeezed along y, and sheared
    const plan = planOf(from, to, scale, (y, x) => scale * (0.45 * x * x - 0.3 * y * y + 0.1 * x * y))
    const rowMasses = unevenMasses(from.y.length)
    const edges = planGraph(plan.source, plan.target, plan.logs, rowMasses, 1)
    const [ys, xs] = [yOf(plan.target), xOf(plan.target)]
    for (const [a, b] of [
      [1, 0],
      [0, 1],
      [1, 1],
      [1, -1],
      [2, -3],
    ]) {
      const values = xs.map((x, j) => a * x + b * ys[j])
      const ratio = energy(edges, values) / variance(plan, rowMasses, values)
      expect(Math.abs(ratio - 1)).toBeLessThanOrEqual(allowed)
    }
  })

  test('joins what a jump of the map drives apart, by the masses on either side', () => {
    const from = measureWhere(1, 1, () => true)
    const to = measureWhere(1, 41, (_, x) => x < 2 || x > 38)
    // a point in the middle of two pairs of points
    const plan = planOf(moved(from, 0, 20), to, 1, (_, x) => (x - 20) ** 2 + (x < 20 ? 0 : Math.log(3)))
    const edges = planGraph(plan.source, plan.target, plan.logs, Float64Array.of(2), 1)
    const values = [0, 0, 1, 1]
    expect(energy(edges, values)).toBeCloseTo(variance(plan, Float64Array.of(2), values), 2)
    expect(energy(edges, values)).toBeGreaterThan(0.3)
  })

  test('is nearly the same from every other row and column of a plan that is wide enough', () => {
    const from = measureWhere(24, 24, () => true)
    const plan = planOf(from, from, 0.3, (y, x) => 0.02 * (x * x + y * y))
    const rowMasses = new Float64Array(576).fill(1)
    const values = xOf(plan.target).map((x, j) => Math.sin(x / 5) + Math.cos(plan.target.points[j] / 200))
    const [whole, half] = [1, 2].map((stride) =>
      energy(planGraph(plan.source, plan.target, plan.logs, rowMasses, stride), values),
    )
    expect(Math.abs(half / whole - 1)).toBeLessThanOrEqual(0.1)
  })
})
