import { expect, test } from 'vitest'
import type { Entering } from '../../../src/engines/batch/batch-device.ts'
import { denseStage } from '../../../src/engines/batch/dense-stage.ts'
import { type ShapedDevice, shapeBuckets } from '../../../src/engines/batch/shape-buckets.ts'
import { cellsOf, type Shape } from '../../../src/engines/batch/shapes.ts'
import { measureWhere } from '../../support/transport-problems.ts'

const SETTINGS = { metric: 'sqeuclidean', coordScale: 1 / 576, epsilon: 1e-4, regM: 10 } as const

function entering(rows: number, columns: number): Entering {
  const whole = measureWhere(rows, columns, () => true)
  const stage = denseStage({ ...SETTINGS, source: whole, target: whole }, SETTINGS.epsilon)
  const nothing = new Float64Array(rows * columns)
  return { stage, start: { f: nothing, g: nothing } }
}

/** Tells of each problem the number of its first potential's value and how many it was with; has two slots a bucket. */
function fakeDevice(mostCells = 1e6) {
  const opened: Shape[] = []
  const closed: Shape[] = []
  let isFailing = false
  const device: ShapedDevice = {
    groupOf: () => '',
    slotsFor: (shape) => (cellsOf(shape) > mostCells ? 0 : 2),
    open: (shape) => {
      opened.push(shape)
      const names = new Map<number, number>()
      return {
        load: (slot, { start }) => {
          if (isFailing) {
            isFailing = false
            throw new Error('no memory')
          }
          names.set(slot, start.f[0])
        },
        iterate: async (steps) => steps.map(({ slot }) => [names.get(slot) ?? Number.NaN, steps.length]),
        read: async (slot) => ({ f: Float64Array.of(names.get(slot) ?? Number.NaN), g: new Float64Array(1) }),
        clear: (slot) => names.delete(slot),
        [Symbol.dispose]: () => closed.push(shape),
      }
    },
  }
  const failNextLoad = () => {
    isFailing = true
  }
  return { device: shapeBuckets(device), opened, closed, failNextLoad }
}

const named = (name: number, one: Entering): Entering => ({ ...one, start: { ...one.start, f: Float64Array.of(name) } })
const step = (slot: number) => ({ slot, omega: 1, count: 8, tolerance: 0 })

test('problems of like size share a bucket, others have one of their own, and each is answered in its place', async () => {
  const { device, opened } = fakeDevice()
  const places = device.load([named(1, entering(100, 150)), named(2, entering(30, 30)), named(3, entering(98, 144))])
  expect(places).toEqual([0, 1, 2])
  expect(opened).toHaveLength(2)
  expect(await device.iterate([step(2), step(1), step(0)])).toEqual([
    [3, 2],
    [2, 1],
    [1, 2],
  ])
  expect((await device.read(1)).f).toEqual(Float64Array.of(2))
  expect(device.work.cells).toBe(8 * (100 * 150 + 30 * 30 + 98 * 144))
  expect(device.work.paddedCells).toBeGreaterThan(device.work.cells)
})

test('whoever finds its bucket full comes later, in the place of one that has left', async () => {
  const { device, opened } = fakeDevice()
  const one = entering(60, 60)
  expect(device.load([named(1, one), named(2, one), named(3, one)])).toEqual([0, 1, 'later'])
  device.clear(0)
  const [slot] = device.load([named(3, one)])
  if (typeof slot !== 'number') throw new Error('it was not taken in')
  expect((await device.read(slot)).f).toEqual(Float64Array.of(3))
  expect((await device.read(1)).f).toEqual(Float64Array.of(2))
  expect(opened).toHaveLength(1)
  await expect(async () => device.read(0)).rejects.toThrow('slot 0 is empty')
})

test('what the device can never take is told so, and those beside it are taken', async () => {
  const { device } = fakeDevice(10_000)
  const [large, small] = device.load([entering(200, 300), entering(40, 40)])
  expect(large).toEqual(new Error('200 × 304 pixels are more than the device can take'))
  expect(small).toBe(0)
})

test('a problem that the device fails to take in gets that as its answer, and its place goes to the next one', async () => {
  const { device, failNextLoad } = fakeDevice()
  const one = entering(60, 60)
  device.load([one])
  failNextLoad()
  expect(device.load([one, one])).toEqual([new Error('no memory'), 1])
  expect(device.load([one])).toEqual(['later'])
})

test('of the buckets that nobody is in, the oldest are closed, and all in the end', async () => {
  const { device, opened, closed } = fakeDevice()
  for (let side = 30; side < 600; side *= 1.5) {
    const [slot] = device.load([entering(Math.round(side), Math.round(side))])
    if (typeof slot === 'number') device.clear(slot)
  }
  expect(opened.length - closed.length).toBe(6)
  expect(closed).toEqual(opened.slice(0, closed.length))
  device[Symbol.dispose]()
  expect(closed).toEqual(opened)
})
