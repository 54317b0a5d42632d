import fc from 'fast-check'
import { expect, test } from 'vitest'
import { columnAxis, commonOrigin, type Lattice, latticeOf, rowAxis } from '../../../src/core/transport/lattice.ts'
import {
  alongRows,
  BLOCK,
  downColumns,
  padded,
  type RowBlocks,
  RUN_FIELDS,
} from '../../../src/core/transport/row-blocks.ts'
import { anyShape } from '../../support/any-shape.ts'
import { moved } from '../../support/transport-problems.ts'

const anyCase = fc
  .record({
    a: anyShape(24),
    b: anyShape(24),
    offset: fc.tuple(fc.integer({ min: -40, max: 40 }), fc.integer({ min: -90, max: 90 })),
    blocks: fc.constantFrom([1, 1], [4, 4], [4, 2]),
    reach: fc.double({ min: 0.1, max: 150, noNaN: true }),
  })
  .map(({ a, b: unmoved, offset: [dy, dx], blocks: [fromPx, toPx], reach }) => {
    const b = moved(unmoved, dy, dx)
    const origin = commonOrigin(a, b)
    return { from: latticeOf(a, fromPx, origin), to: latticeOf(b, toPx, origin), reach }
  })

function placesOf({ points, columnCount }: Lattice): readonly (readonly [row: number, column: number])[] {
  return Array.from(points, (point) => [Math.floor(point / columnCount), point % columnCount])
}

interface RowBlock {
  readonly row: number
  readonly kLow: number
  readonly kHigh: number
  readonly xLow: number
  readonly xHigh: number
}

function named(blocks: RowBlocks): RowBlock[] {
  return Array.from({ length: blocks.length / RUN_FIELDS }, (_, r) => {
    const [row, kLow, kHigh, xLow, xHigh] = blocks.subarray(r * RUN_FIELDS)
    return { row, kLow, kHigh, xLow, xHigh }
  })
}

const covers = (block: RowBlock, row: number) => block.row <= row && row < block.row + BLOCK
const covering = (blocks: readonly RowBlock[], row: number) => blocks.find((block) => covers(block, row))

function expectInBounds(blocks: readonly RowBlock[], kCount: number, xCount: number): void {
  for (const { row, kLow, kHigh, xLow, xHigh } of blocks) {
    expect(row % BLOCK).toBe(0)
    expect([xLow % BLOCK, xHigh % BLOCK]).toEqual([0, 0])
    expect(kLow).toBeGreaterThanOrEqual(0)
    expect(kHigh).toBeGreaterThan(kLow)
    expect(kHigh).toBeLessThanOrEqual(kCount)
    expect(xLow).toBeGreaterThanOrEqual(0)
    expect(xHigh).toBeGreaterThan(xLow)
    expect(xHigh).toBeLessThanOrEqual(padded(xCount))
  }
}

test('along the rows, each point comes to all within its reach, and no result is made twice', () => {
  fc.assert(
    fc.property(anyCase, ({ from, to, reach }) => {
      const blocks = named(alongRows(from, to, reach))
      expectInBounds(blocks, from.columnCount, to.columnCount)
      const [inAxis, outAxis] = [columnAxis(from), columnAxis(to)]
      for (const [row, column] of placesOf(from)) {
        for (let x = 0; x < outAxis.count; x++) {
          const making = blocks.filter((block) => covers(block, row) && block.xLow <= x && x < block.xHigh)
          expect(making.length).toBeLessThanOrEqual(1)
          const distance = Math.abs(inAxis.start + column * inAxis.step - outAxis.start - x * outAxis.step)
          if (distance > reach) continue
          expect(making.some(({ kLow, kHigh }) => kLow <= column && column < kHigh)).toBe(true)
        }
      }
    }),
  )
})

test('each result and all rows within its reach are covered down the columns', () => {
  fc.assert(
    fc.property(anyCase, ({ from, to, reach }) => {
      const blocks = named(downColumns(from, to, reach))
      expectInBounds(blocks, from.rowCount, to.columnCount)
      const [inAxis, outAxis] = [rowAxis(from), rowAxis(to)]
      for (const [row, column] of placesOf(to)) {
        const block = covering(blocks, row)
        expect(block && block.xLow <= column && column < block.xHigh).toBe(true)
        for (let k = 0; k < inAxis.count; k++) {
          const distance = Math.abs(inAxis.start + k * inAxis.step - outAxis.start - row * outAxis.step)
          if (distance <= reach) expect(block && block.kLow <= k && k < block.kHigh).toBe(true)
        }
      }
    }),
  )
})
