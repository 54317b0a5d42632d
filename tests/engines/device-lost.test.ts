import { expect, test } from 'vitest'
import { isDeviceLost } from '../../src/engines/device-lost.ts'

test.each([
  'the device is lost: reset by the driver',
  'AbortError: Device was lost.',
  'the GPU was lost',
  'CUDA_ERROR_ILLEGAL_ADDRESS: an illegal memory access was encountered',
  'failed to synchronize: CUDA_ERROR_LAUNCH_FAILED',
])('%s', (error) => {
  expect(isDeviceLost(error)).toBe(true)
})

test.each([
  'OOM when allocating tensor with shape[32,117,186]',
  'failed to allocate 1.00G: CUDA_ERROR_OUT_OF_MEMORY: out of memory',
  'the target has no pixels: there is nothing to transport',
])('not: %s', (error) => {
  expect(isDeviceLost(error)).toBe(false)
})
