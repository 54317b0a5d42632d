import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kernelMemory } from '../../../src/core/kernels/kernel-memory.ts'
import { certify, planMarginals } from '../../../src/core/transport/certificate.ts'
import { type Measure, massOf } from '../../../src/core/transport/measure.ts'
import { sum } from '../../../src/core/transport/numbers.ts'
import type { Potentials, TransportProblem } from '../../../src/core/transport/problem.ts'
import { solveSelf } from '../../../src/core/transport/self-transport.ts'
import { BatchSolver, paddingShare } from '../../../src/engines/batch/batch-solver.ts'
import { solveCpu } from '../../../src/engines/cpu/solve-cpu.ts'
import { demoProblem } from '../../../src/engines/demo-problem.ts'
import type { SolveJob } from '../../../src/engines/engine.ts'
import { differences } from '../../support/answer-differences.ts'
import { engineOn, testDevices } from '../../support/batch-devices.ts'
import { FLOORS, testFloat32Engine } from '../../support/engine-suite.ts'
import { GOLDENS } from '../../support/golden-problem.ts'
import { bentBody, measureWhere, moved } from '../../support/transport-problems.ts'

const OPTIONS = { tolerance: 1e-6, maxIterations: 1000 }
const SETTINGS = { metric: 'sqeuclidean', coordScale: 1 / 576, epsilon: 1e-4, regM: 10 } as const

const bent: TransportProblem = { ...SETTINGS, source: bentBody(0), target: bentBody(40) }
const blob = measureWhere(40, 60, (y, x) => ((y - 20) / 15) ** 2 + ((x - 30) / 26) ** 2 < 1)
const dot = measureWhere(1, 1, () => true)
const nothing: Measure = { y: new Int32Array(0), x: new Int32Array(0), weights: new Float64Array(0) }

function solved(problem: TransportProblem, tolerance = 1e-10, initial?: Potentials): Potentials {
  const options = { tolerance, maxIterations: 3000, ...(initial ? { initial } : {}) }
  return solveCpu(kernelMemory(), problem, options).potentials
}

/** as it is, and once the cpu engine has polished it; to 3e-7, since the default 1e-6 may be met without a single iteration */
function expectRight(problem: TransportProblem, rough: Potentials, better: Potentials): void {
  const unpolished = differences(problem, rough, better)
  expect(Math.max(unpolished.cost, unpolished.mass, unpolished.displacement)).toBeLessThanOrEqual(1e-4)
  const polished = differences(problem, solved(problem, 3e-7, rough), better)
  expect(Math.max(polished.cost, polished.mass, polished.displacement)).toBeLessThanOrEqual(1e-5)
  expect(polished.massMap).toBeLessThanOrEqual(5 * OPTIONS.tolerance)
}

describe.each(await testDevices())('$name', (device) => {
  const { open } = device
  const engine = engineOn(device)
  let tensorsBefore = 0
  beforeAll(async () => {
    await device.open()
    tensorsBefore = device.tensors()
  })
  afterAll(async () => {
    await engine.dispose()
    expect(device.tensors()).toBe(tensorsBefore)
  })

  // the cpu backend takes minutes for a large one
  const floorOfAll = device.engine === 'webgpu' ? FLOORS.kept : FLOORS.rounded
  testFloat32Engine(engine, floorOfAll, device.isSlow ? GOLDENS.slice(0, 1) : GOLDENS)

  test('the demo', async () => {
    using solver = new BatchSolver(await open())
    const problem = demoProblem()
    const { potentials } = await solver.solve({ problem, ...OPTIONS })
    expectRight(problem, potentials, solved(problem))
    if (device.engine === 'webgpu') {
      expect(certify(problem, potentials).marginalError).toBeLessThanOrEqual(OPTIONS.tolerance)
    }
  })

  test('a batch of very different problems: each gets the answer that it gets alone, and the right one', async () => {
    const jobs: SolveJob[] = [
      { problem: { ...SETTINGS, source: blob, target: moved(blob, 3, -2) }, ...OPTIONS },
      { problem: { ...SETTINGS, source: blob, target: nothing }, ...OPTIONS },
      { problem: { ...SETTINGS, source: dot, target: moved(dot, 2, 5) }, ...OPTIONS },
      { problem: bent, ...OPTIONS },
      { problem: { ...SETTINGS, source: dot, target: blob }, ...OPTIONS },
      // never gets there
      {
        problem: { ...SETTINGS, source: blob, target: moved(blob, 9, 0), epsilon: 1e-6 },
        tolerance: 0,
        maxIterations: 64,
      },
      { problem: { ...SETTINGS, source: blob, target: blob }, ...OPTIONS },
      {
        problem: { ...bent, target: { ...bent.target, weights: bent.target.weights.map((w) => 1.3 * w) } },
        ...OPTIONS,
      },
    ]
    using solver = new BatchSolver(await open())
    const together = await Promise.allSettled(jobs.map((job) => solver.solve(job)))
    expect(paddingShare(solver.work)).toBeGreaterThan(0)
    // on WebGPU each problem has its own size, to multiples of four pixels
    expect(paddingShare(solver.work)).toBeLessThan(device.engine === 'webgpu' ? 0.1 : 0.5)
    for (const [k, job] of jobs.entries()) {
      const answer = together[k]
      if (k === 1) {
        expect(answer).toMatchObject({
          status: 'rejected',
          reason: { message: expect.stringContaining('target has no pixels') },
        })
        continue
      }
      if (answer.status === 'rejected') throw answer.reason
      const { potentials, iterations } = answer.value
      const alone = await solver.solve(job)
      const apart = differences(job.problem, potentials, alone.potentials)
      expect(Math.max(apart.cost, apart.mass, apart.massMap)).toBeLessThanOrEqual(2e-5)
      expect(iterations).toBe(alone.iterations)
      if (k === 5) {
        expect(iterations).toBe(64)
        expect(certify(job.problem, potentials).marginalError).toBeGreaterThan(1e-6)
      } else if (k === 6) {
        const { potential } = solveSelf(blob, SETTINGS)
        expect(potentials.g).toBe(potentials.f)
        for (const [i, value] of potentials.f.entries()) {
          expect(Math.abs(value - potential[i])).toBeLessThanOrEqual(1e-4 * SETTINGS.epsilon)
        }
      } else expectRight(job.problem, potentials, solved(job.problem))
    }
  })

  test('ends 200 px apart, and of different masses', async () => {
    using solver = new BatchSolver(await open())
    const far = { ...bent, target: moved(bentBody(0), 0, 200) }
    const heavier = { ...far, target: { ...far.target, weights: far.target.weights.map((weight) => weight * 1.3) } }
    const answers = await Promise.all([far, heavier].map((problem) => solver.solve({ problem, ...OPTIONS })))
    answers.forEach(({ potentials }, k) => {
      const problem = [far, heavier][k]
      expect(certify(problem, potentials).marginalError).toBeLessThanOrEqual(1e-4 * massOf(problem.target))
      const { mass, dx } = planMarginals(problem, potentials).source
      expect(sum(mass.map((value, i) => value * dx[i])) / sum(mass)).toBeCloseTo(200, 0)
    })
  })

  const floor = device.engine === 'webgpu' ? 1e-6 : 1e-5
  test(`at its floor a pair is within ${floor}, and said to be no better`, async () => {
    using solver = new BatchSolver(await open())
    const { potentials, iterations } = await solver.solve({ problem: bent, ...OPTIONS, tolerance: 1e-12 })
    expect(iterations).toBeLessThan(200)
    const { marginalError, gap } = certify(bent, potentials)
    expect(marginalError).toBeLessThanOrEqual(floor)
    expect(Math.abs(gap)).toBeLessThanOrEqual(1e-6)
  })

  // what follows is how webgpu takes problems in
  if (device.engine !== 'webgpu') return

  test('more problems than it has places for, all alike: all get the same answer', async () => {
    using solver = new BatchSolver(await open())
    const job = { problem: { ...SETTINGS, source: blob, target: moved(blob, 3, -2) }, ...OPTIONS }
    const [first, ...others] = await Promise.all(Array.from({ length: 70 }, () => solver.solve(job)))
    for (const { potentials, iterations } of others) {
      expect(iterations).toBe(first.iterations)
      expect(potentials).toEqual(first.potentials)
    }
  })

  test('a body as long as a line may be is solved, a longer one is refused, and others go on', async () => {
    using solver = new BatchSolver(await open())
    const bar = (lengthPx: number) => measureWhere(6, lengthPx, () => true)
    const [longest, longer] = [1024 - 10, 1025].map((lengthPx) => ({
      ...SETTINGS,
      source: bar(lengthPx),
      target: moved(bar(lengthPx), 2, 10),
    }))
    const [solved, refused] = await Promise.allSettled(
      [longest, longer].map((problem) => solver.solve({ problem, ...OPTIONS, tolerance: 1e-4 })),
    )
    if (solved.status === 'rejected') throw solved.reason
    expect(certify(longest, solved.value.potentials).marginalError).toBeLessThanOrEqual(1e-4)
    expect(refused).toMatchObject({ reason: { message: '6 × 1025 pixels are more than the GPU can take' } })
  })
})
