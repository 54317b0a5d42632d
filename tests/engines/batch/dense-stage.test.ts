import fc from 'fast-check'
import { expect, test } from 'vitest'
import { denseStage, tiltsOf } from '../../../src/engines/batch/dense-stage.ts'
import { anyMeasure, moved } from '../../support/transport-problems.ts'

const SETTINGS = { metric: 'sqeuclidean', coordScale: 0.1, epsilon: 1e-2, regM: 1 } as const
const anywhere = fc.integer({ min: -50, max: 50 })
const anyEnd = fc.tuple(anyMeasure(20), anywhere, anywhere).map(([measure, dy, dx]) => moved(measure, dy, dx))

test('a grid covers both ends and no more, and distances on it are those of the pixels but for the tilts', () => {
  fc.assert(
    fc.property(anyEnd, anyEnd, (source, target) => {
      const stage = denseStage({ ...SETTINGS, source, target }, 1e-2)
      const { rows, columns, scale } = stage
      const [a, b] = [stage.source, stage.target].map((end) => {
        const { lattice, places } = end
        expect(places.every((place, i) => i === 0 || place > places[i - 1])).toBe(true)
        expect(places.every((place) => place >= 0 && place < rows * columns)).toBe(true)
        const tilts = tiltsOf(end, columns)
        return Array.from(places, (place, i) => ({
          row: Math.floor(place / columns),
          column: place % columns,
          y: lattice.y0 + Math.floor(lattice.points[i] / lattice.columnCount),
          x: lattice.x0 + (lattice.points[i] % lattice.columnCount),
          tilt: tilts[i],
        }))
      })
      for (const from of a) {
        for (const to of b) {
          const cost = scale * ((from.y - to.y) ** 2 + (from.x - to.x) ** 2)
          const onGrid = scale * ((from.row - to.row) ** 2 + (from.column - to.column) ** 2)
          expect(Math.abs(onGrid - from.tilt - to.tilt - cost)).toBeLessThanOrEqual(1e-11 * (1 + cost))
        }
      }
      for (const side of ['row', 'column'] as const) {
        const all = [...a, ...b].map((point) => point[side])
        expect([Math.min(...all), Math.max(...all)]).toEqual([0, (side === 'row' ? rows : columns) - 1])
      }
    }),
    { numRuns: 50 },
  )
})
