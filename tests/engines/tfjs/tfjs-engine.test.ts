import { expect, test } from 'vitest'
import { certify } from '../../../src/core/transport/certificate.ts'
import type { Measure } from '../../../src/core/transport/measure.ts'
import type { TransportProblem } from '../../../src/core/transport/problem.ts'
import { solveSelf } from '../../../src/core/transport/self-transport.ts'
import type { JobAnswer, SolveJob } from '../../../src/engines/engine.ts'
import { loadTfjs } from '../../../src/engines/tfjs/load-tfjs.ts'
import { tfjsEngine } from '../../../src/engines/tfjs/tfjs-engine.ts'
import { measureWhere, moved } from '../../support/transport-problems.ts'

const { tf } = await loadTfjs()
const SETTINGS = { metric: 'sqeuclidean', coordScale: 1 / 576, epsilon: 1e-4, regM: 10 } as const

const blob = measureWhere(40, 60, (y, x) => ((y - 20) / 15) ** 2 + ((x - 30) / 26) ** 2 < 1)
const dot = measureWhere(1, 1, () => true)
const nothing: Measure = { y: new Int32Array(0), x: new Int32Array(0), weights: new Float64Array(0) }

function jobOf(source: Measure, target: Measure, problem: Partial<TransportProblem> = {}): SolveJob {
  return { problem: { ...SETTINGS, source, target, ...problem }, tolerance: 1e-5, maxIterations: 500 }
}

async function answersOf(jobs: readonly SolveJob[], signal?: AbortSignal): Promise<JobAnswer[]> {
  const answers: JobAnswer[] = []
  for await (const answer of tfjsEngine.solve(jobs, signal)) answers.push(answer)
  return answers
}

test('it says what it runs on', async () => {
  expect(await tfjsEngine.probe()).toEqual({ usable: true, device: expect.stringMatching(/^[CG]PU .*float32/) })
})

test('each job of a batch is answered, whatever the others are like', async () => {
  const jobs = [
    jobOf(blob, moved(blob, 3, -2)),
    jobOf(blob, nothing),
    jobOf(dot, moved(dot, 2, 5)),
    jobOf(blob, dot, { metric: 'euclidean' }),
    jobOf(dot, blob),
  ]
  const answers = (await answersOf(jobs)).sort((a, b) => a.index - b.index)
  const tensors = tf.memory().numTensors
  expect(answers.map(({ index, kind }) => [index, kind])).toEqual([
    [0, 'solved'],
    [1, 'failed'],
    [2, 'solved'],
    [3, 'failed'],
    [4, 'solved'],
  ])
  for (const answer of answers) {
    if (answer.kind === 'failed') continue
    expect(certify(jobs[answer.index].problem, answer.potentials).marginalError).toBeLessThanOrEqual(2e-5)
  }
  const errors = answers.flatMap((answer) => (answer.kind === 'failed' ? [answer.error] : []))
  expect(errors).toEqual([expect.stringContaining('target has no pixels'), expect.stringContaining('sqeuclidean')])
  await answersOf(jobs)
  expect(tf.memory().numTensors).toBe(tensors)
})

test('a symmetric job has one potential, the reference solver’s', async () => {
  const job = jobOf(blob, blob)
  const [answer] = await answersOf([{ ...job, tolerance: 1e-12 }])
  if (answer.kind === 'failed') throw new Error(answer.error)
  const { f, g } = answer.potentials
  expect(g).toBe(f)
  const { potential } = solveSelf(blob, job.problem)
  f.forEach((value, i) => {
    expect(Math.abs(value - potential[i])).toBeLessThanOrEqual(1e-5 * SETTINGS.epsilon)
  })
})

test('an abort ends the batch without an answer to what is not done', async () => {
  const abort = new AbortController()
  const endless = { ...jobOf(blob, moved(blob, 0, 4)), tolerance: 0, maxIterations: 1e9 }
  // narrow enough to need thousands of iterations
  const slow = { ...endless, problem: { ...endless.problem, epsilon: 1e-7 } }
  setTimeout(() => abort.abort(), 50)
  expect(await answersOf([slow, endless], abort.signal)).toEqual([])
})

test('once aborted nothing is begun', async () => {
  expect(await answersOf([jobOf(blob, blob)], AbortSignal.abort())).toEqual([])
})
