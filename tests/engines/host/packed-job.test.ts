import { expect, test } from 'vitest'
import type { SolveJob } from '../../../src/engines/engine.ts'
import { packJob, unpackJob } from '../../../src/engines/host/packed-job.ts'
import { measureWhere, moved } from '../../support/transport-problems.ts'

const ring = measureWhere(40, 60, (y, x) => {
  const radius = Math.hypot(y - 20, x - 30)
  return radius < 18 && radius > 6
})
const regularisation = { metric: 'sqeuclidean', coordScale: 1 / 576, epsilon: 1e-4, regM: 10 } as const
const job: SolveJob = {
  problem: { source: ring, target: moved(ring, -25, 3), ...regularisation },
  tolerance: 1e-6,
  maxIterations: 10,
}

test.each([
  ['one weight', job],
  [
    'many weights',
    { ...job, problem: { ...job.problem, source: { ...ring, weights: ring.weights.map((w, i) => w + i) } } },
  ],
  ['a start', { ...job, initial: { f: Float64Array.of(1, 2), g: Float64Array.of(3) } }],
  ['nothing', { ...job, problem: { ...job.problem, target: measureWhere(3, 3, () => false) } }],
])('a job with %s comes out as it went in', (_, sent) => {
  expect(unpackJob(structuredClone(packJob(sent)))).toEqual(sent)
})

test('a symmetric problem stays one', () => {
  const { problem } = unpackJob(structuredClone(packJob({ ...job, problem: { ...job.problem, target: ring } })))
  expect(problem.target).toBe(problem.source)
})

test('a mask travels as its runs', () => {
  const { source } = packJob(job)
  expect(source.runs.length).toBeLessThan(ring.y.length / 4)
  expect(source.weights).toBe(ring.weights[0])
})
