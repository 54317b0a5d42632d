import fc from 'fast-check'
import { expect, test } from 'vitest'
import { denseStage } from '../../../src/engines/batch/dense-stage.ts'
import { fieldsOf, layoutOf, problemWords, rangesOf } from '../../../src/engines/webgpu/gpu-problem.ts'
import { FIELDS } from '../../../src/engines/webgpu/kernels/layout.ts'
import { anyShapedProblem } from '../../support/any-shape.ts'

const anyStage = anyShapedProblem(40).map((problem) => denseStage(problem, problem.epsilon))
/** some hundreds, as potentials are in units of ε */
const someValues = (count: number) => Float64Array.from({ length: count }, (_, i) => 700 * Math.sin(1 + 37 * i))

test('each number lies at its place as a multiple of the quantum and a rest that together are far closer to it than one float32', () => {
  fc.assert(
    fc.property(anyStage, (stage) => {
      const layout = layoutOf(stage)
      const [f, g] = [stage.source, stage.target].map(({ places }) => someValues(places.length))
      const fields = fieldsOf({ stage, start: { f, g } }, layout)
      const quantum = new Float32Array(problemWords(stage, layout, 0))[7]
      const expectPut = (first: number, places: Int32Array, values: Float64Array) => {
        for (const [i, place] of places.entries()) {
          const at = Math.floor(place / stage.columns) * layout.rowStride + (place % stage.columns)
          const [coarse, rest] = [first, first + 1].map((field) => fields[field * layout.size + at])
          expect(coarse % quantum).toBeCloseTo(0, 12)
          expect(Math.abs(coarse + rest - values[i])).toBeLessThanOrEqual(2 ** -24 * quantum)
        }
      }
      expectPut(FIELDS.logWeights, stage.source.places, stage.source.lattice.weights.map(Math.log))
      expectPut(FIELDS.logWeights + 2, stage.target.places, stage.target.lattice.weights.map(Math.log))
      expectPut(FIELDS.potentials, stage.source.places, f)
      expectPut(FIELDS.potentials + 2, stage.target.places, g)
    }),
    { numRuns: 30 },
  )
})

test('ranges hold each line’s points and begin and end with one', () => {
  fc.assert(
    fc.property(anyStage, (stage) => {
      const { rows, columns } = stage
      const ranges = rangesOf(stage)
      const perEnd = 2 * (rows + columns + 2)
      const around = (positions: readonly number[]) =>
        positions.length === 0 ? [0, 0] : [Math.min(...positions), Math.max(...positions) + 1]
      for (const [end, { places }] of [stage.source, stage.target].entries()) {
        const points = Array.from(places, (place) => [Math.floor(place / columns), place % columns])
        const expected = [
          ...Array.from({ length: rows }, (_, row) => around(points.filter(([y]) => y === row).map(([, x]) => x))),
          ...Array.from({ length: columns }, (_, column) =>
            around(points.filter(([, x]) => x === column).map(([y]) => y)),
          ),
          around(points.map(([y]) => y)),
          around(points.map(([, x]) => x)),
        ]
        expect(Array.from(ranges.subarray(end * perEnd, (end + 1) * perEnd))).toEqual(expected.flat())
      }
    }),
    { numRuns: 30 },
  )
})
