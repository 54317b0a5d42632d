import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadKernels, VARIANTS } from '../../../src/core/kernels/kernel-memory.ts'
import { seededRandom } from '../../../src/core/random.ts'
import { solveDenseSystem } from '../../support/solve-dense-system.ts'

/** A symmetric, diagonally dominant matrix, the first column of each row's envelope (what lies before it is 0), and a right-hand side. */
const anySystem = fc.integer({ min: 1, max: 24 }).chain((size) => {
  return fc
    .record({
      first: fc.tuple(...Array.from({ length: size }, (_, k) => fc.integer({ min: 0, max: k }))),
      seed: fc.nat(),
      dominance: fc.constantFrom(1e-3, 1, 100),
    })
    .map(({ first, seed, dominance }) => {
      const random = seededRandom(seed)
      const matrix = Array.from({ length: size }, () => new Float64Array(size))
      for (let k = 0; k < size; k++) {
        for (let j = first[k]; j < k; j++) matrix[k][j] = matrix[j][k] = random.normal()
      }
      matrix.forEach((row, k) => {
        row[k] = dominance + row.reduce((sum, value) => sum + Math.abs(value), 0)
      })
      return { first, matrix, right: Float64Array.from(first, () => random.normal()) }
    })
})

describe.each(VARIANTS)('the %s kernels', (variant) => {
  const memory = loadKernels([variant])

  test('solve what a dense elimination solves, whatever the envelope', () => {
    fc.assert(
      fc.property(anySystem, ({ first, matrix, right }) => {
        memory.scope(() => {
          const size = matrix.length
          const envelope = matrix.flatMap((row, k) => [...row.slice(first[k], k + 1)])
          const starts = first.map((_, k) => first.slice(0, k).reduce((sum, low, j) => sum + j - low + 1, 0))
          const [values, x] = [memory.take(envelope.length), memory.take(size)]
          const [firstAt, startsAt] = [memory.takeIndices(size), memory.takeIndices(size)]
          memory.float64(values, envelope.length).set(envelope)
          memory.int32(firstAt, size).set(first)
          memory.int32(startsAt, size).set(starts)
          memory.kernels.factorise(values, firstAt, startsAt, size)
          // a factor serves any number of right-hand sides
          for (const scale of [1, -3]) {
            memory.float64(x, size).set(right.map((value) => scale * value))
            memory.kernels.solveFactorised(values, firstAt, startsAt, size, x)
            const expected = solveDenseSystem(matrix, right).map((value) => scale * value)
            const largest = Math.max(...expected.map(Math.abs))
            memory.float64(x, size).forEach((value, k) => {
              expect(Math.abs(value - expected[k])).toBeLessThanOrEqual(1e-10 * largest)
            })
          }
        })
      }),
      { numRuns: 200 },
    )
  })
})
