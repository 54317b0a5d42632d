import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadKernels, VARIANTS } from '../../../src/core/kernels/kernel-memory.ts'
import type { Measure } from '../../../src/core/transport/measure.ts'
import { separableKernel } from '../../../src/core/transport/separable-kernel.ts'
import { applyBetween, gridKernel } from '../../../src/engines/cpu/grid-kernel.ts'
import { commonOrigin, levelOf } from '../../../src/engines/cpu/level.ts'

const anyMeasure = fc
  .record({
    pixels: fc.uniqueArray(fc.tuple(fc.nat(30), fc.nat(30)), { minLength: 1, maxLength: 60, selector: String }),
    offset: fc.tuple(fc.nat(40), fc.nat(90)),
  })
  .map(({ pixels, offset }): Measure => {
    const sorted = pixels.map(([y, x]) => [y + offset[0], x + offset[1]]).sort((a, b) => a[0] - b[0] || a[1] - b[1])
    return {
      y: Int32Array.from(sorted, ([y]) => y),
      x: Int32Array.from(sorted, ([, x]) => x),
      weights: new Float64Array(sorted.length).fill(1 / sorted.length),
    }
  })

describe.each(VARIANTS)('the %s kernels', (variant) => {
  const memory = loadKernels([variant])

  test('sum as core does, whatever the shapes and the distance', () => {
    fc.assert(
      fc.property(
        anyMeasure,
        anyMeasure,
        fc.constantFrom(1e-4, 1e-3, 1e-2),
        fc.infiniteStream(fc.double({ min: -20, max: 20, noNaN: true })),
        (from, to, epsilon, stream) => {
          const h = Float64Array.from(from.weights, () => stream.next().value ?? 0)
          const origin = commonOrigin(from, to)
          const problem = { coordScale: 1 / 576, epsilon }
          const out = gridKernel(memory, levelOf(from, 1, origin), levelOf(to, 1, origin), problem).logSumExp(h)
          const expected = separableKernel(from, to, 1 / 576, epsilon).logSumExp(h)
          out.forEach((value, i) => {
            expect(Math.abs(value - expected[i])).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(expected[i])))
          })
        },
      ),
      { numRuns: 200 },
    )
  })

  test('hand over to the log domain where float64 is not enough', () => {
    const point = (x: number) =>
      levelOf({ y: Int32Array.of(0), x: Int32Array.of(x), weights: Float64Array.of(1) }, 1, { y: 0, x: 0 })
    const problem = { coordScale: 1 / 576, epsilon: 1e-4 }
    const h = Float64Array.of(0)
    expect(applyBetween(memory, point(0), point(300), problem, h)).toBeUndefined()
    for (const x of [100, 300]) {
      const [sum] = gridKernel(memory, point(0), point(x), problem).logSumExp(h)
      expect(sum).toBeCloseTo(-(x ** 2) / 576 ** 2 / 1e-4, 9)
    }
  })
})

test('blocks keep the mass and lie at their centres', () => {
  fc.assert(
    fc.property(anyMeasure, fc.constantFrom(2, 4), (measure, blockPx) => {
      const level = levelOf(measure, blockPx, commonOrigin(measure, measure))
      const columns = level.columnPositions.length
      const meanX = level.weights.reduce((sum, w, i) => sum + w * level.columnPositions[level.points[i] % columns], 0)
      const trueMeanX = measure.weights.reduce((sum, w, i) => sum + w * measure.x[i], 0)
      expect(level.weights.reduce((sum, w) => sum + w, 0)).toBeCloseTo(1, 12)
      expect(level.blocks.weights).toBe(level.weights)
      expect(Math.abs(meanX - trueMeanX)).toBeLessThanOrEqual((blockPx - 1) / 2 + 1e-9)
    }),
  )
})
