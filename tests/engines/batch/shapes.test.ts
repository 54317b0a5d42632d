import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cellsOf, chooseShapes, suits } from '../../../src/engines/batch/shapes.ts'

const anySize = fc.record({ rows: fc.integer({ min: 1, max: 576 }), columns: fc.integer({ min: 1, max: 576 }) })

test('each problem fits a shape that is not much larger than it', () => {
  fc.assert(
    fc.property(fc.array(anySize, { minLength: 1, maxLength: 40 }), (sizes) => {
      const shapes = chooseShapes(sizes)
      expect(shapes.length).toBeLessThanOrEqual(sizes.length)
      for (const size of sizes) expect(shapes.some((shape) => suits(shape, size))).toBe(true)
    }),
  )
})

test('embryos of like size share one shape', () => {
  const like = fc.record({ rows: fc.integer({ min: 100, max: 120 }), columns: fc.integer({ min: 150, max: 180 }) })
  fc.assert(
    fc.property(fc.array(like, { minLength: 1, maxLength: 40 }), (sizes) => {
      const shapes = chooseShapes(sizes)
      expect(shapes).toHaveLength(1)
      expect(cellsOf(shapes[0])).toBeLessThanOrEqual(120 * 184)
    }),
  )
})

test('a dot does not get a bucket of its own beside other small problems, and does beside an embryo', () => {
  const [dot, small, embryo] = [1, 20, 120].map((side) => ({ rows: side, columns: side }))
  expect(chooseShapes([dot, small])).toHaveLength(1)
  expect(chooseShapes([dot, embryo])).toHaveLength(2)
})
