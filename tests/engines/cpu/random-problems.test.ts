import fc from 'fast-check'
import { expect, test } from 'vitest'
import { kernelMemory } from '../../../src/core/kernels/kernel-memory.ts'
import { certify, type PlanMarginals, planMarginals } from '../../../src/core/transport/certificate.ts'
import type { TransportProblem } from '../../../src/core/transport/problem.ts'
import { SELF_OPTIONS, selfProblem } from '../../../src/core/transport/self-transport.ts'
import { solveCpu } from '../../../src/engines/cpu/solve-cpu.ts'
import { anyShapedProblem } from '../../support/any-shape.ts'
import { plainMarginals } from '../../support/plain-marginals.ts'
import { expectAgreement, floorOf, referencePlan } from '../../support/plan-agreement.ts'

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

function expectReferenceAnswer(problem: TransportProblem): void {
  const expected = referencePlan(problem)
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
