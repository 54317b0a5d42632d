import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededRandom } from '../../../src/core/random.ts'
import { Relaxation } from '../../../src/core/transport/relaxation.ts'

test('ω stays between 1 and 2, whatever errors it is told of', () => {
  const error = fc.oneof(
    fc.double({ min: 1e-300, max: 1e300, noNaN: true }),
    fc.double({ min: 0.5, max: 2, noNaN: true }),
    fc.constant(0),
  )
  fc.assert(
    fc.property(fc.array(error, { minLength: 20, maxLength: 300 }), (errors) => {
      const relaxation = new Relaxation()
      for (const value of errors) {
        relaxation.observe(value)
        expect(relaxation.omega).toBeGreaterThanOrEqual(1)
        expect(relaxation.omega).toBeLessThan(2)
      }
    }),
  )
})

/**
 * Successive over-relaxation between two blocks of variables coupled by singular values σ_k: the linear model of Sinkhorn's alternating
 * updates near their solution. Returns the iterations until the error has fallen by 1e10.
 */
function iterationsOf(singularValues: readonly number[], omegaAt: (error: number) => number, atMost: number): number {
  const random = seededRandom(singularValues.length)
  const f = singularValues.map(() => random.normal())
  const g = singularValues.map(() => random.normal())
  let omega = 1
  for (let iteration = 1; iteration <= atMost; iteration++) {
    let error = 0
    singularValues.forEach((sigma, k) => {
      error += Math.abs(sigma * g[k] - f[k])
      f[k] += omega * (sigma * g[k] - f[k])
      error += Math.abs(sigma * f[k] - g[k])
      g[k] += omega * (sigma * f[k] - g[k])
    })
    if (Math.hypot(...f, ...g) < 1e-10) return iteration
    omega = omegaAt(error)
  }
  return Infinity
}

test('on a linear problem it converges, and much faster than the plain iteration where that is slow', () => {
  const spectrum = fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(spectrum, (singularValues) => {
      const relaxation = new Relaxation()
      const relaxed = iterationsOf(
        singularValues,
        (error) => {
          relaxation.observe(error)
          return relaxation.omega
        },
        20_000,
      )
      const plain = iterationsOf(singularValues, () => 1, 20_000)
      expect(relaxed).toBeLessThanOrEqual(2 * plain + 100)
      if (plain > 2000) expect(relaxed).toBeLessThan(plain / 3)
    }),
    { numRuns: 300 },
  )
})

test('it steps back where the error grows', () => {
  const relaxation = new Relaxation()
  for (let error = 1, i = 0; i < 16; i++, error *= 0.99) relaxation.observe(error)
  const eager = relaxation.omega
  expect(eager).toBeGreaterThan(1.5)
  relaxation.observe(1000)
  expect(relaxation.omega).toBeCloseTo(1 + (eager - 1) / 2, 12)
  // and never again as far
  for (let error = 1, i = 0; i < 200; i++, error *= 0.999) relaxation.observe(error)
  expect(relaxation.omega).toBeLessThan(eager)
})
