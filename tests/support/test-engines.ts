import { solveReference } from '../../src/core/transport/solve-reference.ts'
import type { Engine, JobAnswer, Probe, SolveJob } from '../../src/engines/engine.ts'
import { type EngineRegistry, registry as own } from '../../src/engines/engine-registry.ts'
import { solveEach } from '../../src/engines/solve-each.ts'

// engines with one peculiarity each, in the place of tfjs; a host imports this module with the peculiarity in its URL

const PECULIARITIES = [
  'none',
  'stalls',
  'hangs',
  'exits',
  'exits on its third pair',
  'crashes',
  'crashes at once',
  'throws',
  'loses its device',
  'loses its device at once',
  'refuses',
  'allocates too much',
  'is inexact',
  'answers four at once',
  'lies',
  'remembers',
  'unusable',
  'unloadable',
  'hangs when probed',
  'is killed when probed',
] as const
export type Peculiarity = (typeof PECULIARITIES)[number]

type Solve = (jobs: readonly SolveJob[], signal?: AbortSignal) => AsyncGenerator<JobAnswer>

const right: Solve = (jobs, signal) =>
  solveEach(jobs, signal, ({ problem, ...options }) => solveReference(problem, options))

const SOLVERS: Readonly<Record<Peculiarity, Solve>> = {
  none: right,
  unusable: right,
  unloadable: right,
  'hangs when probed': right,
  'is killed when probed': right,
  /** solves the first job of a batch and keeps the others waiting for ever */
  async *stalls(jobs, signal) {
    yield* right(jobs.slice(0, 1), signal)
    await new Promise(() => setInterval(() => {}, 1000))
  },
  /** computes for ever and hears nothing */
  async *hangs(jobs) {
    while (Date.now() > 0);
    yield* right(jobs)
  },
  /** ends its home after the first answer of a batch */
  async *exits(jobs, signal) {
    yield* right(jobs.slice(0, 1), signal)
    process.exit(7)
  },
  async *'exits on its third pair'(jobs, signal) {
    if (++asked === 3) process.exit(7)
    yield* right(jobs, signal)
  },
  /** throws where nothing catches it */
  async *crashes(jobs, signal) {
    yield* right(jobs.slice(0, 1), signal)
    setTimeout(() => {
      throw new Error('the driver is gone')
    })
    await new Promise(() => {})
  },
  async *'crashes at once'(jobs) {
    yield* right(jobs.slice(jobs.length))
    process.abort()
  },
  /** breaks off the batch */
  async *throws(jobs, signal) {
    yield* right(jobs.slice(0, 1), signal)
    throw new Error('its shader does not compile')
  },
  async *'loses its device'(jobs, signal) {
    yield* right(jobs.slice(0, 1), signal)
    throw new Error('the device is lost: reset by the driver')
  },
  /** as a native library says it, job by job */
  async *'loses its device at once'(jobs) {
    for (const index of jobs.keys())
      yield { kind: 'failed', index, error: 'CUDA_ERROR_ILLEGAL_ADDRESS: illegal access' }
  },
  /** asks its home for more than any machine has */
  'allocates too much': (jobs, signal) => solveEach(jobs, signal, () => Promise.reject(allocationError())),
  /** fails each job */
  async *refuses(jobs) {
    for (const index of jobs.keys()) yield { kind: 'failed', index, error: 'out of memory' }
  },
  /** ends some way from the tolerance */
  async *'is inexact'(jobs, signal) {
    for await (const answer of right(jobs, signal)) {
      if (answer.kind === 'failed') throw new Error(answer.error)
      const { f, g } = answer.potentials
      yield { ...answer, potentials: { f: f.map((value, i) => value + 1e-8 * (i % 2)), g } }
    }
  },
  /** is silent until it has been asked for four */
  async *'answers four at once'(jobs, signal) {
    await fourth()
    yield* right(jobs, signal)
  },
  /** is fast and wrong */
  async *lies(jobs) {
    for (const [index, { problem }] of jobs.entries()) {
      const f = new Float64Array(problem.source.weights.length)
      const g = new Float64Array(problem.target.weights.length)
      yield { kind: 'solved', index, potentials: { f, g }, iterations: 1 }
    }
  },
  /** is fast where it has solved a problem of these sizes before */
  async *remembers(jobs, signal) {
    for (const [index, job] of jobs.entries()) {
      const key = `${job.problem.source.weights.length} ${job.problem.target.weights.length}`
      for await (const answer of right(remembered.has(key) ? [] : [job], signal)) remembered.set(key, answer)
      const answer = remembered.get(key)
      if (answer) yield { ...answer, index }
    }
  },
}

let asked = 0
const waiting: (() => void)[] = []

/** Resolves once it has been called four times. */
function fourth(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve)
    if (waiting.length === 4) for (const go of waiting) go()
  })
}

const remembered = new Map<string, JobAnswer>()

/** What the runtime itself says where memory can't be had. */
function allocationError(): unknown {
  try {
    return new Error(`there were ${new ArrayBuffer(2 ** 46).byteLength} bytes`)
  } catch (error) {
    return error
  }
}

/**
 * The engines of this machine with a peculiar one, in a process, in the place of tfjs.
 *
 * @param silenceSec how long it may say nothing, as its owner sees it
 * @param lanes threads that its process has it in
 */
export function registryWith(peculiarity: Peculiarity, silenceSec?: number, lanes?: number): EngineRegistry {
  const url = new URL(import.meta.url)
  url.search = new URLSearchParams({ peculiarity, ...(lanes === undefined ? {} : { lanes: `${lanes}` }) }).toString()
  return {
    url: url.href,
    engines: {
      ...own.engines,
      // whatever this machine has
      webgpu: { ...own.engines.webgpu, mayOutrunCpu: () => false },
      tfjs: {
        home: 'process',
        load: () => engineWith(peculiarity),
        mayOutrunCpu: () => true,
        ...(lanes === undefined ? {} : { lanes }),
        ...(silenceSec === undefined ? {} : { silenceSec }),
      },
    },
  }
}

const ofThisUrl = new URL(import.meta.url).searchParams
/** what a host takes */
export const registry = registryWith(
  PECULIARITIES.find((name) => name === ofThisUrl.get('peculiarity')) ?? 'none',
  undefined,
  Number(ofThisUrl.get('lanes') ?? 1),
)

async function engineWith(peculiarity: Peculiarity): Promise<Engine> {
  if (peculiarity === 'unloadable') throw new Error('libtensorflow.so.2: cannot open shared object file')
  return {
    name: 'tfjs',
    probe: () => probe(peculiarity),
    solve: SOLVERS[peculiarity],
    dispose: async () => {},
  }
}

async function probe(peculiarity: Peculiarity): Promise<Probe> {
  switch (peculiarity) {
    case 'unusable':
      return { usable: false, reason: 'no driver: install one' }
    case 'hangs when probed':
      while (Date.now() > 0);
      break
    case 'is killed when probed':
      process.kill(process.pid, 'SIGKILL')
      await new Promise(() => {})
  }
  return { usable: true, device: `process ${process.pid}` }
}
