import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadKernels, VARIANTS } from '../../../src/core/kernels/kernel-memory.ts'

/** from far below float64's rounding of 1 to where series end and beyond */
const anyDelta = fc
  .tuple(fc.constantFrom(-1, 1), fc.double({ min: -14, max: 2, noNaN: true }))
  .map(([sign, power]) => Math.max(sign * 10 ** power, -1))
const anyPoint = fc.record({
  weight: fc.double({ min: 1e-6, max: 1, noNaN: true }),
  potential: fc.double({ min: -30, max: 30, noNaN: true }),
  delta: anyDelta,
})

describe.each(VARIANTS)('the %s kernels', (variant) => {
  const memory = loadKernels([variant])

  function sumsOf(
    weights: readonly number[],
    potential: readonly number[],
    marginal: readonly number[],
    scale: number,
  ) {
    return memory.scope(() => {
      const [w, p, m] = [weights, potential, marginal].map((values) => memory.takeFilled(Float64Array.from(values)))
      const out = memory.takeUnset(5)
      memory.kernels.endSums(w, p, m, weights.length, scale, out)
      const [excess, divergence, error, mass, moved] = memory.float64(out, 5)
      return { excess, divergence, error, mass, moved }
    })
  }

  test('sum what one end of a plan adds to a certificate, even and odd numbers of points', () => {
    fc.assert(
      fc.property(
        fc.array(anyPoint, { minLength: 1, maxLength: 300 }),
        fc.constantFrom(-1, -0.1, -1e-3),
        (points, scale) => {
          const weights = points.map(({ weight }) => weight)
          const potential = points.map(({ potential }) => potential)
          const marginal = points.map(({ weight, delta }) => weight * (1 + delta))
          const terms = points.map((_, i) => {
            const excess = weights[i] * Math.expm1(scale * potential[i])
            return {
              excess,
              divergence: weights[i] * entropyTerm(marginal[i] / weights[i]),
              error: Math.abs(marginal[i] - weights[i] - excess),
              mass: marginal[i],
              moved: potential[i] * marginal[i],
            }
          })
          const found = sumsOf(weights, potential, marginal, scale)
          for (const name of ['excess', 'divergence', 'mass', 'moved'] as const) {
            const right = terms.reduce((sum, term) => sum + term[name], 0)
            const allowed = 1e-13 * terms.reduce((sum, term) => sum + Math.abs(term[name]), 0)
            expect(Math.abs(found[name] - right)).toBeLessThanOrEqual(allowed)
          }
          // each of its terms is a difference
          const right = terms.reduce((sum, { error }) => sum + error, 0)
          const allowed =
            1e-14 * terms.reduce((sum, { excess, mass }, i) => sum + mass + weights[i] + Math.abs(excess), 0)
          expect(Math.abs(found.error - right)).toBeLessThanOrEqual(allowed)
        },
      ),
      { numRuns: 300 },
    )
  })

  test('a relative entropy’s term is exact where its ratio is near 1, and where it is not', () => {
    fc.assert(
      fc.property(anyDelta, (delta) => {
        const r = 1 + delta
        const { divergence } = sumsOf([1], [0], [r], -1)
        expect(Math.abs(divergence - entropyTerm(r))).toBeLessThanOrEqual(1e-12 * entropyTerm(r))
      }),
      { numRuns: 1000 },
    )
    expect(sumsOf([1], [0], [1], -1).divergence).toBe(0)
    expect(sumsOf([1], [0], [0], -1).divergence).toBe(1)
    expect(sumsOf([1], [0], [1e-310], -1).divergence).toBe(1)
  })

  test('what is no number does not get lost', () => {
    expect(sumsOf([1, 1], [0, 0], [1, Number.NaN], -1)).toMatchObject({ divergence: NaN, error: NaN, mass: NaN })
    expect(sumsOf([1, 1], [Number.NaN, 0], [1, 1], -1)).toMatchObject({ moved: NaN })
  })
})

/** r log r − r + 1 where it keeps its digits; else the first terms of its series in r − 1, the next being below 1e-15 of it */
function entropyTerm(r: number): number {
  const delta = r - 1
  if (r < 0.5) return r === 0 ? 1 : r * Math.log(r) - delta
  if (Math.abs(delta) > 1e-3) return r * Math.log1p(delta) - delta
  return (delta ** 2 / 2) * (1 - delta / 3 + delta ** 2 / 6 - delta ** 3 / 10 + delta ** 4 / 15)
}
