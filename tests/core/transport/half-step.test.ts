import fc from 'fast-check'
import { expect, test } from 'vitest'
import { marginalError, recenter } from '../../../src/core/transport/half-step.ts'
import { damping } from '../../../src/core/transport/problem.ts'
import { evaluateDense } from '../../support/dense-oracle.ts'
import { problemWithPotentials } from '../../support/transport-problems.ts'

test('recentring finds the highest dual along (f + t, g − t), and leaves the plan as it is', () => {
  fc.assert(
    fc.property(problemWithPotentials(), ({ problem, potentials }) => {
      const f = potentials.f.slice()
      const g = potentials.g.slice()
      recenter(problem, f, g)
      const shift = f[0] - potentials.f[0]
      f.forEach((value, i) => {
        expect(value).toBeCloseTo(potentials.f[i] + shift, 12)
      })
      g.forEach((value, j) => {
        expect(value).toBeCloseTo(potentials.g[j] - shift, 12)
      })
      const dualAt = (t: number) =>
        evaluateDense(problem, { f: f.map((value) => value + t), g: g.map((value) => value - t) }).dual
      const rounding = 1e-13 * (1 + problem.regM)
      for (const t of [-0.3, -0.01, 0.01, 0.3]) {
        expect(dualAt(t * problem.regM)).toBeLessThan(dualAt(0) + rounding)
      }
    }),
  )
})

test('once recentred, both relaxed marginals hold the same mass, to rounding', () => {
  fc.assert(
    fc.property(problemWithPotentials(), ({ problem, potentials }) => {
      const f = potentials.f.slice()
      const g = potentials.g.slice()
      recenter(problem, f, g)
      const wanted = (weights: Float64Array, potential: Float64Array) =>
        weights.reduce((sum, weight, i) => sum + weight * Math.exp(-potential[i] / problem.regM), 0)
      expect(wanted(problem.source.weights, f) / wanted(problem.target.weights, g)).toBeCloseTo(1, 12)
    }),
  )
})

test('an update by its own half step leaves no error at that end', () => {
  fc.assert(
    fc.property(problemWithPotentials(), ({ problem, potentials }) => {
      const { source, target, epsilon } = problem
      const { rows } = evaluateDense(problem, potentials)
      const logSum = rows.map((mass, i) => Math.log(mass / source.weights[i]) - potentials.f[i] / epsilon)
      const f = logSum.map((value) => -damping(problem) * epsilon * value)
      const updatedMass = source.weights.reduce((sum, w, i) => sum + w * Math.exp(-f[i] / problem.regM), 0)
      expect(marginalError(source.weights, f, logSum, problem)).toBeLessThanOrEqual(1e-11 * updatedMass)
      const updated = evaluateDense(problem, { f, g: potentials.g })
      updated.rows.forEach((mass, i) => {
        expect(mass / (source.weights[i] * Math.exp(-f[i] / problem.regM))).toBeCloseTo(1, 10)
      })
      expect(target.weights.length).toBe(updated.columns.length)
    }),
  )
})
