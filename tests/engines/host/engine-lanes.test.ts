import { expect, test } from 'vitest'
import { solveReference } from '../../../src/core/transport/solve-reference.ts'
import type { Engine, JobAnswer, SolveJob } from '../../../src/engines/engine.ts'
import { hostEngine } from '../../../src/engines/host/engine-host.ts'
import { engineLanes } from '../../../src/engines/host/engine-lanes.ts'
import { type Peculiarity, registryWith } from '../../support/test-engines.ts'
import { measureWhere, moved } from '../../support/transport-problems.ts'

const blob = measureWhere(12, 20, (y, x) => ((y - 6) / 5) ** 2 + ((x - 10) / 8) ** 2 < 1)
const jobs = [1, 2, 3, 4].map((shift): SolveJob => {
  const problem = { source: blob, target: moved(blob, shift, 3), metric: 'sqeuclidean', coordScale: 1 / 576 } as const
  return { problem: { ...problem, epsilon: 1e-4, regM: 10 }, tolerance: 1e-6, maxIterations: 1000 }
})

function lanesOf(peculiarity: Peculiarity, count: number) {
  const engine = engineLanes('tfjs', registryWith(peculiarity), count)
  return { engine, [Symbol.asyncDispose]: () => engine.dispose() }
}

async function answersOf(engine: Engine, asked = jobs): Promise<JobAnswer[]> {
  const answers: JobAnswer[] = []
  for await (const answer of engine.solve(asked)) answers.push(answer)
  return answers.sort((a, b) => a.index - b.index)
}

test('each job gets its own answer, whichever thread it went to', async () => {
  await using lanes = lanesOf('none', 3)
  const right = jobs.map((job, index) => ({ kind: 'solved', index, ...solveReference(job.problem, job) }))
  expect(await answersOf(lanes.engine)).toEqual(right)
  expect(await lanes.engine.probe()).toEqual({ usable: true, device: `process ${process.pid}` })
})

test('jobs go where the fewest are, those of other batches counted', async () => {
  // each thread solves the first job of a batch and keeps the others for ever
  await using lanes = lanesOf('stalls', 4)
  const solved = new Set<number>()
  for await (const { index } of lanes.engine.solve(jobs)) {
    solved.add(index)
    if (solved.size === jobs.length) break
  }
  expect(solved.size).toBe(jobs.length)
})

test('a thread that dies fails what it had, and nothing else', async () => {
  await using lanes = lanesOf('exits', 3)
  const failed = (await answersOf(lanes.engine)).filter(({ kind }) => kind === 'failed')
  expect(failed).toEqual([{ kind: 'failed', index: 3, error: 'its thread ended with exit code 7', engineDied: true }])
})

test('a process of several threads dies as one', async () => {
  const engine = hostEngine('tfjs', { registry: registryWith('exits', undefined, 3) })
  const reasons: string[] = []
  engine.onDeath((reason) => reasons.push(reason))
  const answers = await answersOf(engine)
  await engine.dispose()
  expect(answers).toHaveLength(jobs.length)
  const reason = 'its process ended with exit code 1: its thread ended with exit code 7'
  expect(answers).toContainEqual({ kind: 'failed', index: 3, error: reason, engineDied: true })
  expect(reasons).toEqual([reason])
})
