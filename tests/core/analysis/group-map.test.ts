import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { embryoMean, groupMap } from '../../../src/core/analysis/group-map.ts'
import { differencePanel, meanPanel, standardisedDifferencePanel } from '../../../src/core/analysis/group-panel.ts'
import type { PlacedMap } from '../../../src/core/analysis/placed-map.ts'

const GRID = { gridHeightPx: 12, gridWidthPx: 16, umPerPx: 10 }

/** a small map somewhere on the grid, a third of it blank */
const someMap: fc.Arbitrary<PlacedMap> = fc
  .record({
    y0: fc.nat(6),
    x0: fc.nat(8),
    height: fc.integer({ min: 1, max: 5 }),
    width: fc.integer({ min: 1, max: 7 }),
  })
  .chain(({ y0, x0, height, width }) =>
    fc
      .array(
        fc.tuple(fc.nat(2), fc.float({ min: -100, max: 100, noNaN: true }), fc.float({ min: -9, max: 9, noNaN: true })),
        {
          minLength: height * width,
          maxLength: height * width,
        },
      )
      .map((pixels) => ({
        ...GRID,
        box: { y0, x0, y1: y0 + height, x1: x0 + width },
        values: Float32Array.from(pixels, ([kind, value]) => (kind === 0 ? Number.NaN : value)),
        dyUm: Float32Array.from(pixels, ([kind, , d]) => (kind === 0 ? Number.NaN : d)),
        dxUm: Float32Array.from(pixels, ([kind, , d]) => (kind === 0 ? Number.NaN : -2 * d)),
        mask: Uint8Array.from(pixels, ([kind]) => (kind === 0 ? 0 : 1)),
      })),
  )
const someEmbryo = fc.array(someMap, { minLength: 1, maxLength: 4 })
const someGroup = fc.array(someEmbryo, { minLength: 1, maxLength: 6 })

type Plane = 'values' | 'dyUm' | 'dxUm'

/** an embryo's defined values at a grid pixel */
function valuesAt(maps: readonly PlacedMap[], y: number, x: number, plane: Plane = 'values'): number[] {
  return maps.flatMap((map) => {
    const { y0, x0, y1, x1 } = map.box
    const value =
      y < y0 || y >= y1 || x < x0 || x >= x1 ? Number.NaN : (map[plane]?.[(y - y0) * (x1 - x0) + x - x0] ?? Number.NaN)
    return Number.isNaN(value) ? [] : [value]
  })
}

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const embryoMeansAt = (group: readonly PlacedMap[][], y: number, x: number, plane?: Plane) =>
  group
    .map((maps) => valuesAt(maps, y, x, plane))
    .filter((values) => values.length > 0)
    .map(meanOf)
const squaresOf = (values: readonly number[]) => values.reduce((sum, value) => sum + (value - meanOf(values)) ** 2, 0)
const mapOf = (group: readonly PlacedMap[][]) => groupMap(group.map(embryoMean))

/** the panel's value at a grid pixel; NaN outside its box */
function at(panel: { box: PlacedMap['box'] }, values: Float32Array | Uint16Array | null, y: number, x: number): number {
  const { y0, x0, y1, x1 } = panel.box
  if (y < y0 || y >= y1 || x < x0 || x >= x1) return Number.NaN
  return values?.[(y - y0) * (x1 - x0) + x - x0] ?? Number.NaN
}

function eachPixel(check: (y: number, x: number) => void): void {
  for (let y = 0; y < GRID.gridHeightPx; y++) for (let x = 0; x < GRID.gridWidthPx; x++) check(y, x)
}

function expectNear(actual: number, wanted: number): void {
  if (Number.isNaN(wanted)) expect(actual).toBeNaN()
  else expect(actual).toBeCloseTo(wanted, 3)
}

describe('over random embryos, pixel by pixel and by brute force', () => {
  test("a mean is that of the embryos' means, where three embryos stand or all of a small group", () => {
    fc.assert(
      fc.property(someGroup, (group) => {
        const panel = meanPanel(mapOf(group))
        const fewest = Math.min(3, group.length)
        eachPixel((y, x) => {
          const means = embryoMeansAt(group, y, x)
          const wanted = means.length >= fewest ? meanOf(means) : Number.NaN
          expectNear(at(panel, panel.values, y, x), wanted)
          if (means.length < fewest) return
          expect(at(panel, panel.embryosAt, y, x)).toBe(means.length)
          expect(at(panel, panel.dyUm, y, x)).toBeCloseTo(meanOf(embryoMeansAt(group, y, x, 'dyUm')), 4)
          expect(at(panel, panel.dxUm, y, x)).toBeCloseTo(meanOf(embryoMeansAt(group, y, x, 'dxUm')), 4)
        })
      }),
      { numRuns: 60 },
    )
  })

  test('a difference is that of two means; standardised, over the pooled deviation between embryos', () => {
    fc.assert(
      fc.property(someGroup, someGroup, (group, reference) => {
        const maps = [mapOf(group), mapOf(reference)] as const
        const difference = differencePanel(...maps)
        const standardised = standardisedDifferencePanel(...maps)
        const [fewest, fewestReference] = [Math.min(3, group.length), Math.min(3, reference.length)]
        eachPixel((y, x) => {
          const [a, b] = [embryoMeansAt(group, y, x), embryoMeansAt(reference, y, x)]
          const isDefined = a.length >= fewest && b.length >= fewestReference
          const wanted = isDefined ? meanOf(a) - meanOf(b) : Number.NaN
          expectNear(at(difference, difference.values, y, x), wanted)
          if (isDefined) expect(at(difference, difference.embryosAt, y, x)).toBe(Math.min(a.length, b.length))
          const deviation = Math.sqrt((squaresOf(a) + squaresOf(b)) / (a.length + b.length - 2))
          const z = at(standardised, standardised.values, y, x)
          if (!isDefined || a.length < 2 || b.length < 2 || deviation === 0) expect(z).toBeNaN()
          else
            expect(Math.abs(z - wanted / deviation)).toBeLessThanOrEqual(1e-4 * (1 + Math.abs(z)) * (1 + 1 / deviation))
        })
      }),
      { numRuns: 60 },
    )
  })
})

test('an embryo with many pairs counts as one', () => {
  const flat = (value: number): PlacedMap => ({
    ...GRID,
    box: { y0: 0, x0: 0, y1: 1, x1: 1 },
    values: Float32Array.of(value),
    dyUm: null,
    dxUm: null,
    mask: Uint8Array.of(1),
  })
  const often = embryoMean([10, 20, 30, 40].map(flat))
  const once = embryoMean([flat(5)])
  expect(groupMap([often, once]).mean[0]).toBe(15)
})

test('maps of different grids are not laid together', () => {
  const map: PlacedMap = {
    ...GRID,
    box: { y0: 0, x0: 0, y1: 1, x1: 1 },
    values: Float32Array.of(1),
    dyUm: null,
    dxUm: null,
    mask: Uint8Array.of(1),
  }
  expect(() => groupMap([map, { ...map, umPerPx: 20 }])).toThrow(RangeError)
  expect(() => groupMap([])).toThrow(RangeError)
})
