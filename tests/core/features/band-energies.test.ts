import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bandShares, frequencyBands } from '../../../src/core/features/band-energies.ts'

const anySpectrum = fc
  .record({
    heightPx: fc.integer({ min: 1, max: 12 }),
    widthPx: fc.integer({ min: 2, max: 12 }),
    bandCount: fc.integer({ min: 1, max: 14 }),
    padding: fc.nat(3),
  })
  .chain((size) => {
    const stride = size.widthPx + size.padding
    return fc.record({
      size: fc.constant(size),
      stride: fc.constant(stride),
      values: fc.array(fc.integer({ min: -9, max: 9 }), {
        minLength: size.heightPx * stride,
        maxLength: size.heightPx * stride,
      }),
    })
  })

test('every coefficient counts in the band of its radius, and what lies between the rows in none', () => {
  fc.assert(
    fc.property(anySpectrum, ({ size: { heightPx, widthPx, bandCount }, stride, values }) => {
      const energies = new Array<number>(bandCount).fill(0)
      const largest = Math.hypot((heightPx - 1) / heightPx, (widthPx - 1) / widthPx)
      for (let ky = 0; ky < heightPx; ky++) {
        for (let kx = 0; kx < widthPx; kx++) {
          const radius = Math.hypot(ky / heightPx, kx / widthPx)
          energies[Math.min(bandCount - 1, Math.floor((radius / largest) * bandCount))] += values[ky * stride + kx] ** 2
        }
      }
      const total = energies.reduce((sum, energy) => sum + energy, 0)
      const shares = bandShares(
        { coefficients: Float64Array.from(values), stride },
        frequencyBands(heightPx, widthPx, bandCount),
      )
      expect(shares).toEqual(energies.map((energy) => (total === 0 ? 0 : energy / total)))
    }),
  )
})
