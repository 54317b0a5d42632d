import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { certify, planMarginals } from '../../../src/core/transport/certificate.ts'
import { massOf } from '../../../src/core/transport/measure.ts'
import type { Potentials, TransportProblem } from '../../../src/core/transport/problem.ts'
import { solveReference } from '../../../src/core/transport/solve-reference.ts'
import { loadTfjs } from '../../../src/engines/tfjs/load-tfjs.ts'
import { solveTfjs } from '../../../src/engines/tfjs/solve-tfjs.ts'
import { anyProblem, measureWhere, moved } from '../../support/transport-problems.ts'

const { tf, device } = await loadTfjs()
// the native packages bring it along
if (!tf.findBackendFactory('cpu')) await import('@tensorflow/tfjs-backend-cpu')
const OPTIONS = { tolerance: 1e-6, maxIterations: 1000 }
const LARGE = { metric: 'sqeuclidean', coordScale: 1 / 576, epsilon: 1e-4, regM: 10 } as const

/** a body whose tail bends by `bend` px; its head is thicker, so it has no symmetry to hide behind */
function body(bend: number) {
  return measureWhere(80, 160, (y, x) => Math.abs(y - 30 - bend * (x / 160) ** 2) <= 12 - 10 * (x / 160) && x > 4)
}

const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0)

/** the largest difference of cost, transported mass and displacement, relative to the whole, to what the reference solver finds */
function differences(problem: TransportProblem, potentials: Potentials, reference: Potentials) {
  const [a, b] = [planMarginals(problem, potentials), planMarginals(problem, reference)]
  const [cost, mass] = [sum(b.source.cost), sum(b.source.mass)]
  let largest = 0
  let furthest = 0
  a.source.dy.forEach((dy, i) => {
    largest = Math.max(largest, Math.hypot(b.source.dy[i], b.source.dx[i]))
    furthest = Math.max(furthest, Math.hypot(dy - b.source.dy[i], a.source.dx[i] - b.source.dx[i]))
  })
  return {
    cost: Math.abs(sum(a.source.cost) / cost - 1),
    mass: Math.abs(sum(a.source.mass) / mass - 1),
    displacement: furthest / largest,
  }
}

describe.each([
  [device, tf.getBackend(), 60],
  ['tfjs’s own cpu backend', 'cpu', 3],
])('on %s', (_, backend, numRuns) => {
  beforeAll(async () => {
    await tf.setBackend(backend)
  })

  test('small random problems come out as from the reference solver, and no tensor is left behind', async () => {
    const tensors = tf.memory().numTensors
    await fc.assert(
      fc.asyncProperty(anyProblem({ metrics: ['sqeuclidean'] }), async (problem) => {
        const reference = solveReference(problem, { tolerance: 1e-10, maxIterations: 5000 })
        // what it doesn't bring to the tolerance says nothing
        fc.pre(certify(problem, reference.potentials).marginalError <= 1e-10)
        const { potentials } = await solveTfjs(tf, problem, OPTIONS)
        const { cost, mass, displacement } = differences(problem, potentials, reference.potentials)
        expect(cost).toBeLessThanOrEqual(1e-4)
        expect(mass).toBeLessThanOrEqual(1e-4)
        expect(displacement).toBeLessThanOrEqual(1e-4)
      }),
      { numRuns },
    )
    expect(tf.memory().numTensors).toBe(tensors)
  })
})

describe(`on ${device}, at an embryo’s size`, () => {
  const initialBackend = tf.getBackend()
  beforeAll(async () => {
    await tf.setBackend(initialBackend)
  })
  const tensors = tf.memory().numTensors
  afterAll(() => {
    expect(tf.memory().numTensors).toBe(tensors)
  })
  const problem: TransportProblem = { ...LARGE, source: body(0), target: body(40) }

  test('a pair is solved to float32’s floor, and said to be no better', async () => {
    const { potentials, iterations } = await solveTfjs(tf, problem, { ...OPTIONS, tolerance: 1e-12 })
    expect(iterations).toBeLessThan(200)
    const { marginalError, gap } = certify(problem, potentials)
    expect(marginalError).toBeLessThanOrEqual(1e-5)
    expect(Math.abs(gap)).toBeLessThanOrEqual(1e-6)
  })

  test('good potentials are a start that coarser grids are not asked to better', async () => {
    const first = await solveTfjs(tf, problem, { ...OPTIONS, tolerance: 1e-4 })
    // a constant between f and g, as large as a target of another mass makes it, takes no digits away
    const initial = { f: first.potentials.f.map((f) => f + 1), g: first.potentials.g.map((g) => g - 1) }
    const second = await solveTfjs(tf, problem, { ...OPTIONS, tolerance: 1e-4, initial })
    expect(second.iterations).toBe(8)
    expect(certify(problem, second.potentials).marginalError).toBeLessThanOrEqual(1.1e-4)
  })

  test('ends 200 px apart, and of different masses', async () => {
    const far = { ...problem, target: moved(body(0), 0, 200) }
    const heavier = { ...far, target: { ...far.target, weights: far.target.weights.map((weight) => weight * 1.3) } }
    for (const apart of [far, heavier]) {
      const { potentials } = await solveTfjs(tf, apart, OPTIONS)
      expect(certify(apart, potentials).marginalError).toBeLessThanOrEqual(1e-4 * massOf(apart.target))
      const { mass, dx } = planMarginals(apart, potentials).source
      expect(sum(mass.map((value, i) => value * dx[i])) / sum(mass)).toBeCloseTo(200, 0)
    }
  })

  test('a start that is given too few iterations is returned as it is', async () => {
    const { potentials, iterations } = await solveTfjs(tf, problem, { tolerance: 1e-12, maxIterations: 3 })
    expect(iterations).toBe(3)
    expect(certify(problem, potentials).marginalError).toBeGreaterThan(1e-5)
  })
})
