import { expect, test } from 'vitest'
import { loadKernels } from '../../../src/core/kernels/kernel-memory.ts'
import { anderson } from '../../../src/engines/cpu/anderson.ts'

/** a linear contraction towards (1, 2, …, n) whose slowest mode shrinks by 1 % a step */
const SIZE = 8
const goal = Float64Array.from({ length: SIZE }, (_, i) => i + 1)
const step = (x: Float64Array) => x.map((value, i) => goal[i] + (0.99 - 0.1 * i) * (value - goal[i]))
const distance = (x: Float64Array) => Math.hypot(...x.map((value, i) => value - goal[i]))

/** the acceleration on plain arrays */
function accelerator(size: number) {
  const memory = loadKernels()
  const rootWeights = memory.take(size)
  memory.float64(rootWeights, size).fill(1)
  const [x, value] = [memory.take(size), memory.take(size)]
  const accelerated = anderson(memory, rootWeights, size)
  return {
    restart: accelerated.restart,
    next(at: Float64Array, valueAt: Float64Array) {
      memory.float64(x, size).set(at)
      memory.float64(value, size).set(valueAt)
      accelerated.next(x, value)
      expect(memory.float64(x, size)).toEqual(at)
      return memory.float64(value, size).slice()
    },
  }
}

test('solves a linear fixed point of n modes in some n steps, where the plain iteration has hardly moved', () => {
  const accelerated = accelerator(SIZE)
  let x = new Float64Array(SIZE)
  let plain = new Float64Array(SIZE)
  for (let k = 0; k < SIZE + 4; k++) {
    x = accelerated.next(x, step(x))
    plain = Float64Array.from(step(plain))
  }
  expect(distance(x)).toBeLessThan(1e-5)
  expect(distance(plain)).toBeGreaterThan(0.5)
})

test('goes on once there are more steps than it remembers', () => {
  const size = 40
  const target = Float64Array.from({ length: size }, (_, i) => Math.sin(i))
  const accelerated = accelerator(size)
  let x = new Float64Array(size)
  for (let k = 0; k < 120; k++) {
    x = accelerated.next(
      x,
      x.map((value, i) => target[i] + (0.995 - 0.02 * i) * (value - target[i])),
    )
  }
  expect(Math.hypot(...x.map((value, i) => value - target[i]))).toBeLessThan(1e-6)
})

test('after a restart the next step is a plain one', () => {
  const accelerated = accelerator(SIZE)
  let x = new Float64Array(SIZE)
  for (let k = 0; k < 3; k++) x = accelerated.next(x, step(x))
  accelerated.restart()
  expect(accelerated.next(x, step(x))).toEqual(Float64Array.from(step(x)))
})
