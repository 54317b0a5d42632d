import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadKernels } from '../../../src/core/kernels/kernel-memory.ts'
import { seededRandom } from '../../../src/core/random.ts'
import { commonOrigin, latticeOf } from '../../../src/core/transport/lattice.ts'
import { placePoints, placeValues, valuesAtPoints } from '../../../src/core/transport/lattice-points.ts'
import type { Measure } from '../../../src/core/transport/measure.ts'
import { diffusion } from '../../../src/engines/cpu/diffusion.ts'
import { solveDenseSystem } from '../../support/solve-dense-system.ts'
import { measureWhere, moved } from '../../support/transport-problems.ts'

const memory = loadKernels()

/** what is added to G(g), where G(g) − g is the lag */
function added(measure: Measure, kappa: number, lag: Float64Array, share = 1): Float64Array {
  return memory.scope(() => {
    const points = placePoints(memory, latticeOf(measure, 1, commonOrigin(measure, measure)))
    const iterate = lag.map((_, i) => Math.sin(3 * i))
    const [g, value] = [placeValues(memory, points, iterate), placeValues(memory, points)]
    const answer = iterate.map((start, i) => start + lag[i])
    memory.float64(value, lag.length).set(answer)
    diffusion(memory, points, kappa).extrapolate(g, value, share)
    // the double of an odd count's last point goes with it
    expect(memory.float64(value, points.count)[points.count - 1]).toBe(
      memory.float64(value, points.count)[lag.length - 1],
    )
    return valuesAtPoints(memory, value, points).map((found, i) => found - answer[i])
  })
}

function join(a: Measure, b: Measure): Measure {
  const all = [a, b].flatMap(({ y, x, weights }) => Array.from(y, (row, i) => [row, x[i], weights[i]] as const))
  const sorted = all.sort((p, q) => p[0] - q[0] || p[1] - q[1])
  return {
    y: Int32Array.from(sorted, ([y]) => y),
    x: Int32Array.from(sorted, ([, x]) => x),
    weights: Float64Array.from(sorted, ([, , weight]) => weight),
  }
}

const disk = measureWhere(9, 9, (y, x) => Math.hypot(y - 4, x - 4) < 4.2)
const ring = measureWhere(
  12,
  9,
  (y, x) => y < 2 || y > 9 || x < 2 || x > 6,
  (y, x) => 1 + ((y * x) % 5),
)

/** −κΔ x = lag with no flow across the outline and no mean on either component, on full matrices */
function expectedOf({ y, x, weights }: Measure, kappa: number, lag: Float64Array, components: readonly number[]) {
  const meanWeight = weights.reduce((sum, weight) => sum + weight, 0) / weights.length
  const right = new Float64Array(lag.length)
  const matrix = Array.from(weights, () => new Float64Array(weights.length))
  for (const component of new Set(components)) {
    const members = components.flatMap((of, i) => (of === component ? [i] : []))
    const mass = members.reduce((sum, i) => sum + weights[i], 0)
    const mean = members.reduce((sum, i) => sum + weights[i] * lag[i], 0) / mass
    for (const i of members) {
      right[i] = (weights[i] * (lag[i] - mean)) / meanWeight
      // a mean weighs on the diagonal's null space only
      for (const j of members) matrix[i][j] += (weights[i] * weights[j]) / meanWeight / mass
    }
  }
  for (let i = 0; i < weights.length; i++) {
    for (let j = 0; j < weights.length; j++) {
      if (Math.abs(y[i] - y[j]) + Math.abs(x[i] - x[j]) !== 1) continue
      const flow = (kappa * (weights[i] + weights[j])) / 2 / meanWeight
      matrix[i][i] += flow
      matrix[i][j] -= flow
    }
  }
  return solveDenseSystem(matrix, right)
}

test.each([
  ['a disk', disk, 0],
  ['a ring of uneven weights', ring, 0],
  ['a disk and a ring apart from it', join(disk, moved(ring, 2, 12)), 11],
])('%s: the dense system’s solution, by its share', (_, measure, secondFrom) => {
  const components = Array.from(measure.x, (x) => (secondFrom > 0 && x >= secondFrom ? 1 : 0))
  fc.assert(
    fc.property(fc.nat(), fc.double({ min: 0.5, max: 15, noNaN: true }), (seed, kappa) => {
      const random = seededRandom(seed)
      const lag = Float64Array.from(measure.weights, () => random.normal())
      const expected = expectedOf(measure, kappa, lag, components)
      const largest = Math.max(...expected.map(Math.abs))
      const [whole, half] = [added(measure, kappa, lag), added(measure, kappa, lag, 0.5)]
      expected.forEach((value, i) => {
        expect(Math.abs(whole[i] - value)).toBeLessThanOrEqual(1e-6 * largest)
        expect(Math.abs(half[i] - value / 2)).toBeLessThanOrEqual(1e-6 * largest)
      })
    }),
    { numRuns: 10 },
  )
})

test.each([10, 60, 300])('at κ = %i px² the slow mode of a bar is taken at once', (kappa) => {
  const [heightPx, widthPx] = [24, 160]
  const bar = measureWhere(heightPx, widthPx, () => true)
  const mode = Float64Array.from(bar.x, (x) => Math.cos((Math.PI * (x + 0.5)) / widthPx))
  const lag = mode.map((value) => kappa * (Math.PI / widthPx) ** 2 * value)
  added(bar, kappa, lag).forEach((value, i) => {
    expect(Math.abs(value - mode[i])).toBeLessThanOrEqual(0.1)
  })
})

test('a lone point, and points that are as far as they can be from each other, have nothing to wait for', () => {
  const point = measureWhere(1, 1, () => true)
  expect(added(point, 5, Float64Array.of(3))).toEqual(Float64Array.of(0))
  const corners = join(point, moved(point, 300, 500))
  for (const value of added(corners, 5, Float64Array.of(3, 3))) expect(Math.abs(value)).toBeLessThanOrEqual(1e-12)
})
