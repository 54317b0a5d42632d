import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Measure } from '../../../src/core/transport/measure.ts'
import { separableKernel } from '../../../src/core/transport/separable-kernel.ts'
import { measureWhere, moved } from '../../support/transport-problems.ts'
import { anyKernelCase, bruteForce, expectClose, expectMoments, type KernelCase } from './kernels.ts'

function apply({ from, to, coordScale, epsilon, h }: KernelCase) {
  const kernel = separableKernel(from, to, coordScale, epsilon)
  return { moments: kernel.moments(h), logSum: kernel.logSumExp(h) }
}

test('agrees with the sum over all pairs of points', () => {
  fc.assert(
    fc.property(anyKernelCase, (kernelCase) => {
      const { moments, logSum } = apply(kernelCase)
      expectMoments(moments, bruteForce(kernelCase, 'sqeuclidean'), 1000)
      expectClose(logSum, moments.logSum, 1e-11)
    }),
  )
})

/** `to` with one more point after it, so far below that what arrives there underflows: the log domain has to take over */
function withFarPoint(to: Measure): Measure {
  return {
    y: Int32Array.of(...to.y, 500),
    x: Int32Array.of(...to.x, 0),
    weights: Float64Array.of(...to.weights, 1),
  }
}

test('the log domain, where a far point asks for it, agrees with the linear one', () => {
  fc.assert(
    fc.property(anyKernelCase, (kernelCase) => {
      const near = { ...kernelCase, coordScale: 1 / 100, epsilon: 2e-3 }
      const linear = apply(near)
      const log = apply({ ...near, to: withFarPoint(near.to) })
      const n = near.to.weights.length
      const firstOf = (values: Float64Array) => values.slice(0, n)
      expectMoments(
        {
          logSum: firstOf(log.moments.logSum),
          meanDy: firstOf(log.moments.meanDy),
          meanDx: firstOf(log.moments.meanDx),
          meanCost: firstOf(log.moments.meanCost),
        },
        linear.moments,
        1000,
      )
      expectClose(firstOf(log.logSum), linear.logSum, 1e-11)
    }),
  )
})

describe('far apart', () => {
  const coordScale = 1 / 576
  const epsilon = 1e-4
  const from = measureWhere(12, 20, (y, x) => (y - 6) ** 2 + (x - 9) ** 2 < 36)
  const h = Float64Array.from(from.weights, (_, j) => Math.sin(j) * 30)

  test.each([
    [200, 0],
    [0, 250],
    [-180, 220],
    [-230, -500],
  ])('by (%i, %i) px, where the kernel underflows', (dy, dx) => {
    const kernelCase = { from, to: moved(from, dy, dx), coordScale, epsilon, h }
    const expected = bruteForce(kernelCase, 'sqeuclidean')
    expect(Math.max(...expected.logSum)).toBeLessThan(-745)
    const { moments, logSum } = apply(kernelCase)
    expectMoments(moments, expected, 20_000)
    expectClose(logSum, expected.logSum, 1e-9)
  })

  test('parts of one measure that are far from each other both count', () => {
    const far = moved(from, 240, 0)
    const both: Measure = {
      y: Int32Array.of(...from.y, ...far.y),
      x: Int32Array.of(...from.x, ...far.x),
      weights: Float64Array.of(...from.weights, ...far.weights),
    }
    // the far part's exponents are so low that beside the near part's they vanish in the linear domain
    const exponents = Float64Array.of(...h, ...h.map((value) => value - 900))
    const kernelCase = { from: both, to: both, coordScale, epsilon, h: exponents }
    expectMoments(apply(kernelCase).moments, bruteForce(kernelCase, 'sqeuclidean'), 3000)
  })
})

test('nothing arrives from points without mass', () => {
  const from = measureWhere(2, 2, () => true)
  const { moments, logSum } = apply({
    from,
    to: from,
    coordScale: 1,
    epsilon: 1,
    h: new Float64Array(4).fill(-Infinity),
  })
  expect([...logSum]).toEqual([-Infinity, -Infinity, -Infinity, -Infinity])
  expect([...moments.logSum]).toEqual([...logSum])
  expect([...moments.meanDy, ...moments.meanDx, ...moments.meanCost].every(Number.isNaN)).toBe(true)
})
