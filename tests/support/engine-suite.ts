import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { certify, planMarginals } from '../../src/core/transport/certificate.ts'
import type { Potentials, TransportProblem } from '../../src/core/transport/problem.ts'
import { cpuEngine } from '../../src/engines/cpu/cpu-engine.ts'
import type { Engine } from '../../src/engines/engine.ts'
import { solveOne } from '../../src/engines/solve-one.ts'
import { anyShapedProblem } from './any-shape.ts'
import { GOLDENS, readGolden } from './golden-problem.ts'
import { expectAgreement, floorOf, referencePlan } from './plan-agreement.ts'
import { SHARED_DATA_MISSING, sharedDir } from './shared.ts'

/** What an engine reaches of a marginal error on a pair of full size: where float32's rounding is all that limits it, and where it keeps that small. */
export const FLOORS = { rounded: 2e-5, kept: 2e-6 } as const

/**
 * What a float32 engine has to get right: the golden pairs and 100 random problems, as they come from it and once the cpu engine has polished them.
 *
 * @param floor the marginal error that it comes to
 */
export function testFloat32Engine(
  engine: Engine,
  floor: number,
  goldens: readonly (typeof GOLDENS)[number][] = GOLDENS,
): void {
  const title = sharedDir === undefined ? `golden pairs (${SHARED_DATA_MISSING})` : 'golden pairs'
  describe.skipIf(sharedDir === undefined)(title, () => {
    test.each(goldens)('%s, %s: right to 1e-4, and to 1e-5 once polished', async (name, key) => {
      const { problem, differences } = readGolden(name, key)
      const rough = await solveOne(engine, { problem, tolerance: 1e-6, maxIterations: 1000 })
      expectWithin(differences(rough.potentials), 1e-4)
      // the slow mode that the default of 1e-6 may leave weighs little in a marginal error: the displacement is then right to 1.1e-5
      expectWithin(differences(await polished(problem, rough.potentials, 3e-7)), 1e-5)
    })
  })

  test('100 problems of any shape, ε, λ and masses: right to 1e-4, and to 1e-5 once polished', async () => {
    await fc.assert(
      fc.asyncProperty(anyShapedProblem(40), async (problem) => {
        const expected = referencePlan(problem)
        const rough = await solveOne(engine, { problem, tolerance: 1e-6, maxIterations: 2000 })
        expectAgreement(problem, planMarginals(problem, rough.potentials), expected, floor, 1e-4 - floor)
        const tolerance = Math.max(1e-7, 2 * floorOf(problem))
        const fine = await polished(problem, rough.potentials, tolerance)
        expectAgreement(problem, planMarginals(problem, fine), expected, tolerance, 1e-5 - tolerance)
      }),
      // to shrink a problem takes minutes
      { numRuns: 100, endOnFailure: true },
    )
  })
}

/** as a run does it: by the cpu engine, from where the other had come, unless that was near enough */
async function polished(problem: TransportProblem, initial: Potentials, tolerance: number): Promise<Potentials> {
  const { marginalError, gap } = certify(problem, initial)
  if (marginalError <= tolerance && gap <= tolerance) return initial
  const { potentials } = await solveOne(cpuEngine, { problem, tolerance, maxIterations: 1000, initial })
  return potentials
}

function expectWithin(differences: Readonly<Record<string, number>>, allowed: number): void {
  for (const [name, difference] of Object.entries(differences)) expect(difference, name).toBeLessThanOrEqual(allowed)
}
