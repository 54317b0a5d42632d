import { expect, test } from 'vitest'
import { CHECK_PROBLEM } from '../../src/engines/check-problem.ts'
import type { JobAnswer, SolveJob } from '../../src/engines/engine.ts'
import type { HostedEngine } from '../../src/engines/host/engine-host.ts'
import { type Death, hostedSolver } from '../../src/runner/hosted-solver.ts'

const JOB: SolveJob = { problem: CHECK_PROBLEM, tolerance: 1e-6, maxIterations: 1000 }
const SOLVED: JobAnswer = {
  kind: 'solved',
  index: 0,
  potentials: { f: new Float64Array(1), g: new Float64Array(1) },
  iterations: 1,
}

/** an engine whose jobs wait until they are answered from outside */
function openEngine() {
  const asked: ((answer: JobAnswer) => void)[] = []
  const listeners: ((reason: string) => void)[] = []
  const engine: HostedEngine = {
    name: 'webgpu',
    probe: async () => ({ usable: true, device: 'the test’s' }),
    solve: async function* () {
      yield await new Promise<JobAnswer>((resolve) => asked.push(resolve))
    },
    onDeath: (listener) => void listeners.push(listener),
    dispose: async () => {},
  }
  const die = () => {
    for (const listener of listeners) listener('killed')
    for (const answer of asked.splice(0)) answer({ kind: 'failed', index: 0, error: 'killed', engineDied: true })
  }
  return { engine, asked, die }
}

test('a job goes to the engine while others are under way, and each gets its own answer', async () => {
  const { engine, asked } = openEngine()
  await using solver = hostedSolver(engine, new AbortController().signal, () => {})
  const answers = [1, 2, 3].map(() => solver.solve(JOB))
  await expect.poll(() => asked.length).toBe(3)
  asked[2](SOLVED)
  expect((await answers[2]).answer).toEqual(SOLVED)
  asked[0]({ kind: 'failed', index: 0, error: 'out of memory' })
  asked[1](SOLVED)
  expect((await answers[0]).answer.kind).toBe('failed')
  expect((await answers[1]).answer.kind).toBe('solved')
})

test('what each took adds up to no more than what all took', async () => {
  const { engine, asked } = openEngine()
  await using solver = hostedSolver(engine, new AbortController().signal, () => {})
  const startMs = performance.now()
  const answers = [1, 2].map(() => solver.solve(JOB))
  await expect.poll(() => asked.length).toBe(2)
  for (const answer of asked) answer(SOLVED)
  const secs = (await Promise.all(answers)).map(({ solveSec }) => solveSec)
  expect(secs[0] + secs[1]).toBeLessThanOrEqual((performance.now() - startMs) / 1000)
  expect(Math.min(...secs)).toBeGreaterThanOrEqual(0)
})

test('after the third death nothing more is asked of it', async () => {
  const { engine, asked, die } = openEngine()
  const deaths: Death[] = []
  await using solver = hostedSolver(engine, new AbortController().signal, (death) => deaths.push(death))
  for (let k = 0; k < 3; k++) {
    const answer = solver.solve(JOB)
    await expect.poll(() => asked.length).toBe(1)
    die()
    expect((await answer).answer).toMatchObject({ kind: 'failed', engineDied: true })
  }
  expect(deaths.map(({ givenUp }) => givenUp)).toEqual([false, false, true])
  expect((await solver.solve(JOB)).answer).toMatchObject({ kind: 'failed', engineDied: true })
  expect(asked).toEqual([])
})
