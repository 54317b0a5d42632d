import { expect, test } from 'vitest'
import { SELF_OPTIONS, selfProblem, solveSelf } from '../../../src/core/transport/self-transport.ts'
import { cpuEngine } from '../../../src/engines/cpu/cpu-engine.ts'
import { solveOne } from '../../../src/engines/solve-one.ts'
import { measureWhere } from '../../support/transport-problems.ts'

const blob = measureWhere(40, 60, (y, x) => ((y - 20) / 15) ** 2 + ((x - 30) / 26) ** 2 < 1)

test.each([
  ['sqeuclidean', 1e-4],
  ['euclidean', 1e-2],
] as const)('a self-transport under %s is the one that the reference solver finds', async (metric, epsilon) => {
  const regularisation = { metric, epsilon, coordScale: 1 / 576, regM: 10 }
  const problem = selfProblem(blob, regularisation)
  const fast = await solveOne(cpuEngine, { problem, ...SELF_OPTIONS })
  const plain = solveSelf(blob, regularisation)
  expect(fast.potentials.g).toBe(fast.potentials.f)
  fast.potentials.f.forEach((value, i) => {
    expect(Math.abs(value - plain.potential[i])).toBeLessThanOrEqual(1e-10 * epsilon)
  })
  expect(fast.iterations).toBeLessThan(100)
})
