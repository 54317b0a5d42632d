import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadKernels } from '../../../src/core/kernels/kernel-memory.ts'
import { seededRandom } from '../../../src/core/random.ts'
import { type Edges, laplacianSystem } from '../../../src/engines/cpu/envelope.ts'
import { solveDenseSystem } from '../../support/solve-dense-system.ts'

const memory = loadKernels()

function dense({ from, to, conductance }: Edges, diagonal: Float64Array): Float64Array[] {
  const matrix = Array.from(diagonal, (value, k) => new Float64Array(diagonal.length).fill(value, k, k + 1))
  conductance.forEach((value, e) => {
    matrix[from[e]][from[e]] += value
    matrix[to[e]][to[e]] += value
    matrix[from[e]][to[e]] -= value
    matrix[to[e]][from[e]] -= value
  })
  return matrix
}

/** a chain in the order of the nodes, and some edges from anywhere to anywhere */
function anyGraph(seed: number, size: number, farCount: number): Edges {
  const random = seededRandom(seed)
  const node = () => Math.min(size - 1, Math.floor(random.uniform() * size))
  const pairs = Array.from({ length: size - 1 }, (_, k) => [k, k + 1])
  for (let e = 0; e < farCount; e++) pairs.push([node(), node()])
  const joined = pairs.filter(([a, b]) => a !== b)
  return {
    from: Int32Array.from(joined, ([a]) => a),
    to: Int32Array.from(joined, ([, b]) => b),
    conductance: Float64Array.from(joined, () => random.uniform() + 0.01),
  }
}

test('one graph after another on the same nodes: the dense system’s solution', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 30 }), fc.nat(8), (seed, size, farCount) => {
      memory.scope(() => {
        const system = laplacianSystem(memory, size)
        const diagonal = Float64Array.from({ length: size }, (_, k) => 0.01 * (1 + k))
        const right = Float64Array.from({ length: size }, (_, k) => Math.sin(5 * k + seed))
        // the second one needs more room than the first, the third less
        for (const count of [0, farCount, 0]) {
          const edges = anyGraph(seed, size, count)
          system.factorise(edges, diagonal)
          memory.float64(system.rightSide, size).set(right)
          system.solve()
          const expected = solveDenseSystem(dense(edges, diagonal), right)
          const found = memory.float64(system.rightSide, size)
          const largest = Math.max(...expected.map(Math.abs))
          expected.forEach((value, k) => {
            expect(Math.abs(found[k] - value)).toBeLessThanOrEqual(1e-9 * largest)
          })
        }
      })
    }),
    { numRuns: 30 },
  )
})
