import { expect, test } from 'vitest'
import { canonicalGrid, coordScaleOf } from '../../../src/core/canonical/canonical-grid.ts'
import { kernelMemory } from '../../../src/core/kernels/kernel-memory.ts'
import { turnResponse } from '../../../src/core/motion/turn-response.ts'
import { selfSupport } from '../../../src/core/pair/work-pair.ts'
import { solveSelf } from '../../../src/core/transport/self-transport.ts'
import { solveCpu } from '../../../src/engines/cpu/solve-cpu.ts'
import { runParameters } from '../../../src/runner/run-parameters.ts'
import { maskWhere } from '../../support/masks.ts'

const grid = canonicalGrid()
const parameters = runParameters({})

/** An ellipse that is all anterior body, its half axes in px. */
function responseOf(halfLong: number, halfShort: number): number | undefined {
  const mask = maskWhere(
    grid.heightPx,
    grid.widthPx,
    (y, x) => Math.hypot((y - 127.5) / halfShort, (x - 287.5) / halfLong) <= 1,
  )
  const support = selfSupport(mask, { y: 0, x: 0 }, parameters)
  const self = solveSelf(support, { ...parameters, coordScale: coordScaleOf(grid) })
  return turnResponse({ mask, self, anterior: mask }, grid, parameters, (problem) => {
    return solveCpu(kernelMemory(), problem, { tolerance: 1e-6, maxIterations: 500 }).potentials
  })
}

test.each([
  [40, 20],
  [60, 20],
  [60, 40],
])('an ellipse of %i × %i px shows of a turn the part that is a gradient', (a, b) => {
  // of the turn (−y, x) about its centre an ellipse's transport makes the gradient of c·xy, c = (a² − b²) / (a² + b²); its nearest turn is c²
  const expected = ((a * a - b * b) / (a * a + b * b)) ** 2
  expect(Math.abs((responseOf(a, b) ?? Number.NaN) / expected - 1)).toBeLessThan(0.06)
})

test('of a disk no turn can be told', () => {
  expect(responseOf(30, 30)).toBeUndefined()
})
