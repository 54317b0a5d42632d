import fc from 'fast-check'
import { expect, test } from 'vitest'
import { displacementFeatures, percentile } from '../../../src/core/features/displacement-features.ts'
import { pairFeatures } from '../../../src/core/features/pair-features.ts'
import { SMALL_GRID, smallEmbryo, solvePair } from '../../support/small-pair.ts'

const sorted = fc
  .array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 1, maxLength: 30 })
  .map((values) => Float64Array.from(values, (value) => (value === 0 ? 0 : value)).sort())

test('percentiles interpolate linearly, as numpy does', () => {
  // numpy.percentile([1, 2, 4, 8], [0, 10, 50, 90, 95, 100])
  const values = Float64Array.of(1, 2, 4, 8)
  const expected = [1, 1.3, 3, 6.8, 7.4, 8]
  ;[0, 10, 50, 90, 95, 100].forEach((percent, k) => {
    expect(percentile(values, percent)).toBeCloseTo(expected[k], 12)
  })
  expect(percentile(Float64Array.of(7), 90)).toBe(7)
  expect(percentile(new Float64Array(0), 50)).toBeNaN()
})

test('a percentile rises with the percentage, from the smallest to the largest, and is exact at each value', () => {
  fc.assert(
    fc.property(sorted, fc.double({ min: 0, max: 100, noNaN: true }), (values, percent) => {
      const last = values.length - 1
      expect(percentile(values, 0)).toBe(values[0])
      expect(percentile(values, 100)).toBe(values[last])
      expect(percentile(values, percent)).toBeLessThanOrEqual(percentile(values, (percent + 100) / 2) + 1e-9)
      values.forEach((value, k) => {
        if (last > 0) expect(percentile(values, (100 * k) / last)).toBeCloseTo(value, 8)
      })
    }),
  )
})

const { solved, maps, metrics, features } = solvePair(smallEmbryo(50, 3), smallEmbryo(58, 14, 28, 22), SMALL_GRID, {
  epsilon: 1e-3,
  downsampleFactor: 2,
  regM: 1e-2,
})

test('displacements are in µm, over the points that carry mass', () => {
  const { velocityDy, velocityDx, transportedMass } = solved.maps.source
  const norms = velocityDy.map((dy, i) => Math.hypot(dy, velocityDx[i]) * 80)
  const n = norms.length
  const mean = norms.reduce((sum, value) => sum + value, 0) / n
  expect(features.bar_disp_mean_um).toBeCloseTo(mean, 8)
  expect(features.bar_disp_std_um).toBeCloseTo(
    Math.sqrt(norms.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n),
    8,
  )
  expect(features.bar_disp_max_um).toBeCloseTo(Math.max(...norms), 10)
  // a point that carries nothing, however far its barycentre, does not count
  const emptied = {
    ...solved,
    maps: {
      ...solved.maps,
      source: {
        ...solved.maps.source,
        transportedMass: transportedMass.map((mass, i) => (i === 3 ? 1e-13 : mass)),
        velocityDy: velocityDy.map((dy, i) => (i === 3 ? Number.NaN : dy)),
      },
    },
  }
  expect(displacementFeatures(emptied).bar_disp_mean_um).toBeCloseTo((mean * n - norms[3]) / (n - 1), 8)
})

test('the feature row repeats the metrics and states the masses', () => {
  const row = pairFeatures(solved, maps, metrics, 8)
  expect(row).toEqual(features)
  expect(row.n_dct_bands).toBe(8)
  for (const name of [
    'total_transport_cost_um2',
    'mean_transport_distance_um',
    'specific_transport_cost_um2_per_mass',
    'transported_mass_pct_src',
    'transported_mass_pct_tgt',
    'created_mass_pct',
    'destroyed_mass_pct',
    'proportion_transported',
  ] as const) {
    expect(row[`ot_${name}`]).toBe(metrics[name])
  }
  expect(row.ot_mass_ratio_crop).toBeCloseTo(metrics.mass_tgt_px / metrics.mass_src_px, 12)
  expect(row.ot_mass_delta_crop).toBeCloseTo(metrics.mass_tgt_px - metrics.mass_src_px, 9)
})
