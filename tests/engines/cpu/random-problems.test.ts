import fc from 'fast-check'
import { expect, test } from 'vitest'
import { kernelMemory } from '../../../src/core/kernels/kernel-memory.ts'
import { certify, type PlanMarginals, planMarginals } from '../../../src/core/transport/certificate.ts'
import { massOf } from '../../../src/core/transport/measure.ts'
import { sum } from '../../../src/core/transport/numbers.ts'
import type { TransportProblem } from '../../../src/core/transport/problem.ts'
import { SELF_OPTIONS, selfProblem } from '../../../src/core/transport/self-transport.ts'
import { solveReference } from '../../../src/core/transport/solve-reference.ts'
import { solveCpu } from '../../../src/engines/cpu/solve-cpu.ts'
import { anyShapedProblem } from '../../support/any-shape.ts'
import { roundingFloor } from '../../support/dense-oracle.ts'
import { plainMarginals } from '../../support/plain-marginals.ts'

/**
 * What float64 leaves of the marginal error: beside the shift between unequal masses, which `roundingFloor` knows of, potentials are as large
 * as the farthest cost, and the plan feels their rounding over ε.
 */
function floorOf(problem: TransportProblem): number {
  const { source, target, metric, coordScale, epsilon } = problem
  const [y, x] = [
    [...source.y, ...target.y],
    [...source.x, ...target.x],
  ]
  const diagonal = Math.hypot(Math.max(...y) - Math.min(...y), Math.max(...x) - Math.min(...x)) * coordScale
  const cost = metric === 'sqeuclidean' ? diagonal ** 2 : diagonal
  return roundingFloor(problem) + (1e-15 * massOf(source) * cost) / epsilon
}

/** the plan that the cpu engine finds, certified by core and by the plain kernel */
function solved(problem: TransportProblem, tolerance: number): PlanMarginals {
  const { potentials } = solveCpu(kernelMemory(), problem, { tolerance, maxIterations: 1000 })
  const found = planMarginals(problem, potentials)
  for (const marginals of [found, plainMarginals(problem, potentials)]) {
    const { marginalError, gap } = certify(problem, potentials, marginals)
    expect(marginalError).toBeLessThanOrEqual(tolerance + floorOf(problem))
    expect(gap).toBeLessThanOrEqual(tolerance)
  }
  return found
}

/** the reference solver's, from a start of its own, and nowhere with the kernels under test */
function reference(problem: TransportProblem): PlanMarginals {
  const floor = floorOf(problem)
  const tolerance = Math.max(1e-12, 2 * floor)
  const { potentials } = solveReference(problem, { tolerance, maxIterations: 10_000 })
  const marginals = plainMarginals(problem, potentials)
  expect(certify(problem, potentials, marginals).marginalError).toBeLessThanOrEqual(tolerance + floor)
  return marginals
}

/** √(Σ P1 |v|²) of the displacements */
function flowNorm(mass: Float64Array, dy: Float64Array, dx: Float64Array): number {
  // where nothing goes there is no displacement
  return Math.sqrt(sum(mass.map((weight, i) => (weight > 0 ? weight * (dy[i] ** 2 + dx[i] ** 2) : 0))))
}

function expectAgreement(
  { source, target }: TransportProblem,
  { source: a, target: b }: PlanMarginals,
  { source: expected, target: expectedB }: PlanMarginals,
  tolerance: number,
  relative: number,
): void {
  // the tolerance is one of mass: where a short reach lets next to nothing move, that is all there is to know of it
  const mass = sum(expected.mass)
  expect(Math.abs(sum(a.mass) - mass)).toBeLessThanOrEqual(relative * mass + tolerance)
  if (mass > tolerance) {
    const allowed = relative + tolerance / mass
    expect(Math.abs(sum(a.cost) - sum(expected.cost))).toBeLessThanOrEqual(allowed * sum(expected.cost))
    const [dy, dx] = [a.dy.map((d, i) => d - expected.dy[i]), a.dx.map((d, i) => d - expected.dx[i])]
    const flow = flowNorm(expected.mass, expected.dy, expected.dx)
    expect(flowNorm(expected.mass, dy, dx)).toBeLessThanOrEqual(allowed * flow)
  }

  const perMap = 5 * tolerance * massOf(source)
  expect(mapDifference(source.weights, a.mass, expected.mass)).toBeLessThanOrEqual(perMap)
  expect(mapDifference(target.weights, b.mass, expectedB.mass)).toBeLessThanOrEqual(perMap)
}

/** Σ of the differences between two maps of created or destroyed mass */
function mapDifference(weights: Float64Array, marginal: Float64Array, expected: Float64Array): number {
  return sum(weights.map((w, i) => Math.abs(Math.max(0, w - marginal[i]) - Math.max(0, w - expected[i]))))
}

function expectReferenceAnswer(problem: TransportProblem): void {
  const expected = reference(problem)
  const tight = Math.max(1e-10, 2 * floorOf(problem))
  expectAgreement(problem, solved(problem, tight), expected, tight, 1e3 * tight)
  expectAgreement(problem, solved(problem, 1e-6), expected, 1e-6, 1e-5)
}

/** under the plain distance ε is larger: there costs are lengths, not their squares */
function underPlainDistance(problem: TransportProblem): TransportProblem {
  return { ...problem, metric: 'euclidean', epsilon: 10 * problem.epsilon }
}

test('200 problems of any shape, distance, ε, λ and masses come out as from the reference solver', () => {
  fc.assert(fc.property(anyShapedProblem(), expectReferenceAnswer), { numRuns: 200 })
})

test('and so do 60 under the plain distance', () => {
  fc.assert(fc.property(anyShapedProblem(16).map(underPlainDistance), expectReferenceAnswer), { numRuns: 60 })
})

test('self-transports of any shape come down to 1e-12 in a few iterations, whatever ε', () => {
  fc.assert(
    fc.property(anyShapedProblem(40, [1e-6, 1e-2]), fc.boolean(), (shaped, isPlain) => {
      const problem = selfProblem(shaped.source, isPlain ? underPlainDistance(shaped) : shaped)
      const { potentials, iterations } = solveCpu(kernelMemory(), problem, SELF_OPTIONS)
      expect(iterations).toBeLessThanOrEqual(40)
      expect(potentials.g).toBe(potentials.f)
      expect(certify(problem, potentials).marginalError).toBeLessThanOrEqual(2e-12)
    }),
    { numRuns: 100 },
  )
})
