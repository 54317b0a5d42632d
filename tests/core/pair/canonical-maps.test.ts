import { describe, expect, test } from 'vitest'
import type { Mask } from '../../../src/core/mask/mask.ts'
import type { RunParameters } from '../../../src/runner/run-parameters.ts'
import { gridMaps } from '../../support/grid-maps.ts'
import { SMALL_GRID, smallEmbryo, solvePair } from '../../support/small-pair.ts'

const source = smallEmbryo(50, 3)
const target = smallEmbryo(58, 14, 28, 22)
const tolerance = 1e-9

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0)
}

function expectOnly(map: Float64Array, mask: Mask): void {
  expect(map.filter((value, pixel) => value !== 0 && mask.data[pixel] === 0).length).toBe(0)
}

const variants: readonly (Partial<RunParameters> & { readonly name: string })[] = [
  { name: 'at full resolution' },
  { name: 'pooled 2 × 2', downsampleFactor: 2 },
  { name: 'pooled 3 × 3, mass relative to the source', downsampleFactor: 3, massNormalization: 'source' },
  { name: 'pooled 5 × 5, with a short reach', downsampleFactor: 5, regM: 1e-3 },
  { name: 'with a short reach', regM: 1e-3, massNormalization: 'source' },
  { name: 'for the plain distance', metric: 'euclidean', epsilon: 1e-3 },
]

describe.each(variants)('$name', ({ name: _, ...chosen }) => {
  const computed = solvePair(source, target, SMALL_GRID, { epsilon: 3e-4, tolerance, ...chosen })
  const { maps: support, pair } = computed.solved
  const maps = gridMaps(computed)
  const s = pair.frame.downsampleFactor

  test('covers the box, and nothing else', () => {
    const { y0, y1, x0, x1 } = pair.frame.box
    for (const field of Object.values(computed.maps)) expect(field.length).toBe((y1 - y0) * (x1 - x0))
  })

  test('keeps every sum to 1e-6', () => {
    for (const [drawn, points] of [
      [maps.massDestroyed, support.source.massDestroyed],
      [maps.massCreated, support.target.massCreated],
      [maps.massCreatedOnSource, support.source.massCreatedOnSource],
      [maps.massChangeSource, support.source.massChange],
      [maps.massChangeTarget, support.target.massChange],
      [maps.costSource, support.source.cost],
      [maps.costTarget, support.target.cost],
      [maps.costDebiasedSource, support.source.costDebiased],
    ] as const) {
      const size = points.reduce((sum, value) => sum + Math.abs(value), 0)
      expect(Math.abs(sumOf(drawn) - sumOf(points))).toBeLessThanOrEqual(1e-12 * (1 + size))
    }
  })

  test('touches only real pixels: the source’s on its maps, the target’s on its own', () => {
    expectOnly(maps.velocityDy, source)
    expectOnly(maps.velocityDebiasedDx, source)
    expectOnly(maps.massDestroyed, source)
    expectOnly(maps.massCreatedOnSource, source)
    expectOnly(maps.massChangeSource, source)
    expectOnly(maps.costSource, source)
    expectOnly(maps.costDebiasedSource, source)
    expectOnly(maps.massCreated, target)
    expectOnly(maps.massChangeTarget, target)
    expectOnly(maps.costTarget, target)
  })

  test('draws each point’s displacement, in canonical px, on all the pixels of its block', () => {
    source.data.forEach((inside, pixel) => {
      if (!inside) return
      const y = Math.floor((Math.floor(pixel / source.widthPx) - pair.frame.box.y0) / s)
      const x = Math.floor(((pixel % source.widthPx) - pair.frame.box.x0) / s)
      const point = pair.source.support.y.findIndex((py, i) => py === y && pair.source.support.x[i] === x)
      expect(point).toBeGreaterThanOrEqual(0)
      expect(maps.velocityDy[pixel]).toBe(support.source.velocityDy[point] * s)
      expect(maps.velocityDx[pixel]).toBe(support.source.velocityDx[point] * s)
      expect(maps.velocityDebiasedDy[pixel]).toBe(support.source.velocityDebiasedDy[point] * s)
    })
  })

  test('shares a block’s mass evenly among its pixels', () => {
    const first = new Map<number, number>()
    source.data.forEach((inside, pixel) => {
      if (!inside) return
      const y = Math.floor((Math.floor(pixel / source.widthPx) - pair.frame.box.y0) / s)
      const x = Math.floor(((pixel % source.widthPx) - pair.frame.box.x0) / s)
      const block = y * pair.frame.widthPx + x
      const known = first.get(block)
      if (known === undefined) first.set(block, maps.costSource[pixel])
      else expect(maps.costSource[pixel]).toBe(known)
    })
  })
})

test('uneven densities share a block’s mass as they hold it', () => {
  const computed = solvePair(source, target, SMALL_GRID, {
    epsilon: 1e-3,
    downsampleFactor: 3,
    massMode: 'distance_transform',
    regM: 1e-2,
  })
  const { pair } = computed.solved
  const { costSource } = gridMaps(computed)
  const { values } = pair.source.density
  const { box } = pair.frame
  const perDensity = new Map<number, number>()
  source.data.forEach((inside, pixel) => {
    if (!inside) return
    const y = Math.floor((Math.floor(pixel / source.widthPx) - box.y0) / 3)
    const x = Math.floor(((pixel % source.widthPx) - box.x0) / 3)
    const ratio = costSource[pixel] / values[pixel]
    const known = perDensity.get(1000 * y + x)
    if (known === undefined) perDensity.set(1000 * y + x, ratio)
    else expect(ratio / known).toBeCloseTo(1, 12)
  })
  expect(perDensity.size).toBe(pair.source.support.weights.length)
})
