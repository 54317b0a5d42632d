import fc from 'fast-check'
import { expect, test } from 'vitest'
import { erode } from '../../../src/core/mask/morphology.ts'
import { sampleSupport } from '../../../src/core/pair/sampled-support.ts'
import type { DensityGrid } from '../../../src/core/transport/measure.ts'

const anyDensity: fc.Arbitrary<DensityGrid> = fc
  .tuple(fc.integer({ min: 3, max: 14 }), fc.integer({ min: 3, max: 14 }))
  .chain(([heightPx, widthPx]) =>
    fc
      .array(
        fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, { weight: 6, arbitrary: fc.integer({ min: 1, max: 9 }) }),
        {
          minLength: heightPx * widthPx,
          maxLength: heightPx * widthPx,
        },
      )
      .filter((values) => values.some((value) => value > 0))
      .map((values) => ({ heightPx, widthPx, values: Float64Array.from(values) })),
  )
const seed = fc.nat()

function pointsOf(density: DensityGrid): number {
  return density.values.reduce((count, value) => count + (value > 0 ? 1 : 0), 0)
}

/** mass on the boundary and in the interior of the density's own support */
function strata(support: DensityGrid, density: DensityGrid): readonly [boundaryMass: number, interiorMass: number] {
  const inside = erode({ ...support, data: Uint8Array.from(support.values, (value) => (value > 0 ? 1 : 0)) }).data
  const massWhere = (interior: 0 | 1) =>
    density.values.reduce((sum, value, i) => sum + (inside[i] === interior ? value : 0), 0)
  return [massWhere(0), massWhere(1)]
}

test('keeps as many pixels as asked for, all of them the density’s own', () => {
  fc.assert(
    fc.property(anyDensity, fc.integer({ min: 2, max: 250 }), seed, (density, maxPoints, s) => {
      const sampled = sampleSupport(density, maxPoints, s)
      expect(pointsOf(sampled)).toBe(Math.min(maxPoints, pointsOf(density)))
      sampled.values.forEach((value, i) => {
        if (value > 0) expect(density.values[i]).toBeGreaterThan(0)
      })
    }),
  )
})

test('boundary and interior each keep their mass', () => {
  fc.assert(
    fc.property(anyDensity, fc.integer({ min: 2, max: 100 }), seed, (density, maxPoints, s) => {
      const [boundary, interior] = strata(density, density)
      const [sampledBoundary, sampledInterior] = strata(density, sampleSupport(density, maxPoints, s))
      expect(sampledBoundary).toBeCloseTo(boundary, 9)
      expect(sampledInterior).toBeCloseTo(interior, 9)
    }),
  )
})

test('within a stratum, the kept pixels keep their proportions', () => {
  fc.assert(
    fc.property(anyDensity, seed, (density, s) => {
      const inside = erode({ ...density, data: Uint8Array.from(density.values, (value) => (value > 0 ? 1 : 0)) }).data
      const sampled = sampleSupport(density, 12, s)
      for (const stratum of [0, 1]) {
        const factors = Array.from(sampled.values.keys())
          .filter((i) => sampled.values[i] > 0 && inside[i] === stratum)
          .map((i) => sampled.values[i] / density.values[i])
        for (const factor of factors) expect(factor / factors[0]).toBeCloseTo(1, 12)
      }
    }),
  )
})

test('the points are shared out as the mass is', () => {
  const disc = Float64Array.from({ length: 100 * 100 }, (_, i) =>
    (Math.floor(i / 100) - 50) ** 2 + ((i % 100) - 50) ** 2 < 1600 ? 1 : 0,
  )
  const density = { heightPx: 100, widthPx: 100, values: disc }
  const sampled = sampleSupport(density, 500, 1)
  const [boundary, interior] = strata(density, density)
  const kept = { ...sampled, values: sampled.values.map((value) => (value > 0 ? 1 : 0)) }
  const [boundaryPoints] = strata(density, kept)
  expect(boundaryPoints).toBe(Math.round((500 * boundary) / (boundary + interior)))
})

test('the seed alone decides the draw, and decides it', () => {
  fc.assert(
    fc.property(anyDensity, fc.integer({ min: 2, max: 60 }), seed, (density, maxPoints, s) => {
      expect(sampleSupport(density, maxPoints, s)).toEqual(sampleSupport(density, maxPoints, s))
    }),
  )
  const density = { heightPx: 20, widthPx: 20, values: new Float64Array(400).fill(1) }
  expect(sampleSupport(density, 50, 1)).not.toEqual(sampleSupport(density, 50, 2))
})

test('where the embryo lies on the grid, and how large the grid is, does not matter', () => {
  const place = fc.record({ dy: fc.nat(9), dx: fc.nat(9), marginY: fc.nat(5), marginX: fc.nat(5) })
  fc.assert(
    fc.property(anyDensity, place, seed, (density, { dy, dx, marginY, marginX }, s) => {
      const embed = (grid: DensityGrid, top: number, left: number, heightPx: number, widthPx: number): DensityGrid => {
        const values = new Float64Array(heightPx * widthPx)
        grid.values.forEach((value, i) => {
          values[(Math.floor(i / grid.widthPx) + top) * widthPx + (i % grid.widthPx) + left] = value
        })
        return { heightPx, widthPx, values }
      }
      // one pixel of margin in either, so that the grid's edge is nobody's boundary
      const one = embed(density, 1, 1, density.heightPx + 2, density.widthPx + 2)
      const size = [density.heightPx + 2 + dy + marginY, density.widthPx + 2 + dx + marginX] as const
      const other = embed(density, 1 + dy, 1 + dx, ...size)
      expect(sampleSupport(other, 15, s)).toEqual(embed(sampleSupport(one, 15, s), dy, dx, ...size))
    }),
  )
})
