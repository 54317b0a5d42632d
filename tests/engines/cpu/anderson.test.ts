import { expect, test } from 'vitest'
import { Anderson } from '../../../src/engines/cpu/anderson.ts'

/** a linear contraction towards (1, 2, …, n) whose slowest mode shrinks by 1 % a step */
const SIZE = 8
const goal = Float64Array.from({ length: SIZE }, (_, i) => i + 1)
const step = (x: Float64Array) => x.map((value, i) => goal[i] + (0.99 - 0.1 * i) * (value - goal[i]))
const distance = (x: Float64Array) => Math.hypot(...x.map((value, i) => value - goal[i]))

test('solves a linear fixed point of n modes in some n steps, where the plain iteration has hardly moved', () => {
  const anderson = new Anderson(new Float64Array(SIZE).fill(1))
  let x = new Float64Array(SIZE)
  let plain = new Float64Array(SIZE)
  for (let k = 0; k < SIZE + 4; k++) {
    x = Float64Array.from(anderson.next(x, step(x)))
    plain = Float64Array.from(step(plain))
  }
  expect(distance(x)).toBeLessThan(1e-5)
  expect(distance(plain)).toBeGreaterThan(0.5)
})

test('after a restart the next step is a plain one', () => {
  const anderson = new Anderson(new Float64Array(SIZE).fill(1))
  let x = new Float64Array(SIZE)
  for (let k = 0; k < 3; k++) x = Float64Array.from(anderson.next(x, step(x)))
  anderson.restart()
  expect(anderson.next(x, step(x))).toEqual(step(x))
})

test('leaves its arguments alone', () => {
  const anderson = new Anderson(new Float64Array(SIZE).fill(1))
  const x = new Float64Array(SIZE)
  const value = step(x)
  const before = value.slice()
  anderson.next(x, value)
  const next = anderson.next(value, step(value))
  next.fill(0)
  expect(value).toEqual(before)
})
