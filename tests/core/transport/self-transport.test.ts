import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { massOf, scaleMeasure } from '../../../src/core/transport/measure.ts'
import { selfPlan, solveSelf } from '../../../src/core/transport/self-transport.ts'
import { solveReference } from '../../../src/core/transport/solve-reference.ts'
import { evaluateDense, roundingFloor, solveDense } from '../../support/dense-oracle.ts'
import { anyProblem } from '../../support/transport-problems.ts'

const anyMass = fc.double({ min: 0.4, max: 2.5, noNaN: true })

test('at mass 1 it is down to rounding, and is the answer of the pair solver', () => {
  fc.assert(
    fc.property(anyProblem(), (problem) => {
      const self = solveSelf(problem.source, problem)
      const { plan, certificate, potential } = selfPlan(self, problem, 1)
      expect(certificate.marginalError).toBeLessThanOrEqual(1e-11)
      expect(Math.abs(certificate.primal - certificate.dual)).toBeLessThanOrEqual(1e-12 * (1 + problem.regM))
      const same = { ...problem, target: problem.source }
      const oracle = solveDense(same)
      const largest = Math.max(...oracle.rows)
      plan.mass.forEach((mass, i) => {
        expect(Math.abs(mass - oracle.rows[i])).toBeLessThanOrEqual(1e-9 * largest)
      })
      const asPair = solveReference(same, {
        tolerance: 1e-10,
        maxIterations: 5000,
        initial: { f: potential, g: potential },
      })
      expect(asPair.iterations).toBeLessThanOrEqual(1)
    }),
    { numRuns: 60 },
  )
})

test('is symmetric: what leaves a pixel comes back, and the mean displacement is zero', () => {
  fc.assert(
    fc.property(anyProblem(), (problem) => {
      const { potential, plan } = selfPlan(solveSelf(problem.source, problem), problem, 1)
      const dense = evaluateDense({ ...problem, target: problem.source }, { f: potential, g: potential })
      dense.plan.forEach((line, i) => {
        line.forEach((p, j) => {
          expect(p).toBeCloseTo(dense.plan[j][i], 14)
        })
      })
      const flow = (displacement: Float64Array) => displacement.reduce((sum, d, i) => sum + d * plan.mass[i], 0)
      expect(flow(plan.dy)).toBeCloseTo(0, 11)
      expect(flow(plan.dx)).toBeCloseTo(0, 11)
    }),
  )
})

describe('another mass', () => {
  test('shifts the potential; solving anew gives the same', () => {
    fc.assert(
      fc.property(anyProblem({ largestPx: 6 }), anyMass, (problem, mass) => {
        const rescaled = selfPlan(solveSelf(problem.source, problem), problem, mass)
        const source = scaleMeasure(problem.source, mass / massOf(problem.source))
        const anew = solveDense({ ...problem, source, target: source })
        const largest = Math.max(...anew.rows)
        rescaled.plan.mass.forEach((value, i) => {
          expect(Math.abs(value - anew.rows[i])).toBeLessThanOrEqual(1e-8 * largest)
        })
        expect(Math.abs(rescaled.certificate.dual - anew.dual)).toBeLessThanOrEqual(1e-11 * (1 + problem.regM))
        expect(rescaled.certificate.marginalError).toBeLessThanOrEqual(1e-10)
        rescaled.potential.forEach((value, i) => {
          const mean = (anew.potentials.f[i] + anew.potentials.g[i]) / 2
          expect(Math.abs(value - mean)).toBeLessThanOrEqual(1e-7 * problem.epsilon + roundingFloor(problem))
        })
      }),
      { numRuns: 60 },
    )
  })

  test('of the measure that is given does not matter', () => {
    fc.assert(
      fc.property(anyProblem(), anyMass, (problem, mass) => {
        const one = solveSelf(problem.source, problem)
        const other = solveSelf(scaleMeasure(problem.source, mass), problem)
        other.potential.forEach((value, i) => {
          expect(value / problem.epsilon).toBeCloseTo(one.potential[i] / problem.epsilon, 9)
        })
      }),
    )
  })
})
