import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TransportProblem } from '../../src/core/transport/problem.ts'
import { solveReference } from '../../src/core/transport/solve-reference.ts'
import { seemsNear } from '../../src/engines/seems-near.ts'
import { anyProblem, measureWhere, moved } from '../support/transport-problems.ts'

test('what solves a problem seems near, whatever constant goes from one potential to the other', () => {
  fc.assert(
    fc.property(
      anyProblem({ metrics: ['sqeuclidean'] }),
      fc.double({ min: -1, max: 1, noNaN: true }),
      (problem, shift) => {
        const { f, g } = solveReference(problem, { tolerance: 1e-8, maxIterations: 20_000 }).potentials
        const shifted = { f: f.map((value) => value + shift), g: g.map((value) => value - shift) }
        expect(seemsNear(problem, shifted)).toBe(true)
      },
    ),
    { numRuns: 50 },
  )
})

const blob = measureWhere(20, 30, (y, x) => ((y - 10) / 8) ** 2 + ((x - 15) / 14) ** 2 < 1)
const problemTo = (target: TransportProblem['target']): TransportProblem => ({
  source: blob,
  target,
  metric: 'sqeuclidean',
  coordScale: 1 / 576,
  epsilon: 1e-4,
  regM: 10,
})

test('what solves another problem does not, nor does nothing', () => {
  const far = problemTo(moved(blob, 3, 9))
  const near = solveReference(problemTo(blob), { tolerance: 1e-8, maxIterations: 20_000 }).potentials
  const nothing = { f: new Float64Array(blob.weights.length), g: new Float64Array(blob.weights.length) }
  expect(seemsNear(problemTo(blob), near)).toBe(true)
  expect(seemsNear(far, near)).toBe(false)
  expect(seemsNear(far, nothing)).toBe(false)
})
