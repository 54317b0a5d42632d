import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { certify, planMarginals } from '../../../src/core/transport/certificate.ts'
import type { Potentials, TransportProblem } from '../../../src/core/transport/problem.ts'
import { solveReference } from '../../../src/core/transport/solve-reference.ts'
import { denseCost, evaluateDense, solveDense } from '../../support/dense-oracle.ts'
import { anyProblem, problemWithPotentials } from '../../support/transport-problems.ts'

/** the terms of the certificate's sums are of this size, and rounded at 1e-16 of it */
function magnitude(problem: TransportProblem, potentials: Potentials): number {
  const { plan, rows, columns, primal, dual } = evaluateDense(problem, potentials)
  const mass = plan.reduce((sum, line) => sum + line.reduce((a, b) => a + b, 0), 0)
  const steepest = Math.max(...potentials.f.map(Math.abs), ...potentials.g.map(Math.abs)) / problem.epsilon
  const logs = Math.max(...[...rows, ...columns].map((value) => Math.abs(Math.log(value || 1))))
  return Math.abs(primal) + Math.abs(dual) + (problem.regM + problem.epsilon) * (1 + mass) * (1 + steepest + logs)
}

test('is what the definitions give on the full matrices, for any potentials', () => {
  fc.assert(
    fc.property(problemWithPotentials(), ({ problem, potentials }) => {
      const certificate = certify(problem, potentials)
      const dense = evaluateDense(problem, potentials)
      const allowed = 1e-12 * magnitude(problem, potentials)
      expect(Math.abs(certificate.primal - dense.primal)).toBeLessThanOrEqual(allowed)
      expect(Math.abs(certificate.dual - dense.dual)).toBeLessThanOrEqual(allowed)
      expect(certificate.marginalError / dense.marginalError).toBeCloseTo(1, 9)
      expect(certificate.gap).toBeCloseTo((certificate.primal - certificate.dual) / Math.abs(certificate.primal), 12)
    }),
  )
})

test('its marginals, costs and displacements are those of the full plan', () => {
  fc.assert(
    fc.property(problemWithPotentials({ largestPx: 5 }), ({ problem, potentials }) => {
      const { plan, rows, columns } = evaluateDense(problem, potentials)
      const cost = denseCost(problem)
      const { source, target } = planMarginals(problem, potentials)
      rows.forEach((mass, i) => {
        const mean = (value: (j: number) => number) => plan[i].reduce((sum, p, j) => sum + p * value(j), 0) / mass
        expect(source.mass[i] / mass).toBeCloseTo(1, 10)
        expect(source.cost[i] / mass).toBeCloseTo(
          mean((j) => cost[i][j]),
          10,
        )
        expect(source.dy[i]).toBeCloseTo(
          mean((j) => problem.target.y[j] - problem.source.y[i]),
          9,
        )
        expect(source.dx[i]).toBeCloseTo(
          mean((j) => problem.target.x[j] - problem.source.x[i]),
          9,
        )
      })
      columns.forEach((mass, j) => {
        const mean = (value: (i: number) => number) => plan.reduce((sum, line, i) => sum + line[j] * value(i), 0) / mass
        expect(target.mass[j] / mass).toBeCloseTo(1, 10)
        expect(target.cost[j] / mass).toBeCloseTo(
          mean((i) => cost[i][j]),
          10,
        )
      })
    }),
  )
})

describe('dual ≤ optimum ≤ primal', () => {
  test('whatever the potentials', () => {
    fc.assert(
      fc.property(problemWithPotentials(), ({ problem, potentials }) => {
        const { primal, dual } = certify(problem, potentials)
        expect(dual).toBeLessThanOrEqual(primal + 1e-13 * magnitude(problem, potentials))
      }),
      { numRuns: 400 },
    )
  })

  test('for potentials that have not converged', () => {
    fc.assert(
      fc.property(anyProblem({ largestPx: 5 }), fc.nat(4), (problem, maxIterations) => {
        const optimum = solveDense(problem)
        const { potentials } = solveReference(problem, { tolerance: 0, maxIterations })
        const { primal, dual } = certify(problem, potentials)
        const allowed = 1e-12 * magnitude(problem, potentials)
        expect(dual).toBeLessThanOrEqual(optimum.dual + allowed)
        expect(primal).toBeGreaterThanOrEqual(optimum.primal - allowed)
      }),
      { numRuns: 40 },
    )
  })
})

test('keeps its digits where masses differ and λ / ε is 1e5', () => {
  const problem: TransportProblem = {
    source: { y: Int32Array.of(0, 0), x: Int32Array.of(0, 1), weights: Float64Array.of(0.5, 0.5) },
    target: { y: Int32Array.of(0, 0), x: Int32Array.of(0, 1), weights: Float64Array.of(0.6, 0.6) },
    metric: 'sqeuclidean',
    coordScale: 1 / 576,
    epsilon: 1e-4,
    regM: 10,
  }
  const { potentials } = solveReference(problem, { tolerance: 1e-11, maxIterations: 100 })
  const { gap, marginalError } = certify(problem, potentials)
  expect(marginalError).toBeLessThanOrEqual(1e-11)
  expect(Math.abs(gap)).toBeLessThanOrEqual(1e-13)
})

test('a lone point that stays where it is costs nothing, and no gap is left', () => {
  const point = { y: Int32Array.of(3), x: Int32Array.of(4), weights: Float64Array.of(1) }
  const problem: TransportProblem = {
    source: point,
    target: { ...point },
    metric: 'sqeuclidean',
    coordScale: 1 / 576,
    epsilon: 1e-4,
    regM: 10,
  }
  const nothing = { f: new Float64Array(1), g: new Float64Array(1) }
  expect(certify(problem, nothing)).toEqual({ marginalError: 0, primal: 0, dual: -0, gap: 0 })
})
