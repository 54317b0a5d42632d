import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CanonicalGrid } from '../../../src/core/canonical/canonical-grid.ts'
import { DCT_FIELDS, dctFeatureName, dctFeatures } from '../../../src/core/features/dct-features.ts'
import type { Box } from '../../../src/core/mask/tight-box.ts'
import type { CanonicalMaps } from '../../../src/core/pair/canonical-maps.ts'
import { onGrid } from '../../support/grid-maps.ts'

const grid: CanonicalGrid = { heightPx: 12, widthPx: 20, umPerPx: 10 }
const whole: Box = { y0: 0, y1: grid.heightPx, x0: 0, x1: grid.widthPx }
/** ends with the grid at the left, lies free elsewhere */
const box: Box = { y0: 2, y1: 10, x0: 0, x1: 18 }

/** A field of a box: what is asked for, but zero at the edges that are not the grid's. */
function fieldOf(within: Box, valueAt: (y: number, x: number) => number): Float64Array {
  const isFree = (at: number, first: number, end: number, size: number) =>
    (at > first || first === 0) && (at < end - 1 || end === size)
  const widthPx = within.x1 - within.x0
  return Float64Array.from({ length: (within.y1 - within.y0) * widthPx }, (_, i) => {
    const [y, x] = [within.y0 + Math.floor(i / widthPx), within.x0 + (i % widthPx)]
    const free = isFree(y, within.y0, within.y1, grid.heightPx) && isFree(x, within.x0, within.x1, grid.widthPx)
    return free ? valueAt(y, x) : 0
  })
}

function mapsOf(chosen: Partial<CanonicalMaps>): CanonicalMaps {
  const zeros = new Float64Array(Object.values(chosen)[0].length)
  return {
    velocityDy: zeros,
    velocityDx: zeros,
    velocityDebiasedDy: zeros,
    velocityDebiasedDx: zeros,
    velocityRestDy: zeros,
    velocityRestDx: zeros,
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
  .infiniteStream(fc.oneof(fc.constant(0), fc.double({ min: -5, max: 5, noNaN: true })))
  .map((stream) => fieldOf(box, () => stream.next().value ?? 0))

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
    const features = dctFeatures(mapsOf({ massCreated: fieldOf(box, () => 1) }), grid, box, 8)
    expect(new Set(Object.values(features))).toEqual(new Set([0]))
  })

  test('put a wave of the whole grid into the band of its radius', () => {
    for (const [ky, kx] of [
      [0, 1],
      [3, 4],
      [7, 0],
      [11, 19],
    ]) {
      const wave = (at: number, k: number, sizePx: number) => Math.cos((Math.PI * (at + 0.5) * k) / sizePx)
      const velocityDx = fieldOf(whole, (y, x) => wave(y, ky, 12) * wave(x, kx, 20))
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
  test('a rotation has curl and no divergence, an expansion the reverse', () => {
    // linear over the whole grid, where central and one-sided differences are exact; at rest nowhere
    const rows = fieldOf(whole, (y) => y - 5.25)
    const columns = fieldOf(whole, (_, x) => x - 9.25)
    const features = (velocityDy: Float64Array, velocityDx: Float64Array) =>
      dctFeatures(mapsOf({ velocityDy, velocityDx }), grid, whole, 1)
    const rotation = features(
      columns.map((v) => -v),
      rows,
    )
    expect([rotation.dct_div_band_00, rotation.dct_curl_band_00]).toEqual([0, 1])
    const expansion = features(rows, columns)
    expect([expansion.dct_div_band_00, expansion.dct_curl_band_00]).toEqual([1, 0])
  })

  test('are taken on the support only: what central differences spread beyond it does not count', () => {
    // a block that moves as one, in the middle of the box
    const isMoving = (y: number, x: number) => y >= 4 && y < 8 && x >= 5 && x < 12
    const velocityDx = fieldOf(box, (y, x) => (isMoving(y, x) ? 2 : 0))
    const alone = dctFeatures(mapsOf({ velocityDx }), grid, box, 8)
    // created mass beside the block is support too: there the divergence counts
    const massCreated = fieldOf(box, (y, x) => (y === 5 && x === 12 ? 1 : 0))
    const beside = dctFeatures(mapsOf({ velocityDx, massCreated }), grid, box, 8)
    expect(beside.dct_div_band_00).not.toBeCloseTo(alone.dct_div_band_00, 6)
    expect(beside.dct_vx_band_00).toBe(alone.dct_vx_band_00)
    // but not a trace of it
    const trace = dctFeatures(mapsOf({ velocityDx, massCreated: massCreated.map((v) => 1e-7 * v) }), grid, box, 8)
    expect(trace).toEqual(alone)
  })

  test('are those of the whole grid, wherever the box ends', () => {
    fc.assert(
      fc.property(anyVelocity, anyVelocity, (velocityDy, velocityDx) => {
        const onBox = dctFeatures(mapsOf({ velocityDy, velocityDx }), grid, box, 8)
        const [dy, dx] = [velocityDy, velocityDx].map((field) => onGrid(field, box, grid))
        const onWhole = dctFeatures(mapsOf({ velocityDy: dy, velocityDx: dx }), grid, whole, 8)
        for (const [name, share] of Object.entries(onWhole)) expect(onBox[name]).toBeCloseTo(share, 10)
      }),
    )
  })
})
