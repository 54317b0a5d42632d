import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalGrid } from '../../../src/core/canonical/canonical-grid.ts'
import type { Mask } from '../../../src/core/mask/mask.ts'
import {
  blockPhase,
  type ProblemParameters,
  regMOfReach,
  selfSupport,
  workPair,
} from '../../../src/core/pair/work-pair.ts'
import { massOf } from '../../../src/core/transport/measure.ts'
import { sum } from '../../../src/core/transport/numbers.ts'
import { DEFAULT_PARAMETERS } from '../../../src/runner/run-parameters.ts'
import { maskWhere } from '../../support/masks.ts'

const grid = canonicalGrid(40)

/** An ellipse somewhere on the grid, which may touch its edges. */
const anyPlaced: fc.Arbitrary<Mask> = fc
  .record({
    y: fc.integer({ min: 0, max: grid.heightPx - 1 }),
    x: fc.integer({ min: 0, max: grid.widthPx - 1 }),
    ry: fc.integer({ min: 1, max: 9 }),
    rx: fc.integer({ min: 1, max: 20 }),
  })
  .map(({ y, x, ry, rx }) =>
    maskWhere(grid.heightPx, grid.widthPx, (py, px) => ((py - y) / ry) ** 2 + ((px - x) / rx) ** 2 <= 1),
  )

const anyParameters: fc.Arbitrary<ProblemParameters> = fc
  .record({
    downsampleFactor: fc.integer({ min: 1, max: 5 }),
    massMode: fc.constantFrom('uniform', 'boundary_band', 'distance_transform'),
    massNormalization: fc.constantFrom('per_mask', 'source'),
    maxSupportPoints: fc.option(fc.integer({ min: 2, max: 60 })),
    seed: fc.nat(),
  })
  .map(({ maxSupportPoints, ...parameters }) => ({
    ...DEFAULT_PARAMETERS,
    ...parameters,
    ...(maxSupportPoints === null ? {} : { maxSupportPoints }),
  }))

describe('the self-transport’s support', () => {
  test('is the pair’s, whatever the partner, the blocks’ size and where they begin', () => {
    fc.assert(
      fc.property(anyPlaced, anyPlaced, anyParameters, (source, target, parameters) => {
        const pair = workPair(source, target, grid, parameters)
        const phase = blockPhase(pair.frame)
        for (const [mask, end] of [
          [source, pair.source],
          [target, pair.target],
        ] as const) {
          const own = selfSupport(mask, phase, parameters)
          expect(own.weights).toEqual(end.support.weights)
          // the same points, up to where the crop begins
          const dy = own.y[0] - end.support.y[0]
          const dx = own.x[0] - end.support.x[0]
          expect(own.y.map((y) => y - dy)).toEqual(end.support.y)
          expect(own.x.map((x) => x - dx)).toEqual(end.support.x)
        }
      }),
      { numRuns: 150 },
    )
  })

  test('comes in every phase', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(anyPlaced, anyPlaced, (source, target) => {
        const { frame } = workPair(source, target, grid, { ...DEFAULT_PARAMETERS, downsampleFactor: 3 })
        const { y, x } = blockPhase(frame)
        seen.add(`${y} ${x}`)
      }),
      { numRuns: 300, seed: 1 },
    )
    expect(seen.size).toBe(9)
  })
})

test('masses: each normalised to one, or both by the source’s', () => {
  fc.assert(
    fc.property(anyPlaced, anyPlaced, anyParameters, (source, target, parameters) => {
      const { problem, ...pair } = workPair(source, target, grid, parameters)
      expect(massOf(problem.source)).toBeCloseTo(1, 12)
      const expected = parameters.massNormalization === 'per_mask' ? 1 : pair.target.massPx / pair.source.massPx
      expect(massOf(problem.target) / expected).toBeCloseTo(1, 12)
      // pooling and sampling lose nothing of what lies in the box
      for (const end of [pair.source, pair.target]) {
        expect(end.massPx / sum(end.density.values)).toBeCloseTo(1, 10)
      }
      expect(problem.source.weights.every((weight) => weight > 0)).toBe(true)
      expect(problem.coordScale).toBe(1 / 144)
    }),
  )
})

describe('λ of a reach', () => {
  test('is the contract’s, at the default grid', () => {
    for (const reachUm of [100, 182.1, 576]) {
      expect(regMOfReach(reachUm, canonicalGrid(10), 1)).toBeCloseTo((reachUm / 5760) ** 2, 15)
    }
  })

  test('costs as much as moving that far, at any resolution and pooling', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 50, max: 5000, noNaN: true }),
        fc.constantFrom(5, 8, 10, 20, 40),
        fc.integer({ min: 1, max: 6 }),
        (reachUm, umPerPx, downsampleFactor) => {
          const at = canonicalGrid(umPerPx)
          const mask = maskWhere(at.heightPx, at.widthPx, (y, x) => y === 50 && x === 50)
          const { problem } = workPair(mask, mask, at, { ...DEFAULT_PARAMETERS, downsampleFactor })
          const workPx = reachUm / (umPerPx * downsampleFactor)
          expect(regMOfReach(reachUm, at, downsampleFactor) / (workPx * problem.coordScale) ** 2).toBeCloseTo(1, 12)
        },
      ),
    )
  })
})
