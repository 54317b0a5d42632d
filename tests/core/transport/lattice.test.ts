import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  columnAxis,
  columnRanges,
  commonOrigin,
  type Lattice,
  latticeOf,
  rowAxis,
  rowRanges,
} from '../../../src/core/transport/lattice.ts'
import { type Measure, massOf } from '../../../src/core/transport/measure.ts'
import { anyShape } from '../../support/any-shape.ts'
import { moved } from '../../support/transport-problems.ts'

const anyPair = fc.record({
  a: anyShape(24),
  b: fc
    .tuple(anyShape(24), fc.integer({ min: -40, max: 40 }), fc.integer({ min: -90, max: 90 }))
    .map(([measure, dy, dx]) => moved(measure, dy, dx)),
  blockPx: fc.constantFrom(1, 2, 4, 8),
})

/** the positions of a lattice's points */
function positionsOf(lattice: Lattice): readonly (readonly [y: number, x: number])[] {
  const [rows, columns] = [rowAxis(lattice), columnAxis(lattice)]
  return Array.from(lattice.points, (point) => [
    rows.start + Math.floor(point / columns.count) * rows.step,
    columns.start + (point % columns.count) * columns.step,
  ])
}

/** the sum of the weights in the block of so many px around a position */
function massAround({ y, x, weights }: Measure, [atY, atX]: readonly [number, number], blockPx: number): number {
  const isIn = (i: number) => Math.abs(y[i] - atY) < blockPx / 2 && Math.abs(x[i] - atX) < blockPx / 2
  return weights.reduce((sum, weight, i) => sum + (isIn(i) ? weight : 0), 0)
}

test('of 1 px, a lattice holds the measure’s own points in its order', () => {
  fc.assert(
    fc.property(anyPair, ({ a, b }) => {
      const lattice = latticeOf(b, 1, commonOrigin(a, b))
      expect(positionsOf(lattice)).toEqual(Array.from(b.y, (y, i) => [y, b.x[i]]))
      expect(lattice.weights).toEqual(b.weights)
    }),
  )
})

test('larger blocks hold the mass of their pixels, and both ends’ blocks are the same ones', () => {
  fc.assert(
    fc.property(anyPair, ({ a, b, blockPx }) => {
      const origin = commonOrigin(a, b)
      const lattices = [latticeOf(a, blockPx, origin), latticeOf(b, blockPx, origin)]
      lattices.forEach((lattice, end) => {
        const measure = end === 0 ? a : b
        positionsOf(lattice).forEach((position, k) => {
          expect(lattice.weights[k]).toBeCloseTo(massAround(measure, position, blockPx), 12)
        })
        expect(lattice.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(massOf(measure), 12)
      })
      const [first, second] = lattices
      expect(Math.abs(first.y0 - second.y0) % blockPx).toBe(0)
      expect(Math.abs(first.x0 - second.x0) % blockPx).toBe(0)
    }),
  )
})

describe('the ranges of a lattice', () => {
  const inLine = (lattice: Lattice, line: number, isRow: boolean) =>
    Array.from(lattice.points, (point) => [Math.floor(point / lattice.columnCount), point % lattice.columnCount])
      .filter(([row, column]) => (isRow ? row : column) === line)
      .map(([row, column]) => (isRow ? column : row))

  test('go from each line’s first point to behind its last', () => {
    fc.assert(
      fc.property(anyPair, ({ a, blockPx }) => {
        const lattice = latticeOf(a, blockPx, commonOrigin(a, a))
        for (const [ranges, lines, isRow] of [
          [columnRanges(lattice), lattice.rowCount, true],
          [rowRanges(lattice), lattice.columnCount, false],
        ] as const) {
          expect(ranges).toHaveLength(2 * lines)
          for (let line = 0; line < lines; line++) {
            const places = inLine(lattice, line, isRow)
            const expected = places.length > 0 ? [Math.min(...places), Math.max(...places) + 1] : [0, 0]
            expect([...ranges.slice(2 * line, 2 * line + 2)]).toEqual(expected)
          }
        }
      }),
    )
  })
})
