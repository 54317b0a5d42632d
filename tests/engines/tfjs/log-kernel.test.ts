import { expect, test } from 'vitest'
import { separableKernel } from '../../../src/core/transport/separable-kernel.ts'
import { LOG_NOTHING } from '../../../src/engines/batch/dense-stage.ts'
import { loadTfjs } from '../../../src/engines/tfjs/load-tfjs.ts'
import { logKernel } from '../../../src/engines/tfjs/log-kernel.ts'
import { measureWhere } from '../../support/transport-problems.ts'

const { tf } = await loadTfjs()

const ring = measureWhere(40, 130, (y, x) => Math.abs(Math.hypot(y - 20, (x - 65) / 3) - 16) < 5)
const bar = measureWhere(40, 130, (y) => Math.abs(y - 20) < 3)

test.each([
  // blocks of 130 px, of 33, of 11, of 2
  ['ε = 1e-3', 3e-3, 20],
  ['ε = 1e-4', 0.03, 200],
  ['ε = 1e-5', 0.3, 2000],
  ['far beyond float32’s range', 30, 20_000],
])('%s: what arrives is right to the rounding of its exponent', (_, scale, span) => {
  const [rows, columns] = [40, 130]
  // steep across the grid, so that much of what arrives comes from far away
  const h = Float64Array.from(bar.x, (x, j) => Math.fround(span * (x / 130) ** 2 - (bar.y[j] % 7)))
  const field = new Float32Array(rows * columns).fill(LOG_NOTHING)
  h.forEach((value, j) => {
    field[bar.y[j] * columns + bar.x[j]] = value
  })
  const nothing = new Float32Array(field.length).fill(LOG_NOTHING)

  const expected = separableKernel(bar, ring, 1, 1 / scale).logSumExp(h)
  using kernel = logKernel(tf, rows, columns, scale)
  // fields of a batch don't touch each other
  const batch = Float32Array.of(...nothing, ...field)
  const both = tf.tidy(() => kernel.logSumExp(tf.tensor3d(batch, [2, rows, columns])).dataSync())
  expect(both.subarray(0, field.length).every((value) => value < LOG_NOTHING / 2)).toBe(true)
  const arrived = both.subarray(field.length)
  const largest = span + expected.reduce((top, value) => Math.max(top, Math.abs(value)), 0)
  expected.forEach((value, i) => {
    expect(Math.abs(arrived[ring.y[i] * columns + ring.x[i]] - value)).toBeLessThanOrEqual(1e-6 * largest)
  })
})

test('where nothing is, nothing arrives', () => {
  using kernel = logKernel(tf, 3, 200, 0.1)
  const arrived = tf.tidy(() => kernel.logSumExp(tf.fill([1, 3, 200], LOG_NOTHING)).dataSync())
  expect(arrived.every((value) => value < LOG_NOTHING / 2 && Number.isFinite(value))).toBe(true)
})
