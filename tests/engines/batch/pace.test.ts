import { expect, test } from 'vitest'
import { Pace } from '../../../src/engines/batch/pace.ts'

const LOOK = 8

/** What a stage would see: an error that over-relaxation brings down to `relaxedFloor` only, and plain iterations to `plainFloor`. */
function run(pace: Pace, { relaxedFloor, plainFloor, start = 1e-2 }: Record<string, number>) {
  const omegas: number[] = []
  let error = start
  while (!pace.isOver && omegas.length < 200) {
    const omega = pace.omega ?? Number.NaN
    omegas.push(omega)
    pace.observe(Array.from({ length: LOOK }, () => (error = step(error, omega, { relaxedFloor, plainFloor }))))
  }
  return { error, omegas }
}

function step(error: number, omega: number, { relaxedFloor, plainFloor }: Record<string, number>): number {
  const isRelaxed = omega > 1
  // plain iterations are slow above the floor of the others, and quick to smooth what rounding left
  if (isRelaxed) return Math.max(relaxedFloor, 0.8 * error)
  return error > 2 * relaxedFloor ? 0.97 * error : Math.max(plainFloor, 0.7 * error)
}

test('plain iterations first, then those that the convergence asks for', () => {
  const pace = new Pace({ startOmega: 1 })
  const { omegas } = run(pace, { relaxedFloor: 1e-6, plainFloor: 1e-7 })
  expect(omegas[0]).toBe(1)
  expect(Math.max(...omegas)).toBeGreaterThan(1.5)
})

test('where over-relaxation stops at its floor, plain iterations end it soon', () => {
  const { error, omegas } = run(new Pace({ startOmega: 1.8 }), { relaxedFloor: 1e-5, plainFloor: 1e-6 })
  expect(error).toBeLessThan(1.1e-6)
  const relaxedAtFloor =
    omegas.filter((omega) => omega > 1).length - Math.ceil(Math.log(1e-5 / 1e-2) / Math.log(0.8) / LOOK)
  expect(relaxedAtFloor).toBeLessThanOrEqual(2)
})

test('a pause above the floor does not end it', () => {
  const pace = new Pace({ startOmega: 1.8 })
  const falling = (from: number) => Array.from({ length: LOOK }, (_, k) => from * 0.9 ** k)
  const flat = (at: number) => Array.from({ length: LOOK }, () => at)
  for (const error of [1e-3, 4e-4, 1.5e-4, 6e-5]) pace.observe(falling(error))
  pace.observe(flat(2.5e-5))
  // tried, and it was not the floor
  expect(pace.omega).toBe(1)
  pace.observe(flat(2.4e-5))
  expect(pace.omega).toBeGreaterThan(1)
  expect(pace.isOver).toBe(false)
})

test('a fixed step stays what it is', () => {
  const pace = new Pace({ fixedOmega: 0.5 })
  const { omegas } = run(pace, { relaxedFloor: 1e-6, plainFloor: 1e-6 })
  expect(new Set(omegas)).toEqual(new Set([0.5]))
  expect(pace.isOver).toBe(true)
})

test('a device that accelerates its steps itself is left to, until its error means nothing or has stopped falling; plain ones end it', () => {
  const pace = new Pace('accelerated')
  const told: (number | undefined)[] = []
  let error = 1e-2
  while (!pace.isOver && told.length < 50) {
    told.push(pace.omega)
    pace.observe(Array.from({ length: LOOK }, () => (error = Math.max(2e-7, 0.8 * error))))
  }
  expect(told.slice(0, -1).every((omega) => omega === undefined)).toBe(true)
  expect(told.at(-1)).toBe(1)
  const untilFloor = Math.log(2e-7 / 1e-2) / Math.log(0.8) / LOOK
  expect(told.length).toBeGreaterThan(untilFloor)
  expect(told.length).toBeLessThan(untilFloor + 10)
})
