import fc from 'fast-check'
import { expect, test } from 'vitest'
import { massOf } from '../../../src/core/transport/measure.ts'
import { type Grid, gridAround, refined, weightsOn } from '../../../src/engines/tfjs/grid.ts'
import { anyMeasure } from '../../support/transport-problems.ts'

const blockPx = fc.constantFrom(1, 2, 4)

test('a grid covers both ends, and its blocks hold their mass', () => {
  fc.assert(
    fc.property(anyMeasure(), anyMeasure(), blockPx, (a, b, block) => {
      const grid = gridAround(a, b, block)
      for (const measure of [a, b]) {
        const weights = weightsOn(grid, measure)
        expect(weights.length).toBe(grid.rows * grid.columns)
        expect(Math.abs(weights.reduce((sum, weight) => sum + weight, 0) - massOf(measure))).toBeLessThan(1e-12)
      }
    }),
  )
})

test('a linear field stays the same field on a finer grid', () => {
  fc.assert(
    fc.property(anyMeasure(20), anyMeasure(20), fc.constantFrom([4, 2], [2, 1], [4, 1]), (a, b, [coarsePx, finePx]) => {
      const coarse = gridAround(a, b, coarsePx)
      const fine = gridAround(a, b, finePx)
      fc.pre(coarse.rows > 1 && coarse.columns > 1)
      const field = refined(linearOn(coarse), coarse, fine)
      linearOn(fine).forEach((value, block) => {
        expect(Math.abs(field[block] - value)).toBeLessThanOrEqual(1e-4)
      })
    }),
  )
})

/** 2 y − 3 x + 1 at the centres of the blocks, positions from the grid's corner */
function linearOn({ rows, columns, blockPx }: Grid): Float32Array {
  const center = (block: number) => (block + 0.5) * blockPx
  return Float32Array.from(
    { length: rows * columns },
    (_, block) => 2 * center(Math.floor(block / columns)) - 3 * center(block % columns) + 1,
  )
}

test('a coarse grid of one row or column is constant along it', () => {
  const coarse = { y: 0, x: 0, blockPx: 4, rows: 1, columns: 2 }
  const fine = { y: 0, x: 0, blockPx: 2, rows: 2, columns: 4 }
  expect([...refined(Float32Array.of(1, 3), coarse, fine)]).toEqual([0.5, 1.5, 2.5, 3.5, 0.5, 1.5, 2.5, 3.5])
})
