import fc from 'fast-check'
import { expect, test } from 'vitest'
import { massOf } from '../../../src/core/transport/measure.ts'
import { denseStage } from '../../../src/engines/batch/dense-stage.ts'
import { anyMeasure } from '../../support/transport-problems.ts'

const SETTINGS = { metric: 'sqeuclidean', coordScale: 0.1, epsilon: 1e-2, regM: 1 } as const

test('a grid covers both ends and no more, its blocks hold their mass, and distances on it are those of the blocks', () => {
  fc.assert(
    fc.property(anyMeasure(20), anyMeasure(20), fc.constantFrom(1, 2, 4), (source, target, blockPx) => {
      const stage = denseStage({ ...SETTINGS, source, target }, { blockPx, epsilon: 1e-2 })
      const corner: [number, number][] = []
      for (const end of [stage.source, stage.target]) {
        const { lattice, places } = end
        expect(places.every((place, i) => i === 0 || place > places[i - 1])).toBe(true)
        expect(places.every((place) => place >= 0 && place < stage.rows * stage.columns)).toBe(true)
        const mass = massOf(end === stage.source ? source : target)
        expect(Math.abs(lattice.weights.reduce((sum, weight) => sum + weight, 0) - mass)).toBeLessThan(1e-12)
        // where the grid's first block is, as each of the end's points has it
        lattice.points.forEach((point, i) => {
          const y = lattice.y0 + Math.floor(point / lattice.columnCount) * blockPx
          const x = lattice.x0 + (point % lattice.columnCount) * blockPx
          corner.push([y - Math.floor(places[i] / stage.columns) * blockPx, x - (places[i] % stage.columns) * blockPx])
        })
      }
      for (const at of corner) expect(at).toEqual(corner[0])
      const all = [...stage.source.places, ...stage.target.places]
      expect(Math.max(...all.map((place) => Math.floor(place / stage.columns)))).toBe(stage.rows - 1)
      expect(Math.max(...all.map((place) => place % stage.columns))).toBe(stage.columns - 1)
    }),
  )
})
