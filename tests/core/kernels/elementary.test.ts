import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadKernels, VARIANTS } from '../../../src/core/kernels/kernel-memory.ts'

describe.each(VARIANTS)('the %s kernels', (variant) => {
  const memory = loadKernels([variant])

  type Function = 'exps' | 'expm1s' | 'logs'
  const valuesOf = (name: Function, x: readonly number[]) =>
    memory.scope(() => {
      const count = x.length + (x.length % 2)
      const address = memory.take(count)
      memory.float64(address, x.length).set(x)
      memory.kernels[name](address, count, address)
      return Array.from(memory.float64(address, x.length))
    })
  const anyExponent = fc.oneof(
    fc.double({ min: -700, max: 700, noNaN: true }),
    fc.double({ min: -1, max: 1, noNaN: true }),
  )

  test.each([
    ['exps', Math.exp, anyExponent],
    ['expm1s', Math.expm1, anyExponent],
    ['logs', Math.log, fc.double({ min: 1e-300, max: 1e300, noNaN: true })],
    ['logs', Math.log, fc.double({ min: 0.9, max: 1.1, noNaN: true })],
  ] as const)('%s is right to 4 units in the last place', (name, expected, anyArgument) => {
    fc.assert(
      fc.property(fc.array(anyArgument, { minLength: 1, maxLength: 9 }), (x) => {
        valuesOf(name, x).forEach((value, i) => {
          const right = expected(x[i])
          expect(Math.abs(value - right)).toBeLessThanOrEqual(4 * Number.EPSILON * Math.abs(right))
        })
      }),
      { numRuns: 1000 },
    )
  })

  test('what is too small is 0, what is too large stays finite', () => {
    expect(valuesOf('exps', [-709, -1e300, Number.NEGATIVE_INFINITY, 0])).toEqual([0, 0, 0, 1])
    expect(valuesOf('exps', [1e300])[0]).toBeGreaterThan(1e307)
    expect(valuesOf('exps', [1e300])[0]).toBeLessThan(Number.POSITIVE_INFINITY)
  })
})
