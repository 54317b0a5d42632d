import { describe, expect, test } from 'vitest'
import { morphFrames } from '../../../src/core/analysis/morph.ts'
import type { RunParameters } from '../../../src/runner/run-parameters.ts'
import { SMALL_GRID, smallEmbryo, solvePair } from '../../support/small-pair.ts'

const source = smallEmbryo(50, 3)
const target = smallEmbryo(58, 14, 28, 22)
const FRAMES = 9

/** the morph of a small pair with where it lies */
function morphOf(chosen: Partial<RunParameters>, tgt = target, frames = FRAMES) {
  const { solved } = solvePair(source, tgt, SMALL_GRID, { epsilon: 1e-3, ...chosen })
  const { pair, potentials } = solved
  const { heightPx, widthPx } = pair.frame
  const input = {
    problem: pair.problem,
    potentials,
    massPx: pair.source.massPx,
    targetMassPx: pair.target.massPx,
    heightPx,
    widthPx,
  }
  return { pair, widthPx, heightPx, frames: morphFrames(input, frames) }
}

const massOf = (frame: Float32Array) => frame.reduce((sum, mass) => sum + mass, 0)

/** centre of mass, y and x */
function centreOf(frame: Float32Array, widthPx: number): [number, number] {
  let [y, x] = [0, 0]
  frame.forEach((mass, i) => {
    y += mass * Math.floor(i / widthPx)
    x += mass * (i % widthPx)
  })
  return [y / massOf(frame), x / massOf(frame)]
}

describe.each([
  ['nearly all moved', {}],
  ['much of it exchanged in place', { regM: 1e-3 }],
  ['growth shown', { massNormalization: 'source' }],
  ['pooled', { downsampleFactor: 2 }],
] as const)('a pair, %s', (_, chosen) => {
  const { pair, widthPx, heightPx, frames } = morphOf(chosen)

  test('begins with the source and ends with the target, pixel by pixel', () => {
    for (const [frame, end] of [
      [frames[0], pair.source],
      [frames[FRAMES - 1], pair.target],
    ] as const) {
      const wanted = new Float32Array(heightPx * widthPx)
      const { y, x, weights } = end.support
      weights.forEach((weight, i) => {
        wanted[y[i] * widthPx + x[i]] = weight
      })
      const share = end.massPx / massOf(wanted)
      frame.forEach((mass, i) => {
        expect(Math.abs(mass - share * wanted[i])).toBeLessThanOrEqual(1e-5)
      })
    }
  })

  test('keeps its mass on the way: from the source’s to the target’s, evenly', () => {
    frames.forEach((frame, k) => {
      const t = k / (FRAMES - 1)
      const wanted = (1 - t) * pair.source.massPx + t * pair.target.massPx
      expect(Math.abs(massOf(frame) / wanted - 1)).toBeLessThan(1e-5)
      expect(frame.every((mass) => mass >= -1e-6)).toBe(true)
    })
  })
})

test('what is only moved moves evenly, without a change of shape', () => {
  const shifted = smallEmbryo(50, 3, 36, 30)
  const { frames, widthPx, pair } = morphOf({}, shifted)
  const [fromY, fromX] = centreOf(frames[0], widthPx)
  frames.forEach((frame, k) => {
    const t = k / (FRAMES - 1)
    const [y, x] = centreOf(frame, widthPx)
    expect(y - fromY).toBeCloseTo(6 * t, 2)
    expect(x - fromX).toBeCloseTo(6 * t, 2)
  })
  // halfway it fills the place between, but for the plan's blur at its edge
  const half = frames[(FRAMES - 1) / 2]
  const moved = pair.source.support
  const share = moved.y.reduce((sum, y, i) => sum + half[(y + 3) * widthPx + moved.x[i] + 3], 0) / massOf(half)
  expect(share).toBeGreaterThan(0.9)
})

test('a frame by brute force over the whole plan', () => {
  const { pair, frames, widthPx } = morphOf({}, target, 3)
  const { solved } = solvePair(source, target, SMALL_GRID, { epsilon: 1e-3 })
  const { problem } = pair
  const wanted = new Float64Array(frames[0].length)
  let moved = 0
  for (let i = 0; i < problem.source.y.length; i++) {
    for (let j = 0; j < problem.target.y.length; j++) {
      const [y0, x0, y1, x1] = [problem.source.y[i], problem.source.x[i], problem.target.y[j], problem.target.x[j]]
      const cost = ((y1 - y0) ** 2 + (x1 - x0) ** 2) * problem.coordScale ** 2
      const exponent = (solved.potentials.f[i] + solved.potentials.g[j] - cost) / problem.epsilon
      const mass = pair.source.massPx * problem.source.weights[i] * problem.target.weights[j] * Math.exp(exponent)
      moved += mass
      const [y, x] = [(y0 + y1) / 2, (x0 + x1) / 2]
      for (const [py, px] of [
        [Math.floor(y), Math.floor(x)],
        [Math.floor(y), Math.ceil(x)],
        [Math.ceil(y), Math.floor(x)],
        [Math.ceil(y), Math.ceil(x)],
      ]) {
        wanted[py * widthPx + px] += mass / 4
      }
    }
  }
  expect(moved / pair.source.massPx).toBeCloseTo(1, 2)
  // what is not in the plan is created, evenly over the target
  const created = (pair.target.massPx - moved) / problem.target.y.length
  problem.target.y.forEach((y, j) => {
    wanted[y * widthPx + problem.target.x[j]] += created / 2
  })
  wanted.forEach((mass, i) => {
    expect(Math.abs(frames[1][i] - mass)).toBeLessThan(0.01)
  })
})

test('fewer than two frames are no morph', () => {
  expect(() => morphOf({}, target, 1)).toThrow(RangeError)
})
