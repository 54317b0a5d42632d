import fc from 'fast-check'
import { expect, test } from 'vitest'
import { denseStage } from '../../../src/engines/batch/dense-stage.ts'
import { fieldShapeOf, fieldsOf, problemWords, rangesOf } from '../../../src/engines/webgpu/gpu-problem.ts'
import { FIELDS } from '../../../src/engines/webgpu/kernels/layout.ts'
import { anyShapedProblem } from '../../support/any-shape.ts'

const anyStage = anyShapedProblem(40).map((problem) => denseStage(problem, problem.epsilon))
/** some hundreds, as potentials are in units of ε */
const someValues = (count: number) => Float64Array.from({ length: count }, (_, i) => 700 * Math.sin(1 + 37 * i))

test('each number lies at its place as a multiple of the quantum and a rest that together are far closer to it than one float32', () => {
  fc.assert(
    fc.property(anyStage, (stage) => {
      const shape = fieldShapeOf(stage)
      const [f, g] = [stage.source, stage.target].map(({ places }) => someValues(places.length))
      const fields = fieldsOf({ stage, start: { f, g } }, shape)
      const quantum = new Float32Array(problemWords(stage, shape, 0))[7]
      const expectPut = (first: number, places: Int32Array, values: Float64Array) => {
        for (const [i, place] of places.entries()) {
          const at = Math.floor(place / stage.columns) * shape.rowStride + (place % stage.columns)
          const [coarse, rest] = [first, first + 1].map((field) => fields[field * shape.size + at])
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

test('the words of a problem stand where the kernels look for them', () => {
  fc.assert(
    fc.property(anyStage, (stage) => {
      const shape = fieldShapeOf(stage)
      const words = problemWords(stage, shape, 8)
      const integers = Array.from(new Uint32Array(words, 0, 7))
      expect(integers).toEqual([
        ...[stage.rows, stage.columns, shape.rowStride, shape.columnStride, shape.size, 8],
        stage.isSymmetric ? 1 : 0,
      ])
      const floats = new Float32Array(words)
      const massOf = ({ lattice }: typeof stage.source) => lattice.weights.reduce((sum, weight) => sum + weight, 0)
      const tiltOf = ({ tilt }: typeof stage.source) => [tilt.constant, tilt.perRow, tilt.perColumn]
      const near = (at: number, values: readonly number[]) => {
        values.forEach((value, k) => {
          expect(Math.abs(floats[at + k] - value)).toBeLessThanOrEqual(1e-6 * (1 + Math.abs(value)))
        })
      }
      expect(floats[8] % floats[7]).toBe(0)
      // vec2f begin at even words, vec4f at multiples of four
      near(8, [stage.scale - floats[9], stage.scale - floats[8], stage.reach])
      near(12, [Math.log(massOf(stage.source)), Math.log(massOf(stage.target))])
      near(16, tiltOf(stage.source))
      near(20, tiltOf(stage.target))
    }),
    { numRuns: 30 },
  )
})
