import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededRandom } from '../../src/core/random.ts'

function draws(count: number, draw: () => number): number[] {
  return Array.from({ length: count }, draw)
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

test('a seed decides the stream, and close seeds differ', () => {
  const first = (seed: number | string) => {
    const random = seededRandom(seed)
    return draws(8, () => random.uniform())
  }
  expect(first(1)).toEqual(first(1))
  expect(first(1)).toEqual(first('1'))
  expect(new Set([0, 1, 2, 3, 'a', 'b', 'ab', 'ba'].flatMap(first)).size).toBe(64)
})

test('uniform and normal have the moments they should', () => {
  const random = seededRandom('moments')
  const uniform = draws(40_000, () => random.uniform(2, 4))
  expect(Math.min(...uniform)).toBeGreaterThanOrEqual(2)
  expect(Math.max(...uniform)).toBeLessThan(4)
  expect(Math.abs(mean(uniform) - 3)).toBeLessThan(0.02)
  const normal = draws(40_000, () => random.normal(10, 3))
  expect(Math.abs(mean(normal) - 10)).toBeLessThan(0.08)
  expect(Math.abs(Math.sqrt(mean(normal.map((v) => (v - 10) ** 2))) - 3)).toBeLessThan(0.06)
})

test('integers reach every value of their range and no other', () => {
  const random = seededRandom(5)
  expect(new Set(draws(500, () => random.integer(-2, 3)))).toEqual(new Set([-2, -1, 0, 1, 2]))
})

test('shuffling keeps the values and leaves the given ones alone', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.integer(), (values, seed) => {
      const before = values.slice()
      const shuffled = seededRandom(seed).shuffle(values)
      expect(values).toEqual(before)
      expect(shuffled.toSorted((a, b) => a - b)).toEqual(before.toSorted((a, b) => a - b))
    }),
  )
})

test('a sample has no value twice, and each is as likely', () => {
  const values = Int32Array.from({ length: 10 }, (_, i) => i)
  const random = seededRandom(7)
  const seen = new Float64Array(10)
  for (let i = 0; i < 5000; i++) {
    const sample = random.sample(values, 3)
    expect(new Set(sample).size).toBe(3)
    for (const value of sample) seen[value]++
  }
  for (const count of seen) expect(Math.abs(count / 5000 - 0.3)).toBeLessThan(0.03)
  expect(random.sample(values, 99).toSorted()).toEqual(values)
})
