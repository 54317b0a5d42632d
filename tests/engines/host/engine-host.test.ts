import { expect, test } from 'vitest'
import { solveReference } from '../../../src/core/transport/solve-reference.ts'
import type { JobAnswer, SolveJob } from '../../../src/engines/engine.ts'
import { type HostedEngine, type HostOptions, hostEngine } from '../../../src/engines/host/engine-host.ts'
import { type Peculiarity, registryWith } from '../../support/test-engines.ts'
import { measureWhere, moved } from '../../support/transport-problems.ts'

const blob = measureWhere(12, 20, (y, x) => ((y - 6) / 5) ** 2 + ((x - 10) / 8) ** 2 < 1)
const regularisation = { metric: 'sqeuclidean', coordScale: 1 / 576, epsilon: 1e-4, regM: 10 } as const
const pair: SolveJob = {
  problem: { source: blob, target: moved(blob, 2, 3), ...regularisation },
  tolerance: 1e-6,
  maxIterations: 1000,
}
const jobs = [pair, pair, pair]
const HOMES = ['thread', 'process'] as const

/** An engine of that kind in a real host, ended when the test is over, and the reasons of its deaths. */
function hosted(peculiarity: Peculiarity, options: HostOptions) {
  const engine = hostEngine('tfjs', { registry: registryWith(peculiarity), ...options })
  const deaths: string[] = []
  engine.onDeath((reason) => deaths.push(reason))
  return { engine, deaths, [Symbol.asyncDispose]: () => engine.dispose() }
}

async function answersOf(engine: HostedEngine, asked = jobs, signal?: AbortSignal): Promise<JobAnswer[]> {
  const answers: JobAnswer[] = []
  for await (const answer of engine.solve(asked, signal)) answers.push(answer)
  return answers
}

test.each(HOMES)('a %s gives the answers that the engine gives at home', async (home) => {
  await using host = hosted('none', { home })
  const answers = await answersOf(host.engine)
  const { potentials, iterations } = solveReference(pair.problem, pair)
  expect(answers).toEqual(jobs.map((_, index) => ({ kind: 'solved', index, potentials, iterations })))
  const probe = await host.engine.probe()
  if (home === 'process') expect(probe).not.toEqual({ usable: true, device: `process ${process.pid}` })
  expect(probe.usable).toBe(true)
  await host.engine.dispose()
  expect(host.deaths).toEqual([])
})

test.each(HOMES)('a symmetric problem is still one in a %s', async (home) => {
  await using host = hosted('none', { home })
  const [answer] = await answersOf(host.engine, [{ ...pair, problem: { ...pair.problem, target: blob } }])
  if (answer.kind === 'failed') throw new Error(answer.error)
  expect(answer.potentials.g).toBe(answer.potentials.f)
})

test.each([
  ['exits', 'thread', 'its thread ended with exit code 7'],
  ['exits', 'process', 'its process ended with exit code 7'],
  ['crashes', 'thread', 'the driver is gone'],
  ['crashes', 'process', 'its process ended with exit code 1: the driver is gone'],
] as const)('one that %s in a %s answers what it still had, and starts again', async (fault, home, reason) => {
  await using host = hosted(fault, { home })
  for (const deaths of [1, 2]) {
    const [first, ...others] = await answersOf(host.engine)
    expect(first).toMatchObject({ kind: 'solved', index: 0 })
    expect(others).toEqual([1, 2].map((index) => ({ kind: 'failed', index, error: reason, engineDied: true })))
    expect(host.deaths).toEqual(Array.from({ length: deaths }, () => reason))
  }
})

test('kill -9 in mid-batch is an event, and no other batch of the process is left waiting', async () => {
  await using host = hosted('stalls', {})
  const probe = await host.engine.probe()
  const otherBatch = answersOf(host.engine)
  const answers: JobAnswer[] = []
  for await (const answer of host.engine.solve(jobs)) {
    answers.push(answer)
    if (answers.length === 1 && probe.usable) process.kill(Number(probe.device.split(' ')[1]), 'SIGKILL')
  }
  const lost = [1, 2].map((index) => ({ kind: 'failed', index, error: 'its process was killed', engineDied: true }))
  expect(answers).toEqual([answers[0], ...lost])
  expect((await otherBatch).slice(1)).toEqual(lost)
  expect(host.deaths).toEqual(['its process was killed'])
  expect((await host.engine.probe()).usable).toBe(true)
})

test.each(HOMES)('one whose module can’t be loaded in a %s says why', async (home) => {
  await using host = hosted('unloadable', { home })
  const reason = expect.stringContaining('libtensorflow.so.2: cannot open shared object file')
  expect(await host.engine.probe()).toEqual({ usable: false, reason })
  expect(await answersOf(host.engine, [pair])).toEqual([{ kind: 'failed', index: 0, error: reason, engineDied: true }])
  expect(host.deaths).toEqual([reason, reason])
})

test.each(HOMES)('one that hangs in a %s can be aborted and disposed of', async (home) => {
  await using host = hosted('hangs', { home })
  const stop = new AbortController()
  const answers = answersOf(host.engine, jobs, stop.signal)
  setTimeout(() => stop.abort(), 100)
  expect(await answers).toEqual([])
  await host.engine.dispose()
  expect(host.deaths).toEqual([])
})

test.each(HOMES)('one that says nothing for long in a %s is dead', async (home) => {
  await using host = hosted('hangs', { home, silenceSec: 0.5 })
  const error = 'it gave no answer for 0.5 s'
  expect(await answersOf(host.engine, [pair])).toEqual([{ kind: 'failed', index: 0, error, engineDied: true }])
  expect(host.deaths).toEqual([error])
})

test.each(HOMES)('an abort within a batch reaches an engine in a %s that never waits', async (home) => {
  await using host = hosted('none', { home })
  const stop = new AbortController()
  const many = Array.from({ length: 500 }, () => pair)
  const answers: JobAnswer[] = []
  for await (const answer of host.engine.solve(many, stop.signal)) {
    answers.push(answer)
    stop.abort()
  }
  expect(answers.length).toBeLessThan(many.length)
  // it is free at once for the next batch
  expect(await answersOf(host.engine, [pair])).toHaveLength(1)
  expect(await answersOf(host.engine, jobs, stop.signal)).toEqual([])
})

test('a batch that breaks off is not the engine’s death', async () => {
  await using host = hosted('throws', {})
  const [first, ...others] = await answersOf(host.engine)
  expect(first.kind).toBe('solved')
  expect(others).toEqual([1, 2].map((index) => ({ kind: 'failed', index, error: 'its shader does not compile' })))
  expect(host.deaths).toEqual([])
})

test.each([
  ['loses its device', 'the device is lost: reset by the driver', [0]],
  ['loses its device at once', 'CUDA_ERROR_ILLEGAL_ADDRESS: illegal access', []],
] as const)('one that %s ends, so that the next one finds it again', async (fault, words, solved) => {
  await using host = hosted(fault, {})
  const answers = await answersOf(host.engine)
  const reason = `its process ended with exit code 1: ${words}`
  const lost = [0, 1, 2].filter((index) => !solved.some((known) => known === index))
  expect(answers.slice(solved.length)).toEqual(
    lost.map((index) => ({ kind: 'failed', index, error: reason, engineDied: true })),
  )
  expect(host.deaths).toEqual([reason])
  expect((await host.engine.probe()).usable).toBe(true)
})

test('memory that can’t be had is a job’s failure, and not the host’s end', async () => {
  await using host = hosted('allocates too much', {})
  const error = 'Array buffer allocation failed'
  expect(await answersOf(host.engine, [pair])).toEqual([{ kind: 'failed', index: 0, error }])
  expect(host.deaths).toEqual([])
})

test('what has been disposed of says so, and is not started again', async () => {
  const { engine, deaths } = hosted('none', {})
  await engine.dispose()
  const error = 'it has been disposed of'
  expect(await answersOf(engine, [pair])).toEqual([{ kind: 'failed', index: 0, error, engineDied: true }])
  expect(await engine.probe()).toEqual({ usable: false, reason: error })
  expect(deaths).toEqual([])
})

test('what is under way when it is disposed of is answered', async () => {
  const { engine, deaths } = hosted('stalls', {})
  const answers = answersOf(engine)
  await engine.probe()
  await engine.dispose()
  expect((await answers).slice(1)).toMatchObject([{ engineDied: true }, { engineDied: true }])
  expect(deaths).toEqual([])
})
