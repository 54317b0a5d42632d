import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isInBin, stageBins } from '../../../src/service/fields/stage-bins.ts'

test('a manifest’s bins are named after themselves', () => {
  expect(stageBins([48, 30, 48, 30])).toEqual([
    [29, 31],
    [47, 49],
  ])
  expect(stageBins([24, 25, 26])).toEqual([
    [23.5, 24.5],
    [24.5, 25.5],
    [25.5, 26.5],
  ])
  expect(stageBins([])).toEqual([])
})

test('predicted stages, which are all different, lie in bins of two hours', () => {
  expect(stageBins([29.8, 30.1, 30.3, 48.2])).toEqual([
    [28, 30],
    [30, 32],
    [48, 50],
  ])
})

test('every stage is in one bin, and no bin is empty', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 120, noNaN: true })), (stages) => {
      const bins = stageBins(stages)
      for (const stage of stages) expect(bins.filter((bin) => isInBin(stage, bin))).toHaveLength(1)
      for (const bin of bins) expect(stages.some((stage) => isInBin(stage, bin))).toBe(true)
    }),
  )
})
