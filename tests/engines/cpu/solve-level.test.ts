import { expect, test } from 'vitest'
import { loadKernels } from '../../../src/core/kernels/kernel-memory.ts'
import { seededRandom } from '../../../src/core/random.ts'
import { commonOrigin, latticeOf } from '../../../src/core/transport/lattice.ts'
import { placePoints } from '../../../src/core/transport/lattice-points.ts'
import type { TransportProblem } from '../../../src/core/transport/problem.ts'
import { type LevelState, levelSolver } from '../../../src/engines/cpu/solve-level.ts'
import { evaluateDense } from '../../support/dense-oracle.ts'
import { measureWhere, moved } from '../../support/transport-problems.ts'

const memory = loadKernels()

/** runs the level of single pixels */
function run(problem: TransportProblem, start: Float64Array, tolerance: number, maxIterations: number): LevelState {
  return memory.scope(() => {
    const origin = commonOrigin(problem.source, problem.target)
    const source = placePoints(memory, latticeOf(problem.source, 1, origin))
    const target = placePoints(memory, latticeOf(problem.target, 1, origin))
    return levelSolver(memory, { ...problem, source, target }).run(start, tolerance, maxIterations)
  })
}

const blob = measureWhere(15, 22, (y, x) => ((y - 7) / 7) ** 2 + ((x - 10) / 10) ** 2 <= 1)
const problem: TransportProblem = {
  source: blob,
  target: moved(
    measureWhere(15, 21, (y, x) => (x + y) % 3 > 0),
    4,
    9,
  ),
  metric: 'sqeuclidean',
  coordScale: 1 / 300,
  epsilon: 1e-4,
  regM: 1,
}
const { length } = problem.target.weights
const zero = new Float64Array(length)

test('its error is that of its potentials on the full matrices, and its marginals are theirs', () => {
  for (const iterations of [1, 2, 7, 30]) {
    const { potentials, error, sourceMass, targetMass } = run(problem, zero, 0, iterations)
    const dense = evaluateDense(problem, potentials)
    expect(error).toBeCloseTo(dense.marginalError, 9)
    sourceMass.forEach((mass, i) => {
      expect(mass).toBeCloseTo(dense.rows[i], 11)
    })
    targetMass.forEach((mass, j) => {
      expect(mass).toBeCloseTo(dense.columns[j], 11)
    })
  }
})

test('where it stops is where it was asked to', () => {
  expect(run(problem, zero, 1e-8, 500).error).toBeLessThanOrEqual(1e-8)
  expect(run(problem, zero, 1e-8, 5).iterations).toBe(5)
  const { potentials } = run(problem, zero, 1e-8, 500)
  expect(run(problem, potentials.g, 1e-8, 500).iterations).toBe(1)
})

test.each([1, 100, 1e4, 1e6])('recovers from potentials that are wrong by %f ε', (size) => {
  for (let seed = 0; seed < 10; seed++) {
    const random = seededRandom(seed)
    const start = Float64Array.from({ length }, () => random.normal(0, size * problem.epsilon))
    const { error, potentials, iterations } = run(problem, start, 1e-8, 400)
    expect(error).toBeLessThanOrEqual(1e-8)
    expect(iterations).toBeLessThan(400)
    expect(evaluateDense(problem, potentials).marginalError).toBeLessThanOrEqual(1e-7)
  }
})

test('a plan that does not spread as diffusion does ends all the same: a ring onto a row', () => {
  const ring = measureWhere(4, 18, (y, x) => (y % 3 === 0 ? x > 2 && x < 15 : x < 5 || x > 12))
  const row = moved(
    measureWhere(1, 42, () => true),
    5,
    15,
  )
  const sharp = { ...problem, source: ring, target: row, coordScale: 1 / 144 }
  const { error } = run(sharp, new Float64Array(42), 1e-8, 1000)
  expect(error).toBeLessThanOrEqual(1e-8)
})
