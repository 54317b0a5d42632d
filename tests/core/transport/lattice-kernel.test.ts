import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type KernelMemory, loadKernels, VARIANTS } from '../../../src/core/kernels/kernel-memory.ts'
import { logWeights } from '../../../src/core/transport/half-step.ts'
import { commonOrigin, type Lattice, latticeOf } from '../../../src/core/transport/lattice.ts'
import { latticeKernel } from '../../../src/core/transport/lattice-kernel.ts'
import { placePoints, placeValues, valuesAtPoints } from '../../../src/core/transport/lattice-points.ts'
import type { Measure } from '../../../src/core/transport/measure.ts'
import { separableKernel } from '../../../src/core/transport/separable-kernel.ts'

const COORD_SCALE = 1 / 576

const anyMeasure = fc
  .record({
    pixels: fc.uniqueArray(fc.tuple(fc.nat(30), fc.nat(30)), { minLength: 1, maxLength: 60, selector: String }),
    offset: fc.tuple(fc.nat(40), fc.nat(90)),
    weights: fc.infiniteStream(fc.double({ min: 0.1, max: 2, noNaN: true })),
  })
  .map(({ pixels, offset, weights }): Measure => {
    const sorted = pixels.map(([y, x]) => [y + offset[0], x + offset[1]]).sort((a, b) => a[0] - b[0] || a[1] - b[1])
    return {
      y: Int32Array.from(sorted, ([y]) => y),
      x: Int32Array.from(sorted, ([, x]) => x),
      weights: Float64Array.from(sorted, () => weights.next().value ?? 1),
    }
  })

/** log Σ_j w_j exp((p_j − C_ij)/ε) in WebAssembly */
function softSums(memory: KernelMemory, from: Lattice, to: Lattice, epsilon: number, potential: Float64Array) {
  return sumsInTurn(memory, from, to, epsilon, [potential])[0]
}

/** The same for one potential after another, as an iteration asks for them. */
function sumsInTurn(
  memory: KernelMemory,
  from: Lattice,
  to: Lattice,
  epsilon: number,
  potentials: readonly Float64Array[],
  floor?: number,
) {
  return memory.scope(() => {
    const source = placePoints(memory, from)
    const target = placePoints(memory, to)
    const out = placeValues(memory, target)
    const kernel = latticeKernel(memory, source, target, { coordScale: COORD_SCALE, epsilon })
    return potentials.map((potential) => {
      kernel.softSum(placeValues(memory, source, potential), 1, out, floor)
      return valuesAtPoints(memory, out, target)
    })
  })
}

/** to float64's rounding, of numbers of this size */
function expectAlike(found: Float64Array, expected: Float64Array): void {
  found.forEach((value, i) => {
    expect(Math.abs(value - expected[i])).toBeLessThanOrEqual(2e-13 * Math.max(10, Math.abs(expected[i])))
  })
}

describe.each(VARIANTS)('the %s kernels', (variant) => {
  const memory = loadKernels([variant])

  test('sum as the plain kernel does, whatever the shapes, the distance and ε', () => {
    fc.assert(
      fc.property(
        anyMeasure,
        anyMeasure,
        fc.constantFrom(1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2),
        fc.constantFrom(20, 2000),
        fc.infiniteStream(fc.double({ min: -1, max: 1, noNaN: true })),
        (from, to, epsilon, size, stream) => {
          const potential = Float64Array.from(from.weights, () => (stream.next().value ?? 0) * size * epsilon)
          const origin = commonOrigin(from, to)
          const out = softSums(memory, latticeOf(from, 1, origin), latticeOf(to, 1, origin), epsilon, potential)
          const plain = separableKernel(from, to, COORD_SCALE, epsilon)
          const expected = plain.logSumExp(logWeights(from.weights, potential, epsilon))
          expectAlike(out, expected)
        },
      ),
      { numRuns: 300 },
    )
  })

  test('sum one potential after another, the next much flatter or sharper than the last', () => {
    fc.assert(
      fc.property(
        anyMeasure,
        anyMeasure,
        fc.constantFrom(1e-5, 1e-4, 1e-3),
        fc.array(fc.constantFrom(0, 20, 200, 400), { minLength: 2, maxLength: 5 }),
        fc.infiniteStream(fc.double({ min: -1, max: 1, noNaN: true })),
        (from, to, epsilon, sizes, stream) => {
          const values = from.weights.map(() => stream.next().value ?? 0)
          const potentials = sizes.map((size) => values.map((value) => value * size * epsilon))
          const origin = commonOrigin(from, to)
          const found = sumsInTurn(memory, latticeOf(from, 1, origin), latticeOf(to, 1, origin), epsilon, potentials)
          const plain = separableKernel(from, to, COORD_SCALE, epsilon)
          potentials.forEach((potential, k) => {
            const expected = plain.logSumExp(logWeights(from.weights, potential, epsilon))
            expectAlike(found[k], expected)
          })
        },
      ),
      { numRuns: 200 },
    )
  })

  test('leave out no more than does not matter beside a floor', () => {
    fc.assert(
      fc.property(
        anyMeasure,
        anyMeasure,
        fc.constantFrom(1e-6, 1e-5, 1e-4),
        fc.double({ min: -300, max: 5, noNaN: true }),
        (from, to, epsilon, floor) => {
          const flat = new Float64Array(from.weights.length)
          const origin = commonOrigin(from, to)
          const lattices = [latticeOf(from, 1, origin), latticeOf(to, 1, origin)] as const
          const [found] = sumsInTurn(memory, ...lattices, epsilon, [flat], floor)
          const plain = separableKernel(from, to, COORD_SCALE, epsilon)
          const expected = plain.logSumExp(logWeights(from.weights, flat, epsilon))
          found.forEach((value, i) => {
            const beside = (log: number) => Math.exp(log - floor)
            const allowed = 1e-16 + 2e-12 * beside(expected[i])
            expect(Math.abs(beside(value) - beside(expected[i]))).toBeLessThanOrEqual(allowed)
          })
        },
      ),
      { numRuns: 200 },
    )
  })

  test('take over where float64’s linear range is not enough', () => {
    const point = (x: number) => latticeOf(pointAt(x), 1, { y: 0, x: 0 })
    for (const x of [100, 300]) {
      const [sum] = softSums(memory, point(0), point(x), 1e-4, Float64Array.of(0))
      expect(sum).toBeCloseTo(-((x * COORD_SCALE) ** 2) / 1e-4, 9)
    }
  })

  test('sum over the edge between two far sources, where one term after the other is the largest', () => {
    const from: Measure = { y: Int32Array.of(0, 0), x: Int32Array.of(0, 200), weights: Float64Array.of(1, 1) }
    const to = {
      y: new Int32Array(9),
      x: Int32Array.from({ length: 9 }, (_, i) => 96 + i),
      weights: new Float64Array(9).fill(1),
    }
    const origin = commonOrigin(from, to)
    const out = softSums(memory, latticeOf(from, 1, origin), latticeOf(to, 1, origin), 1e-6, new Float64Array(2))
    const scale = COORD_SCALE ** 2 / 1e-6
    out.forEach((value, i) => {
      const nearer = Math.min(to.x[i], 200 - to.x[i])
      expect(value).toBeCloseTo(-scale * nearer ** 2 + (to.x[i] === 100 ? Math.LN2 : 0), 8)
    })
  })

  test('reach from coarse blocks to fine ones', () => {
    const coarse: Measure = { y: Int32Array.of(0, 0, 1), x: Int32Array.of(0, 1, 1), weights: Float64Array.of(1, 2, 3) }
    const fine: Measure = { y: Int32Array.of(0, 3, 7), x: Int32Array.of(2, 9, 4), weights: Float64Array.of(1, 1, 1) }
    const from = { ...latticeOf(coarse, 1, { y: 0, x: 0 }), blockPx: 4, y0: 1.5, x0: 1.5 }
    const out = softSums(memory, from, latticeOf(fine, 1, { y: 0, x: 0 }), 1e-4, new Float64Array(3))
    out.forEach((value, i) => {
      const terms = coarse.weights.map((weight, j) => {
        const [dy, dx] = [fine.y[i] - (1.5 + 4 * coarse.y[j]), fine.x[i] - (1.5 + 4 * coarse.x[j])]
        return weight * Math.exp((-(dy ** 2 + dx ** 2) * COORD_SCALE ** 2) / 1e-4)
      })
      expect(value).toBeCloseTo(Math.log(terms.reduce((sum, term) => sum + term, 0)), 12)
    })
  })
})

function pointAt(x: number): Measure {
  return { y: Int32Array.of(0), x: Int32Array.of(x), weights: Float64Array.of(1) }
}

describe.each(VARIANTS)('the %s kernels’ moments', (variant) => {
  const memory = loadKernels([variant])

  test('are the plain kernel’s, whatever the shapes, the distance and ε', () => {
    fc.assert(
      fc.property(
        anyMeasure,
        anyMeasure,
        fc.constantFrom(1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2),
        fc.infiniteStream(fc.double({ min: -1, max: 1, noNaN: true })),
        (from, to, epsilon, stream) => {
          const potential = Float64Array.from(from.weights, () => (stream.next().value ?? 0) * 20 * epsilon)
          const origin = commonOrigin(from, to)
          const found = memory.scope(() => {
            const source = placePoints(memory, latticeOf(from, 1, origin))
            const target = placePoints(memory, latticeOf(to, 1, origin))
            const kernel = latticeKernel(memory, source, target, { coordScale: COORD_SCALE, epsilon })
            return kernel.moments(placeValues(memory, source, potential))
          })
          const plain = separableKernel(from, to, COORD_SCALE, epsilon)
          const expected = plain.moments(logWeights(from.weights, potential, epsilon))
          found.logSum.forEach((value, i) => {
            const { logSum, meanDy, meanDx, meanCost } = expected
            expect(Math.abs(value - logSum[i])).toBeLessThanOrEqual(2e-13 * Math.max(10, Math.abs(logSum[i])))
            // a mean's terms cancel; the exponents' rounding is what they share
            const rounding = 1e-14 * Math.max(10, Math.abs(logSum[i]))
            expect(Math.abs(found.meanDy[i] - meanDy[i])).toBeLessThanOrEqual(200 * rounding)
            expect(Math.abs(found.meanDx[i] - meanDx[i])).toBeLessThanOrEqual(200 * rounding)
            expect(Math.abs(found.meanCost[i] - meanCost[i])).toBeLessThanOrEqual(200 * rounding * meanCost[i])
          })
        },
      ),
      { numRuns: 300 },
    )
  })
})
