import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { certify, planMarginals } from '../../../src/core/transport/certificate.ts'
import type { TransportProblem } from '../../../src/core/transport/problem.ts'
import { solveReference } from '../../../src/core/transport/solve-reference.ts'
import { denseCost, evaluateDense, roundingFloor, solveDense } from '../../support/dense-oracle.ts'
import { anyProblem, measureWhere, moved } from '../../support/transport-problems.ts'

test('finds the plan that the dense oracle finds', () => {
  fc.assert(
    fc.property(anyProblem(), (problem) => {
      const oracle = solveDense(problem)
      const tolerance = Math.max(1e-13, 10 * roundingFloor(problem))
      const { potentials } = solveReference(problem, { tolerance, maxIterations: 5000 })
      const { plan, primal, dual } = evaluateDense(problem, potentials)
      const largest = Math.max(...oracle.plan.map((line) => Math.max(...line)))
      const furthest = Math.max(
        ...plan.map((line, i) => Math.max(...line.map((p, j) => Math.abs(p - oracle.plan[i][j])))),
      )
      // distant points with a short reach leave a plan of next to nothing, and the tolerance is absolute
      expect(furthest).toBeLessThanOrEqual(1e-8 * largest + 10 * tolerance)
      expect(Math.abs(primal - oracle.primal)).toBeLessThanOrEqual(1e-10 * (1 + problem.regM))
      expect(Math.abs(dual - oracle.dual)).toBeLessThanOrEqual(1e-10 * (1 + problem.regM))
    }),
    { numRuns: 80 },
  )
})

test('what it calls done is within the tolerance, error and gap both', () => {
  fc.assert(
    fc.property(anyProblem(), fc.constantFrom(0.1, 1e-2, 1e-4, 1e-6, 1e-8), (problem, tolerance) => {
      const { potentials, iterations } = solveReference(problem, { tolerance, maxIterations: 5000 })
      const { marginalError, gap, primal, dual } = certify(problem, potentials)
      expect(iterations).toBeLessThan(5000)
      expect(marginalError).toBeLessThanOrEqual(tolerance)
      expect(gap).toBeLessThanOrEqual(tolerance)
      expect(primal - dual).toBeGreaterThanOrEqual(-1e-12 * (1 + problem.regM))
    }),
    { numRuns: 400 },
  )
})

test('started at its own answer, it is done at once', () => {
  fc.assert(
    fc.property(anyProblem(), (problem) => {
      const options = { tolerance: 1e-7, maxIterations: 5000 }
      const first = solveReference(problem, options)
      const again = solveReference(problem, { ...options, initial: first.potentials })
      expect(again.iterations).toBeLessThanOrEqual(1)
    }),
  )
})

test('stops at the iterations it is allowed', () => {
  fc.assert(
    fc.property(anyProblem(), fc.nat(6), (problem, maxIterations) => {
      // no error is below −1
      const { iterations, potentials } = solveReference(problem, { tolerance: -1, maxIterations })
      expect(iterations).toBe(maxIterations)
      expect([...potentials.f, ...potentials.g].every(Number.isFinite)).toBe(true)
    }),
  )
})

/** plain alternating updates, as the contract writes them, recentred; the dual after so many */
function plainDual(problem: TransportProblem, iterations: number): number {
  const { source, target, epsilon, regM } = problem
  const cost = denseCost(problem)
  const tau = regM / (regM + epsilon)
  const kernel = cost.map((line) => line.map((c) => Math.exp(-c / epsilon)))
  let u = new Float64Array(source.weights.length).fill(1)
  let v = new Float64Array(target.weights.length).fill(1)
  for (let iteration = 0; iteration < iterations; iteration++) {
    u = u.map((_, i) => kernel[i].reduce((sum, k, j) => sum + k * v[j] * target.weights[j], 0) ** -tau)
    v = v.map((_, j) => kernel.reduce((sum, line, i) => sum + line[j] * u[i] * source.weights[i], 0) ** -tau)
    const relaxed = (weights: Float64Array, scaling: Float64Array) =>
      weights.reduce((sum, weight, i) => sum + weight * scaling[i] ** (-epsilon / regM), 0)
    const shift = (relaxed(source.weights, u) / relaxed(target.weights, v)) ** (regM / epsilon / 2)
    u = u.map((value) => value * shift)
    v = v.map((value) => value / shift)
  }
  const potential = (scaling: Float64Array) => scaling.map((value) => epsilon * Math.log(value))
  return evaluateDense(problem, { f: potential(u), g: potential(v) }).dual
}

test('over-relaxation does not fall behind the plain iteration, let alone diverge', () => {
  const equalMasses = anyProblem({ metrics: ['sqeuclidean'], largestPx: 6, steepest: 200 }).map((problem) => {
    const mass = problem.target.weights.reduce((sum, weight) => sum + weight, 0)
    return { ...problem, target: { ...problem.target, weights: problem.target.weights.map((w) => w / mass) } }
  })
  fc.assert(
    fc.property(equalMasses, fc.constantFrom(60, 250), (problem, iterations) => {
      const { potentials } = solveReference(problem, { tolerance: 0, maxIterations: iterations })
      const { dual } = evaluateDense(problem, potentials)
      const plain = plainDual(problem, iterations)
      fc.pre(Number.isFinite(plain))
      // relative to what is left to gain: ε is the scale of the dual's entropy; after a change of ω the error rings for a while
      expect(dual).toBeGreaterThanOrEqual(plain - 0.02 * problem.epsilon)
    }),
    { numRuns: 60 },
  )
})

describe('blobs 200 px apart at ε = 1e-4', () => {
  const disc = measureWhere(16, 16, (y, x) => (y - 8) ** 2 + (x - 8) ** 2 < 40)
  const ring = measureWhere(16, 16, (y, x) => Math.abs(Math.hypot(y - 8, x - 8) - 5) < 1.5)

  test.each([
    ['moved', 10],
    ['partly exchanged', 0.05],
    ['exchanged in place', 1e-3],
  ])('are %s at λ = %f', (_, regM) => {
    const problem: TransportProblem = {
      source: disc,
      target: moved(ring, 30, 200),
      metric: 'sqeuclidean',
      coordScale: 1 / 576,
      epsilon: 1e-4,
      regM,
    }
    const { potentials } = solveReference(problem, { tolerance: 1e-8, maxIterations: 5000 })
    const { marginalError, gap, primal } = certify(problem, potentials)
    expect(marginalError).toBeLessThanOrEqual(1e-8)
    expect(Math.abs(gap)).toBeLessThanOrEqual(1e-8)
    expect(Number.isFinite(primal)).toBe(true)
    const { source } = planMarginals(problem, potentials)
    const moving = source.mass.reduce((sum, mass) => sum + mass, 0)
    // two lone points at a cost C keep e^(−C / 2λ) of their mass (ε aside)
    const distance = (30 ** 2 + 200 ** 2) / 576 ** 2
    expect(moving).toBeCloseTo(Math.exp(-distance / (2 * regM)), 1)
    const dy = source.dy.reduce((sum, value, i) => sum + value * source.mass[i], 0) / moving
    expect(Math.abs(dy - 30)).toBeLessThan(3)
  })

  test('lie too far apart for any mass to move, and the certificate still says so in numbers', () => {
    const problem: TransportProblem = {
      source: disc,
      target: moved(ring, 0, 250),
      metric: 'sqeuclidean',
      coordScale: 1 / 576,
      epsilon: 1e-4,
      regM: 1e-4,
    }
    const { potentials } = solveReference(problem, { tolerance: 1e-8, maxIterations: 100 })
    const { primal, gap, marginalError } = certify(problem, potentials)
    expect(primal).toBeCloseTo(2 * problem.regM + problem.epsilon, 12)
    expect(Math.abs(gap)).toBeLessThanOrEqual(1e-8)
    expect(marginalError).toBeLessThanOrEqual(1e-8)
  })
})
