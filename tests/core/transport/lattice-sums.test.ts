import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type KernelMemory, loadKernels, VARIANTS } from '../../../src/core/kernels/kernel-memory.ts'
import { seededRandom } from '../../../src/core/random.ts'
import { commonOrigin, type Lattice, latticeOf } from '../../../src/core/transport/lattice.ts'
import { type LatticePoints, placePoints } from '../../../src/core/transport/lattice-points.ts'
import { linearSums } from '../../../src/core/transport/linear-sums.ts'
import { LOG_OF_NOTHING, logSums } from '../../../src/core/transport/log-sums.ts'
import { anyShape } from '../../support/any-shape.ts'
import { logSumExp } from '../../support/dense-oracle.ts'
import { moved } from '../../support/transport-problems.ts'

/** Two lattices of one block size or of two, the logarithms of terms on the first, and what an offset costs. */
const anyCase = fc
  .record({
    a: anyShape(20),
    b: anyShape(20),
    offset: fc.tuple(fc.integer({ min: -30, max: 30 }), fc.integer({ min: -60, max: 60 })),
    blocks: fc.constantFrom([1, 1], [2, 2], [4, 2], [2, 1]),
    scale: fc.constantFrom(1e-4, 0.01, 1, 30),
    seed: fc.nat(),
  })
  .map(({ a, b: unmoved, offset: [dy, dx], blocks: [fromPx, toPx], scale, seed }) => {
    const b = moved(unmoved, dy, dx)
    const origin = commonOrigin(a, b)
    const from = latticeOf(a, fromPx, origin)
    const random = seededRandom(seed)
    return { from, to: latticeOf(b, toPx, origin), scale, terms: from.weights.map(() => random.uniform(-30, 0)) }
  })

interface Sums {
  readonly logSum: number
  readonly dy: number
  readonly dx: number
  readonly dySquare: number
  readonly dxSquare: number
}

/** log Σ_j exp(terms_j − scale d²) at each point of `to`, and the means under its terms, one by one */
function expectedSums(from: Lattice, to: Lattice, scale: number, terms: Float64Array): Sums[] {
  const place = (lattice: Lattice, point: number) => ({
    y: lattice.y0 + Math.floor(point / lattice.columnCount) * lattice.blockPx,
    x: lattice.x0 + (point % lattice.columnCount) * lattice.blockPx,
  })
  const sources = Array.from(from.points, (point) => place(from, point))
  return Array.from(to.points, (point) => {
    const { y, x } = place(to, point)
    const exponents = terms.map((term, j) => term - scale * ((sources[j].y - y) ** 2 + (sources[j].x - x) ** 2))
    const logSum = logSumExp(exponents)
    const mean = (value: (j: number) => number) =>
      exponents.reduce((sum, exponent, j) => sum + Math.exp(exponent - logSum) * value(j), 0)
    return {
      logSum,
      dy: mean((j) => sources[j].y - y),
      dx: mean((j) => sources[j].x - x),
      dySquare: mean((j) => (sources[j].y - y) ** 2),
      dxSquare: mean((j) => (sources[j].x - x) ** 2),
    }
  })
}

const SPAN_PX = 200

/** grid entries at the points of `to` */
function entriesAt(memory: KernelMemory, grid: number, indices: number, { lattice }: LatticePoints): Float64Array {
  const places = memory.int32(indices, lattice.points.length)
  return Float64Array.from(places, (place) => memory.float64(grid + 8 * place, 1)[0])
}

describe.each(VARIANTS)('with the %s kernels', (variant) => {
  const memory = loadKernels([variant])

  test('linear sums and moments are the sums one by one, but for what the band may leave out', () => {
    fc.assert(
      fc.property(anyCase, fc.constantFrom(40, 120, 700), ({ from, to, scale, terms }, exponent) => {
        memory.scope(() => {
          const [source, target] = [placePoints(memory, from), placePoints(memory, to)]
          const { masses, inIndices, outIndices, sum, moments } = linearSums(memory, source, target, scale)
          memory.int32(inIndices, terms.length).forEach((place, j) => {
            memory.float64(masses + 8 * place, 1)[0] = Math.exp(terms[j])
          })
          const expected = expectedSums(from, to, scale, terms)
          const leftOut = terms.length * Math.exp(-exponent)
          const expectGrid = (grid: number, power: number, meanOf: (sums: Sums) => number) => {
            entriesAt(memory, grid, outIndices, target).forEach((value, i) => {
              const mass = Math.exp(expected[i].logSum)
              const allowed = (1e-12 * mass + leftOut) * SPAN_PX ** power + 1e-290
              expect(Math.abs(value - mass * meanOf(expected[i]))).toBeLessThanOrEqual(allowed)
            })
          }
          expectGrid(sum(exponent), 0, () => 1)
          const grids = moments(exponent)
          expectGrid(grids.sums, 0, () => 1)
          expectGrid(grids.dy, 1, ({ dy }) => dy)
          expectGrid(grids.dx, 1, ({ dx }) => dx)
          expectGrid(grids.dySquare, 2, ({ dySquare }) => dySquare)
          expectGrid(grids.dxSquare, 2, ({ dxSquare }) => dxSquare)
        })
      }),
      { numRuns: 150 },
    )
  })

  test('logarithmic sums and moments are the sums one by one, whatever their exponents', () => {
    fc.assert(
      fc.property(anyCase, fc.constantFrom(1, 100), ({ from, to, scale, terms: small }, spread) => {
        memory.scope(() => {
          const [source, target] = [placePoints(memory, from), placePoints(memory, to)]
          const { terms: grid, inIndices, outIndices, sum, moments } = logSums(memory, source, target, scale)
          const terms = small.map((term) => spread * term)
          memory.int32(inIndices, terms.length).forEach((place, j) => {
            memory.float64(grid + 8 * place, 1)[0] = terms[j]
          })
          const expected = expectedSums(from, to, scale, terms)
          const expectLogs = (found: Float64Array) =>
            found.forEach((value, i) => {
              const { logSum } = expected[i]
              expect(Math.abs(value - logSum)).toBeLessThanOrEqual(2e-13 * Math.max(10, Math.abs(logSum)))
            })
          expectLogs(entriesAt(memory, sum(), outIndices, target))
          const found = moments()
          expectLogs(entriesAt(memory, found.sums, outIndices, target))
          const [dy, dx, square] = [found.dy, found.dx, found.square].map((of) =>
            entriesAt(memory, of, outIndices, target),
          )
          expected.forEach((sums, i) => {
            // what the exponents' rounding leaves of a mean
            const rounding = 1e-14 * Math.max(10, Math.abs(sums.logSum))
            expect(Math.abs(dy[i] - sums.dy)).toBeLessThanOrEqual(SPAN_PX * rounding)
            expect(Math.abs(dx[i] - sums.dx)).toBeLessThanOrEqual(SPAN_PX * rounding)
            expect(Math.abs(square[i] - sums.dySquare - sums.dxSquare)).toBeLessThanOrEqual(SPAN_PX ** 2 * rounding)
          })
        })
      }),
      { numRuns: 150 },
    )
  })

  test('where no term is, there is nothing', () => {
    memory.scope(() => {
      const lattice = latticeOf({ y: Int32Array.of(0, 3), x: Int32Array.of(2, 0), weights: Float64Array.of(1, 1) }, 1, {
        y: 0,
        x: 0,
      })
      const points = placePoints(memory, lattice)
      const sums = logSums(memory, points, points, 1)
      expect(entriesAt(memory, sums.sum(), sums.outIndices, points)).toEqual(
        Float64Array.of(LOG_OF_NOTHING, LOG_OF_NOTHING),
      )
      const linear = linearSums(memory, points, points, 1)
      expect(entriesAt(memory, linear.sum(120), linear.outIndices, points)).toEqual(Float64Array.of(0, 0))
    })
  })
})
