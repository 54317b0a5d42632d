import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadKernels, VARIANTS } from '../../../src/core/kernels/kernel-memory.ts'
import { certify, planMarginals } from '../../../src/core/transport/certificate.ts'
import { sum } from '../../../src/core/transport/numbers.ts'
import type { TransportProblem } from '../../../src/core/transport/problem.ts'
import { solveSelf } from '../../../src/core/transport/self-transport.ts'
import { solveReference } from '../../../src/core/transport/solve-reference.ts'
import { solveCpu } from '../../../src/engines/cpu/solve-cpu.ts'
import { roundingFloor } from '../../support/dense-oracle.ts'
import { anyProblem } from '../../support/transport-problems.ts'

const TIGHT = { tolerance: 1e-10, maxIterations: 5000 }

/** a disk, and an ellipse beside it: large enough to be coarsened */
function blobs(distancePx: number, epsilon: number): TransportProblem {
  const ellipse = (centerX: number, height: number, width: number) => {
    const pixels: [number, number][] = []
    for (let y = -height; y <= height; y++) {
      for (let x = -width; x <= width; x++) {
        if ((y / height) ** 2 + (x / width) ** 2 <= 1) pixels.push([y + 40, x + centerX])
      }
    }
    return {
      y: Int32Array.from(pixels, ([y]) => y),
      x: Int32Array.from(pixels, ([, x]) => x),
      weights: new Float64Array(pixels.length).fill(1 / pixels.length),
    }
  }
  return {
    source: ellipse(60, 24, 24),
    target: ellipse(60 + distancePx, 16, 32),
    metric: 'sqeuclidean',
    coordScale: 1 / 576,
    epsilon,
    regM: 10,
  }
}

describe.each(VARIANTS)('with the %s kernels', (variant) => {
  const memory = loadKernels([variant])

  test('small random problems come out as from the reference solver', () => {
    fc.assert(
      fc.property(anyProblem(), (problem) => {
        const tolerance = Math.max(1e-10, 10 * roundingFloor(problem))
        const cpu = solveCpu(memory, problem, { ...TIGHT, tolerance })
        const reference = solveReference(problem, { ...TIGHT, tolerance })
        for (const { potentials } of [cpu, reference]) {
          expect(certify(problem, potentials).marginalError).toBeLessThanOrEqual(1.5 * tolerance)
        }
        const a = planMarginals(problem, cpu.potentials).source
        const b = planMarginals(problem, reference.potentials).source
        const [mass, cost] = [sum(b.mass), sum(b.cost)]
        // the tolerance is one of mass: where next to nothing moves, that is all there is to know of it
        const allowed = 1e3 * tolerance + tolerance / mass
        expect(Math.abs(sum(a.cost) - cost)).toBeLessThanOrEqual(allowed * cost)
      }),
      { numRuns: 100 },
    )
  })

  test.each([0, 8, 40])('blobs %i px apart come out as from the reference solver', (distancePx) => {
    const problem = blobs(distancePx, 1e-4)
    const cpu = solveCpu(memory, problem, TIGHT)
    const certificate = certify(problem, cpu.potentials)
    expect(certificate.marginalError).toBeLessThanOrEqual(1e-10)
    expect(certificate.gap).toBeLessThanOrEqual(1e-10)
    const a = planMarginals(problem, cpu.potentials).source
    const b = planMarginals(problem, solveReference(problem, TIGHT).potentials).source
    a.dx.forEach((dx, i) => {
      expect(Math.abs(dx - b.dx[i])).toBeLessThanOrEqual(1e-6)
      expect(Math.abs(a.dy[i] - b.dy[i])).toBeLessThanOrEqual(1e-6)
    })
  })

  test('blobs so far apart that float64’s linear range is not enough are solved all the same', () => {
    const problem = blobs(300, 1e-4)
    const { potentials } = solveCpu(memory, problem, { tolerance: 1e-6, maxIterations: 500 })
    const certificate = certify(problem, potentials)
    expect(certificate.marginalError).toBeLessThanOrEqual(1e-6)
    const { dx } = planMarginals(problem, potentials).source
    // a little more of the far side's mass is exchanged than of the near side's
    expect(Math.abs(dx.reduce((sum, value) => sum + value, 0) / dx.length - 300)).toBeLessThan(0.2)
  })
})

test('an identical pair started at its self-transport is solved as it stands', () => {
  const { source } = blobs(0, 1e-4)
  const problem = { ...blobs(0, 1e-4), source, target: { ...source } }
  const { potential } = solveSelf(source, problem)
  const options = { tolerance: 1e-6, maxIterations: 100, initial: { f: potential, g: potential } }
  const { potentials, iterations } = solveCpu(loadKernels(), problem, options)
  expect(iterations).toBe(1)
  expect(certify(problem, potentials).marginalError).toBeLessThanOrEqual(1e-10)
})

test('a pair that is given too few iterations is returned as it is, not as solved', () => {
  const problem = blobs(40, 1e-4)
  const { potentials, iterations } = solveCpu(loadKernels(), problem, { tolerance: 1e-10, maxIterations: 3 })
  expect(iterations).toBe(3)
  expect(certify(problem, potentials).marginalError).toBeGreaterThan(1e-10)
})
