import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pointKernel } from '../../../src/core/transport/point-kernel.ts'
import { moved } from '../../support/transport-problems.ts'
import { anyKernelCase, bruteForce, expectClose, expectMoments } from './kernels.ts'

test('agrees with the sum over all pairs of points, near and far', () => {
  fc.assert(
    fc.property(anyKernelCase, fc.constantFrom(0, 300), (near, away) => {
      const kernelCase = { ...near, to: moved(near.to, away, -2 * away) }
      const kernel = pointKernel(kernelCase.from, kernelCase.to, kernelCase.coordScale, kernelCase.epsilon)
      const moments = kernel.moments(kernelCase.h)
      expectMoments(moments, bruteForce(kernelCase, 'euclidean'), away === 0 ? 1e4 : 1e6)
      expectClose(kernel.logSumExp(kernelCase.h), moments.logSum, 1e-11)
    }),
  )
})

test('the distance is not squared', () => {
  const point = (y: number, x: number) => ({ y: Int32Array.of(y), x: Int32Array.of(x), weights: Float64Array.of(1) })
  const { logSum, meanCost } = pointKernel(point(0, 0), point(3, 4), 0.5, 0.1).moments(Float64Array.of(1))
  expect(logSum[0]).toBeCloseTo(1 - 25, 12)
  expect(meanCost[0]).toBeCloseTo(2.5, 12)
})
