import { expect, test } from 'vitest'
import { kernelMemory } from '../../../src/core/kernels/kernel-memory.ts'
import { unitLattice } from '../../../src/core/transport/lattice.ts'
import { placePoints } from '../../../src/core/transport/lattice-points.ts'
import type { TransportProblem } from '../../../src/core/transport/problem.ts'
import { carriedOver } from '../../../src/engines/carried-over.ts'
import { levelSolver } from '../../../src/engines/cpu/solve-level.ts'
import { placeEnds, solveStages } from '../../../src/engines/cpu/solve-stages.ts'
import { stagesBefore } from '../../../src/engines/stages.ts'
import { bentBody } from '../../support/transport-problems.ts'

const problem: TransportProblem = {
  metric: 'sqeuclidean',
  coordScale: 1 / 576,
  epsilon: 1e-4,
  regM: 10,
  source: bentBody(0),
  target: bentBody(40),
}
const memory = kernelMemory()

/** the marginal error at every pixel that a g begins with */
function errorOf(g: Float64Array): number {
  return memory.scope(() => levelSolver(memory, { ...problem, ...placeEnds(memory, problem, 1) }).run(g, 0, 1).error)
}

test('coarse grids bring the first error at every pixel to a thirtieth, and cost no iteration there', () => {
  const { last, iterations } = solveStages(memory, problem, stagesBefore(problem), 0)
  if (!last) throw new Error('there is no stage')
  const g = memory.scope(() => carriedOver(memory, problem, last, placePoints(memory, unitLattice(problem.target))))
  expect(iterations).toBe(0)
  expect(errorOf(g)).toBeLessThan(errorOf(new Float64Array(g.length)) / 30)
})

test('stages at every pixel count, and end where the iterations are used up', () => {
  const stages = [4e-4, 2e-4].map((epsilon) => ({ blockPx: 1, epsilon }))
  const { last, iterations } = solveStages(memory, problem, stages, 3)
  expect(iterations).toBe(3)
  expect(last?.epsilon).toBe(4e-4)
  expect(solveStages(memory, problem, [], 10)).toEqual({ last: undefined, iterations: 0 })
})
