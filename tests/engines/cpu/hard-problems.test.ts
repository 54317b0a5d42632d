import { describe, expect, test } from 'vitest'
import { kernelMemory } from '../../../src/core/kernels/kernel-memory.ts'
import type { Mask } from '../../../src/core/mask/mask.ts'
import { type Certificate, certify, planMarginals } from '../../../src/core/transport/certificate.ts'
import { sum } from '../../../src/core/transport/numbers.ts'
import type { Potentials, TransportProblem } from '../../../src/core/transport/problem.ts'
import { SELF_OPTIONS, selfProblem } from '../../../src/core/transport/self-transport.ts'
import type { SolveOptions } from '../../../src/core/transport/solution.ts'
import { solveCpu } from '../../../src/engines/cpu/solve-cpu.ts'
import { gridMaps } from '../../support/grid-maps.ts'
import { plainMarginals } from '../../support/plain-marginals.ts'
import { SMALL_GRID, smallEmbryo, solvePair } from '../../support/small-pair.ts'
import { measureWhere, moved } from '../../support/transport-problems.ts'

const solveWithCpu = (problem: TransportProblem, options: SolveOptions) => solveCpu(kernelMemory(), problem, options)

/** an ellipse with a bite, and a longer one that is bent: of 120 × 300 px, or of a share of that */
function blobs(share: number, epsilon: number, regM = 10): TransportProblem {
  const [heightPx, widthPx] = [120 * share, 300 * share]
  const ellipse = (y: number, x: number) => ((2 * y) / heightPx - 1) ** 2 + ((2 * x) / widthPx - 1) ** 2
  return {
    source: measureWhere(
      heightPx,
      widthPx,
      (y, x) => ellipse(y, x) <= 0.8 && Math.hypot(y, x - widthPx / 2) > 9 * share,
    ),
    target: measureWhere(
      heightPx,
      widthPx,
      (y, x) => ellipse(y - heightPx * 0.3 * (x / widthPx) ** 2, x) <= 0.6,
      (y) => 1 + y / heightPx,
    ),
    metric: 'sqeuclidean',
    coordScale: 1 / 576,
    epsilon,
    regM,
  }
}

function expectSolved({ marginalError, gap }: Certificate, tolerance: number): void {
  expect(marginalError).toBeLessThanOrEqual(tolerance)
  expect(gap).toBeLessThanOrEqual(tolerance)
  expect(gap).toBeGreaterThanOrEqual(-1e-12)
}

describe('what is too large for an oracle is held to its certificate', () => {
  test.each([
    [1, 1e-4, 10],
    [1, 1e-4, 1e-3],
    [1, 1e-5, 10],
    [1, 1e-6, 10],
    [0.5, 1e-6, 1e-2],
    // the blur is an eighth of a pixel: the plan is all but a matching
    [0.1, 1e-7, 10],
  ])('%f of 120 × 300 px at ε = %f, λ = %f', (share, epsilon, regM) => {
    const problem = blobs(share, epsilon, regM)
    const { potentials } = solveWithCpu(problem, { tolerance: 1e-6, maxIterations: 500 })
    expectSolved(certify(problem, potentials), 1e-6)
  })

  test.each([
    ['the linear domain', 1e-4],
    ['logarithms', 1e-6],
  ])('its marginals and moments are the plain kernel’s, in %s', (_, epsilon) => {
    const problem = blobs(0.5, epsilon)
    const { potentials } = solveWithCpu(problem, { tolerance: 1e-6, maxIterations: 500 })
    const plain = plainMarginals(problem, potentials)
    expectSolved(certify(problem, potentials, plain), 1e-6)
    const found = planMarginals(problem, potentials)
    for (const end of ['source', 'target'] as const) {
      expectNear(found[end].mass, plain[end].mass, 1e-9 * Math.max(...plain[end].mass))
      expectNear(found[end].cost, plain[end].cost, 1e-9 * Math.max(...plain[end].cost))
    }
    expectNear(found.source.dy, plain.source.dy, 1e-8)
    expectNear(found.source.dx, plain.source.dx, 1e-8)
  })
})

function expectNear(actual: Float64Array, expected: Float64Array, allowed: number): void {
  const furthest = actual.reduce((top, value, i) => Math.max(top, Math.abs(value - expected[i])), 0)
  expect(furthest).toBeLessThanOrEqual(allowed)
}

describe('masks 200 px apart at ε = 1e-5', () => {
  const far = (regM: number) => {
    const { source, target } = blobs(0.3, 1e-5)
    return { ...blobs(0.3, 1e-5, regM), source, target: moved(target, 0, 200) }
  }

  test('converge, and their mean displacement is the distance', () => {
    // λ so large that all mass moves, the far side's too
    const problem = far(1e5)
    const { potentials } = solveWithCpu(problem, { tolerance: 1e-6, maxIterations: 500 })
    expectSolved(certify(problem, potentials), 1e-6)
    const { mass, dy, dx } = planMarginals(problem, potentials).source
    expect([...dy, ...dx].every(Number.isFinite)).toBe(true)
    const centre = (values: Int32Array, weights: Float64Array) =>
      sum(weights.map((weight, i) => weight * values[i])) / sum(weights)
    const { source, target } = problem
    const meanDy = sum(dy.map((d, i) => d * mass[i])) / sum(mass)
    const meanDx = sum(dx.map((d, i) => d * mass[i])) / sum(mass)
    expect(Math.abs(meanDy - (centre(target.y, target.weights) - centre(source.y, source.weights)))).toBeLessThan(0.01)
    expect(Math.abs(meanDx - (centre(target.x, target.weights) - centre(source.x, source.weights)))).toBeLessThan(0.01)
  })

  test('a copy is displaced by that at every pixel, once the blur is taken off', () => {
    const problem = { ...far(1e5), target: moved(blobs(0.3, 1e-5).source, 0, 200) }
    const { potentials } = solveWithCpu(problem, { tolerance: 1e-6, maxIterations: 500 })
    expectSolved(certify(problem, potentials), 1e-6)
    const self = selfProblem(problem.source, problem)
    const blur = planMarginals(self, solveWithCpu(self, SELF_OPTIONS).potentials).source
    const { dy, dx } = planMarginals(problem, potentials).source
    dx.forEach((d, i) => {
      expect(Math.hypot(d - blur.dx[i] - 200, dy[i] - blur.dy[i])).toBeLessThanOrEqual(0.01)
    })
  })

  test('at the default λ too, which exchanges a little of the far side’s mass in place', () => {
    const problem = far(10)
    const { potentials } = solveWithCpu(problem, { tolerance: 1e-6, maxIterations: 500 })
    expectSolved(certify(problem, potentials), 1e-6)
    const { mass } = planMarginals(problem, potentials).source
    expect(sum(mass)).toBeLessThan(1)
    expect(sum(mass)).toBeGreaterThan(0.95)
  })
})

describe('an identical pair', () => {
  const mask = smallEmbryo(80, 6)
  const copy: Mask = { ...mask, data: mask.data.slice() }

  test.each([{}, { reachUm: 400 }, { massNormalization: 'source' }, { epsilon: 1e-5 }] as const)(
    'moves, creates and destroys nothing: %o',
    (chosen) => {
      const computed = solvePair(mask, copy, SMALL_GRID, { ...chosen, tolerance: 1e-6 }, solveWithCpu)
      const { converged, metrics, solved } = computed
      expect(converged).toBe(true)
      const maps = gridMaps(computed)
      for (const map of [maps.velocityDebiasedDy, maps.velocityDebiasedDx]) {
        expect(Math.max(...map.map(Math.abs))).toBeLessThanOrEqual(1e-6)
      }
      expect(Math.abs(metrics.sinkhorn_divergence)).toBeLessThanOrEqual(1e-6)
      // what a mask with itself exchanges at this λ anyway is not counted
      expect(metrics.mass_change_src_abs).toBeLessThanOrEqual(1e-6 * solved.pair.source.massPx)
      expect(metrics.mass_change_tgt_abs).toBeLessThanOrEqual(1e-6 * solved.pair.source.massPx)
    },
  )
})

describe('memory that is used again', () => {
  const options = { tolerance: 1e-6, maxIterations: 200 }
  const problems = [blobs(0.3, 1e-4), blobs(0.5, 1e-5), { ...blobs(0.1, 1e-3), metric: 'euclidean' as const }]
  const alone = problems.map((problem) => solveWithCpu(problem, options))

  test('leaves no trace: a problem comes out bit for bit, whatever was solved before it', () => {
    for (const order of [
      [0, 1, 0],
      [1, 0, 2, 1],
      [2, 2, 0],
    ]) {
      for (const index of order) expect(solveWithCpu(problems[index], options)).toEqual(alone[index])
    }
  })
})

describe('a start that misleads', () => {
  const problem = blobs(0.3, 1e-4)
  const { length } = problem.target.weights
  const starts: readonly (readonly [string, (k: number) => number])[] = [
    ['at random over 1e4 ε', (k) => Math.sin(k * k) * 1e4 * problem.epsilon],
    ['at random over λ', (k) => Math.sin(k * k) * problem.regM],
    ['far from anything', () => 1e6],
    ['not a number', () => Number.NaN],
  ]

  test.each(starts)('is recovered from: %s', (_, valueAt) => {
    const g = Float64Array.from({ length }, (_, k) => valueAt(k))
    const initial: Potentials = { f: new Float64Array(problem.source.weights.length), g }
    const { potentials } = solveWithCpu(problem, { tolerance: 1e-6, maxIterations: 100, initial })
    expectSolved(certify(problem, potentials), 1e-6)
  })
})
