import fc from 'fast-check'
import { expect, test } from 'vitest'
import { certify } from '../../../src/core/transport/certificate.ts'
import type { TransportProblem } from '../../../src/core/transport/problem.ts'
import { solveReference } from '../../../src/core/transport/solve-reference.ts'
import type { BatchDevice, Entering } from '../../../src/engines/batch/batch-device.ts'
import { BatchSolver } from '../../../src/engines/batch/batch-solver.ts'
import { loadTfjs } from '../../../src/engines/tfjs/load-tfjs.ts'
import { tfjsDevice } from '../../../src/engines/tfjs/tfjs-device.ts'
import { differences } from '../../support/answer-differences.ts'
import { anyProblem, measureWhere } from '../../support/transport-problems.ts'

const { tf, device } = await loadTfjs()
/** many at once, also where a processor would rather have one */
const batched = () => new BatchSolver(tfjsDevice(tf, true))
const OPTIONS = { tolerance: 1e-6, maxIterations: 1000 }
const SETTINGS = { metric: 'sqeuclidean', coordScale: 1 / 576, epsilon: 1e-4, regM: 10 } as const

/** a small body whose tail bends by `bend` px; its head is thicker, so it has no symmetry to hide behind */
function body(bend: number) {
  return measureWhere(40, 80, (y, x) => Math.abs(y - 15 - bend * (x / 80) ** 2) <= 6 - 5 * (x / 80) && x > 2)
}

const problem: TransportProblem = { ...SETTINGS, source: body(0), target: body(20) }

test(`on ${device}: small random problems come out as from the reference solver, and no tensor is left behind`, async () => {
  const tensors = tf.memory().numTensors
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyProblem({ metrics: ['sqeuclidean'] }), { minLength: 1, maxLength: 3 }),
      async (all) => {
        const known = all.flatMap((small) => {
          const { potentials } = solveReference(small, { tolerance: 1e-10, maxIterations: 5000 })
          // what it doesn't bring to the tolerance says nothing
          return certify(small, potentials).marginalError <= 1e-10 ? [{ small, potentials }] : []
        })
        using solver = batched()
        const answers = await Promise.all(known.map(({ small }) => solver.solve({ problem: small, ...OPTIONS })))
        answers.forEach(({ potentials }, k) => {
          const far = differences(known[k].small, potentials, known[k].potentials)
          expect(Math.max(far.cost, far.mass, far.displacement)).toBeLessThanOrEqual(1e-4)
        })
      },
    ),
    { numRuns: 10 },
  )
  expect(tf.memory().numTensors).toBe(tensors)
})

test('good potentials are a start that coarser grids are not asked to better', async () => {
  using solver = batched()
  const first = await solver.solve({ problem, ...OPTIONS, tolerance: 1e-4 })
  // a constant between f and g, as large as a target of another mass makes it, takes no digits away
  const initial = { f: first.potentials.f.map((f) => f + 1), g: first.potentials.g.map((g) => g - 1) }
  const second = await solver.solve({ problem, ...OPTIONS, tolerance: 1e-4, initial })
  expect(second.iterations).toBe(8)
  expect(certify(problem, second.potentials).marginalError).toBeLessThanOrEqual(1.1e-4)
})

test('a start that is given too few iterations is returned as it is, and does not cut short who solves beside it', async () => {
  using solver = batched()
  const [short, other] = await Promise.all([
    solver.solve({ problem, tolerance: 1e-12, maxIterations: 3 }),
    solver.solve({ problem, ...OPTIONS, tolerance: 1e-4 }),
  ])
  expect(short.iterations).toBe(3)
  expect(certify(problem, short.potentials).marginalError).toBeGreaterThan(1e-5)
  expect(certify(problem, other.potentials).marginalError).toBeLessThanOrEqual(1.1e-4)
})

test('tensors don’t pile up: the same batch again leaves as many as before, and none once the solver is disposed of', async () => {
  const before = tf.memory().numTensors
  const solver = batched()
  const jobs = [5, 12, 20].map((bend) => ({
    problem: { ...problem, target: body(bend) },
    ...OPTIONS,
    tolerance: 1e-3,
  }))
  const counts: number[] = []
  for (let k = 0; k < 3; k++) {
    await Promise.all(jobs.map((job) => solver.solve(job)))
    counts.push(tf.memory().numTensors)
  }
  expect(counts[1]).toBe(counts[0])
  expect(counts[2]).toBe(counts[0])
  solver[Symbol.dispose]()
  expect(tf.memory().numTensors).toBe(before)
})

/** Has room for two; each look brings every problem's error down to a tenth. */
function fakeDevice() {
  const underWay = new Map<number, { entering: Entering; error: number }>()
  const seen = { most: 0, looks: 0 }
  let loaded = 0
  const device = {
    acceleratesItself: true,
    work: { cells: 0, paddedCells: 0 },
    load: (entering) =>
      entering.map((one) => {
        if (one.stage.rows > 100) return new Error('too large')
        if (underWay.size === 2) return 'later'
        underWay.set(loaded, { entering: one, error: 1 })
        seen.most = Math.max(seen.most, underWay.size)
        return loaded++
      }),
    iterate: async (steps) => {
      seen.looks++
      return steps.map(({ slot }) => {
        const held = underWay.get(slot)
        if (!held) throw new Error(`slot ${slot} is empty`)
        held.error /= 10
        return [held.error]
      })
    },
    read: async (slot) => {
      const stage = underWay.get(slot)?.entering.stage
      if (!stage) throw new Error(`slot ${slot} is empty`)
      return {
        f: new Float64Array(stage.source.places.length),
        g: new Float64Array(stage.target.places.length),
      }
    },
    clear: (slot) => underWay.delete(slot),
    [Symbol.dispose]: () => {},
  } satisfies BatchDevice
  return { device, underWay, seen }
}

const small: TransportProblem = { ...SETTINGS, source: body(0), target: body(5) }
const large: TransportProblem = { ...SETTINGS, source: body(0), target: measureWhere(200, 4, () => true) }

test('whom the device has no room for waits, and takes the place of one that is done; whom it can’t take is told why', async () => {
  const { device, underWay, seen } = fakeDevice()
  using solver = new BatchSolver(device)
  const jobs = [small, small, large, small, small, small].map((one) => ({ problem: one, ...OPTIONS }))
  const answers = await Promise.allSettled(jobs.map((job) => solver.solve(job)))
  expect(answers.map(({ status }) => status)).toEqual([
    ...['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled'],
  ])
  expect(answers[2]).toMatchObject({ reason: new Error('too large') })
  expect(seen.most).toBe(2)
  expect(underWay.size).toBe(0)
})

test('a look that fails is everybody’s error who was there, and the next problem is solved', async () => {
  const { device, underWay } = fakeDevice()
  using solver = new BatchSolver({
    ...device,
    iterate: (steps) => (failing ? Promise.reject(new Error('the device is gone')) : device.iterate(steps)),
  })
  let failing = true
  const answers = await Promise.allSettled(
    [small, small, small].map((one) => solver.solve({ problem: one, ...OPTIONS })),
  )
  for (const answer of answers) expect(answer).toMatchObject({ reason: new Error('the device is gone') })
  expect(underWay.size).toBe(0)
  failing = false
  expect((await solver.solve({ problem: small, ...OPTIONS })).iterations).toBe(7)
})

test('a problem that can’t be read back is the only one that fails', async () => {
  const { device, underWay } = fakeDevice()
  using solver = new BatchSolver({
    ...device,
    read: (slot) => (slot === 1 ? Promise.reject(new Error('unreadable')) : device.read(slot)),
  })
  const answers = await Promise.allSettled(
    [small, small, small].map((one) => solver.solve({ problem: one, ...OPTIONS })),
  )
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(underWay.size).toBe(0)
})

test('who waits for a device that takes nobody, or is given back, is told so', async () => {
  const { device } = fakeDevice()
  const full = new BatchSolver({ ...device, load: (entering) => entering.map(() => 'later') })
  await expect(full.solve({ problem: small, ...OPTIONS })).rejects.toThrow('room for nothing')
  const closed = new BatchSolver(device)
  const asked = closed.solve({ problem: small, ...OPTIONS })
  closed[Symbol.dispose]()
  await expect(asked).rejects.toThrow('given back')
})

test('who is called off leaves the device at the next look, and those beside it go on', async () => {
  const { device, underWay } = fakeDevice()
  const stop = new AbortController()
  using solver = new BatchSolver({
    ...device,
    iterate: (steps) => {
      stop.abort(new Error('not wanted any more'))
      return device.iterate(steps)
    },
  })
  const [called, other, waiting] = await Promise.allSettled([
    solver.solve({ problem: small, ...OPTIONS }, stop.signal),
    solver.solve({ problem: small, ...OPTIONS }),
    solver.solve({ problem: small, ...OPTIONS }, stop.signal),
  ])
  for (const answer of [called, waiting]) expect(answer).toMatchObject({ reason: new Error('not wanted any more') })
  expect(other.status).toBe('fulfilled')
  expect(underWay.size).toBe(0)
})
