import { expect } from 'vitest'
import { certify, type PlanMarginals } from '../../src/core/transport/certificate.ts'
import { massOf } from '../../src/core/transport/measure.ts'
import { sum } from '../../src/core/transport/numbers.ts'
import type { TransportProblem } from '../../src/core/transport/problem.ts'
import { solveReference } from '../../src/core/transport/solve-reference.ts'
import { roundingFloor } from './dense-oracle.ts'
import { plainMarginals } from './plain-marginals.ts'

/**
 * What float64 leaves of the marginal error: beside the shift between unequal masses, which `roundingFloor` knows of, potentials are as large
 * as the farthest cost, and the plan feels their rounding over ε.
 */
export function floorOf(problem: TransportProblem): number {
  const { source, target, metric, coordScale, epsilon } = problem
  const [y, x] = [
    [...source.y, ...target.y],
    [...source.x, ...target.x],
  ]
  const diagonal = Math.hypot(Math.max(...y) - Math.min(...y), Math.max(...x) - Math.min(...x)) * coordScale
  const cost = metric === 'sqeuclidean' ? diagonal ** 2 : diagonal
  return roundingFloor(problem) + (1e-15 * massOf(source) * cost) / epsilon
}

/** The plan of the reference solver, from a start of its own, and nowhere with the kernels under test. */
export function referencePlan(problem: TransportProblem): PlanMarginals {
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

/** Mass, cost, displacement and the maps of created and destroyed mass of a plan that came within `tolerance`, `relative` to one that is right. */
export function expectAgreement(
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
