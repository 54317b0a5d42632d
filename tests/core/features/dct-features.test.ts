import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CanonicalGrid } from '../../../src/core/canonical/canonical-grid.ts'
import { DCT_FIELDS, dctFeatureName, dctFeatures } from '../../../src/core/features/dct-features.ts'
import type { CanonicalMaps } from '../../../src/core/pair/canonical-maps.ts'

const grid: CanonicalGrid = { heightPx: 12, widthPx: 20, umPerPx: 10 }
const size = grid.heightPx * grid.widthPx
const box = { y0: 2, y1: 10, x0: 3, x1: 18 }
const inBox = (pixel: number) => {
  const [y, x] = [Math.floor(pixel / grid.widthPx), pixel % grid.widthPx]
  return y >= box.y0 && y < box.y1 && x >= box.x0 && x < box.x1
}
const fieldOf = (valueAt: (y: number, x: number) => number) =>
  Float64Array.from({ length: size }, (_, i) =>
    inBox(i) ? valueAt(Math.floor(i / grid.widthPx), i % grid.widthPx) : 0,
  )
const zeros = new Float64Array(size)

function mapsOf(chosen: Partial<CanonicalMaps>): CanonicalMaps {
  return {
    velocityDy: zeros,
    velocityDx: zeros,
    velocityDebiasedDy: zeros,
    velocityDebiasedDx: zeros,
    massDestroyed: zeros,
    massCreated: zeros,
    massCreatedOnSource: zeros,
    massChangeSource: zeros,
    massChangeTarget: zeros,
    costSource: zeros,
    costTarget: zeros,
    costDebiasedSource: zeros,
    ...chosen,
  }
}

const anyVelocity = fc
  .array(fc.oneof(fc.constant(0), fc.double({ min: -5, max: 5, noNaN: true })), { minLength: size, maxLength: size })
  .map((values) => Float64Array.from(values, (value, i) => (inBox(i) ? value : 0)))

describe('band energies', () => {
  test('of each field add up to one, or are all zero', () => {
    fc.assert(
      fc.property(anyVelocity, anyVelocity, fc.integer({ min: 1, max: 12 }), (velocityDy, velocityDx, bands) => {
        const features = dctFeatures(mapsOf({ velocityDy, velocityDx }), grid, box, bands)
        expect(Object.keys(features).length).toBe(4 * bands)
        for (const field of DCT_FIELDS) {
          const shares = Array.from({ length: bands }, (_, band) => features[dctFeatureName(field, band)])
          expect(shares.every((share) => share >= 0 && share <= 1 + 1e-12)).toBe(true)
          const total = shares.reduce((sum, share) => sum + share, 0)
          expect(Math.abs(total - 1) < 1e-12 || total === 0).toBe(true)
        }
      }),
    )
  })

  test('without motion are all zero', () => {
    const features = dctFeatures(mapsOf({ massCreated: fieldOf(() => 1) }), grid, box, 8)
    expect(new Set(Object.values(features))).toEqual(new Set([0]))
  })

  test('put a wave of the whole grid into the band of its radius', () => {
    const whole = { y0: 0, y1: grid.heightPx, x0: 0, x1: grid.widthPx }
    for (const [ky, kx] of [
      [0, 1],
      [3, 4],
      [7, 0],
      [11, 19],
    ]) {
      const velocityDx = Float64Array.from({ length: size }, (_, i) => {
        const [y, x] = [Math.floor(i / grid.widthPx), i % grid.widthPx]
        return Math.cos((Math.PI * (y + 0.5) * ky) / 12) * Math.cos((Math.PI * (x + 0.5) * kx) / 20)
      })
      const largest = Math.hypot(11 / 12, 19 / 20)
      const band = Math.min(7, Math.floor((8 * Math.hypot(ky / 12, kx / 20)) / largest))
      expect(dctFeatures(mapsOf({ velocityDx }), grid, whole, 8)[dctFeatureName('vx', band)]).toBeCloseTo(1, 10)
    }
  })

  test('do not depend on how fast it all moves', () => {
    fc.assert(
      fc.property(anyVelocity, anyVelocity, (velocityDy, velocityDx) => {
        const features = dctFeatures(mapsOf({ velocityDy, velocityDx }), grid, box, 8)
        const faster = dctFeatures(
          mapsOf({ velocityDy: velocityDy.map((v) => 3 * v), velocityDx: velocityDx.map((v) => 3 * v) }),
          grid,
          box,
          8,
        )
        for (const [name, value] of Object.entries(features)) expect(faster[name]).toBeCloseTo(value, 10)
      }),
    )
  })
})

describe('divergence and curl', () => {
  const features = (velocityDy: Float64Array, velocityDx: Float64Array) =>
    dctFeatures(mapsOf({ velocityDy, velocityDx }), grid, box, 1)

  test('a rotation has curl and no divergence, an expansion the reverse', () => {
    // linear over the whole grid, where central and one-sided differences are exact; at rest nowhere
    const linear = (valueAt: (y: number, x: number) => number) =>
      Float64Array.from({ length: size }, (_, i) => valueAt(Math.floor(i / grid.widthPx), i % grid.widthPx))
    const rows = linear((y) => y - 5.25)
    const columns = linear((_, x) => x - 9.25)
    const rotation = features(
      columns.map((v) => -v),
      rows,
    )
    expect([rotation.dct_div_band_00, rotation.dct_curl_band_00]).toEqual([0, 1])
    const expansion = features(rows, columns)
    expect([expansion.dct_div_band_00, expansion.dct_curl_band_00]).toEqual([1, 0])
  })

  test('are taken on the support only: what central differences spread beyond it does not count', () => {
    // a block that moves as one: with its derivatives cut to the support, no mass elsewhere changes anything
    const velocityDx = fieldOf(() => 2)
    const alone = dctFeatures(mapsOf({ velocityDx }), grid, box, 8)
    const wider = { y0: 0, y1: 12, x0: 0, x1: 20 }
    expect(dctFeatures(mapsOf({ velocityDx }), grid, wider, 8)).toEqual(alone)
    // created mass beside the block is support too: there the divergence counts
    const massCreated = Float64Array.from({ length: size }, (_, i) => (i === 5 * grid.widthPx + box.x1 ? 1 : 0))
    const with1 = dctFeatures(mapsOf({ velocityDx, massCreated }), grid, wider, 8)
    expect(with1.dct_div_band_00).not.toBeCloseTo(alone.dct_div_band_00, 6)
    expect(with1.dct_vx_band_00).toBe(alone.dct_vx_band_00)
    // but not a trace of it
    const trace = dctFeatures(mapsOf({ velocityDx, massCreated: massCreated.map((v) => 1e-7 * v) }), grid, wider, 8)
    expect(trace).toEqual(alone)
  })
})
