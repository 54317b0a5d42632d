import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadKernels } from '../../../src/core/kernels/kernel-memory.ts'
import { commonOrigin, latticeOf } from '../../../src/core/transport/lattice.ts'
import {
  placePoints,
  placeRootWeights,
  placeValues,
  setValues,
  valuesAtPoints,
} from '../../../src/core/transport/lattice-points.ts'
import { anyShape } from '../../support/any-shape.ts'

const memory = loadKernels()

test('what is placed is read back, and an odd count’s last point is there twice, weightless the second time', () => {
  fc.assert(
    fc.property(anyShape(9), (measure) => {
      memory.scope(() => {
        const lattice = latticeOf(measure, 1, commonOrigin(measure, measure))
        const points = placePoints(memory, lattice)
        const { length } = measure.weights
        const isOdd = length % 2 === 1
        expect(points.count).toBe(length + (isOdd ? 1 : 0))

        const indices = memory.int32(points.indices, points.count)
        expect([...indices]).toEqual([...lattice.points, ...(isOdd ? [lattice.points[length - 1]] : [])])
        const weights = [...measure.weights, ...(isOdd ? [0] : [])]
        expect([...memory.float64(points.weights, points.count)]).toEqual(weights)
        const roots = memory.float64(placeRootWeights(memory, points), points.count)
        expect([...roots]).toEqual(weights.map(Math.sqrt))
        // the logarithms are for terms that are scattered over the grid, where the double must write what the last point wrote
        const logs = memory.float64(points.logWeights, points.count)
        expect(logs[points.count - 1]).toBe(logs[length - 1])
        measure.weights.forEach((weight, i) => {
          expect(logs[i]).toBeCloseTo(Math.log(weight), 13)
        })

        const values = measure.weights.map((_, i) => Math.sin(i))
        const address = placeValues(memory, points, values)
        expect(valuesAtPoints(memory, address, points)).toEqual(values)
        setValues(memory, address, values.map(Math.exp))
        expect(valuesAtPoints(memory, address, points)).toEqual(values.map(Math.exp))
        expect(memory.float64(address, points.count)[points.count - 1]).toBe(Math.exp(values[length - 1]))
      })
    }),
  )
})

test('a scope gives its room back, and what is taken is zero again', () => {
  const first = memory.scope(() => {
    const address = memory.take(1000)
    memory.float64(address, 1000).fill(7)
    return address
  })
  const second = memory.scope(() => {
    const address = memory.take(1000)
    expect(memory.float64(address, 1000).every((value) => value === 0)).toBe(true)
    return address
  })
  expect(second).toBe(first)
  const thrown = () =>
    memory.scope(() => {
      memory.take(1000)
      throw new Error('stop')
    })
  expect(thrown).toThrow('stop')
  expect(memory.scope(() => memory.take(1))).toBe(first)
})
