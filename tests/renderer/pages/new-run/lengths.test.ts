import { expect, test } from 'vitest'
import { canonicalGrid } from '../../../../src/core/canonical/canonical-grid.ts'
import { regMOfReach } from '../../../../src/core/pair/work-pair.ts'
import { blurUm, reachUm } from '../../../../src/renderer/pages/new-run/lengths.ts'

const GRID = { gridUmPerPx: 10, downsampleFactor: 1 }

test('ε blurs by √(ε/2) of the grid’s length', () => {
  expect(blurUm(1e-4, GRID)).toBeCloseTo(Math.sqrt(0.5e-4) * 5760, 9)
})

test('λ and reach are the same in two words, whatever the grid', () => {
  for (const grid of [GRID, { gridUmPerPx: 20, downsampleFactor: 2 }, { gridUmPerPx: 7.8, downsampleFactor: 1 }]) {
    const regM = regMOfReach(350, canonicalGrid(grid.gridUmPerPx), grid.downsampleFactor)
    expect(reachUm(regM, grid)).toBeCloseTo(350, 9)
  }
})
