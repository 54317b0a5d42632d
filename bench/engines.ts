import { join } from 'node:path'
import { canonicalGrid } from '../src/core/canonical/canonical-grid.ts'
import { kernelMemory } from '../src/core/kernels/kernel-memory.ts'
import { messageOf } from '../src/core/message-of.ts'
import { certify } from '../src/core/transport/certificate.ts'
import { extent } from '../src/core/transport/numbers.ts'
import type { Solution } from '../src/core/transport/solution.ts'
import type { BatchDevice } from '../src/engines/batch/batch-device.ts'
import { BatchSolver, paddingShare } from '../src/engines/batch/batch-solver.ts'
import { solveCpu } from '../src/engines/cpu/solve-cpu.ts'
import type { SolveJob } from '../src/engines/engine.ts'
import { registry } from '../src/engines/engine-registry.ts'
import { hostEngine } from '../src/engines/host/engine-host.ts'
import { loadTfjs } from '../src/engines/tfjs/load-tfjs.ts'
import { tfjsDevice } from '../src/engines/tfjs/tfjs-device.ts'
import { openGpu } from '../src/engines/webgpu/webgpu-engine.ts'
import { pairJob } from '../src/runner/compute-pair.ts'
import { demoPairs } from './embryo-pairs.ts'
import { figure, markdownTable } from './markdown-table.ts'
import { plainParameters } from './plain-parameters.ts'
import { pairEnds } from './run-pair.ts'
import type { BenchContext, Section } from './section.ts'

const BATCHES = [1, 8, 32, 128, 512]
/** What would take longer is not measured. */
const LONGEST_SEC = 60
/** What the seed of this project takes a pair, on a data-centre card (JAX). */
const SEED_PAIRS_PER_SEC = 1 / 1.76

/** One engine under measurement. */
interface Measured {
  readonly engine: string
  readonly batch: number
  readonly pairsPerSec: number
  /** of the time, what the device was not at work; undefined where it does not tell */
  readonly outsideKernels: number | undefined
  /** of what was computed, what lay in the padding */
  readonly padding: number | undefined
  /** at every pixel, of the pair that took fewest and of the one that took most */
  readonly iterations: readonly [least: number, most: number]
  readonly largestError: number
}

interface Rival extends AsyncDisposable {
  readonly engine: string
  readonly device: string
  /** solves all at once, or as far as it can */
  solve(jobs: readonly SolveJob[]): Promise<readonly Solution[]>
  /** since it was last asked */
  kernelSec(): number | undefined
  padding(): number | undefined
}

/** Pairs a second by engine and by how many it is given at once; without certificate, polish and maps, which the run's workers do beside it. */
export async function benchEngines(context: BenchContext): Promise<Section> {
  const { smoke, progress } = context
  const jobs = await demoJobs(context)
  const measured: Measured[] = []
  const said: string[] = []
  for (const [name, open] of Object.entries(RIVALS)) {
    try {
      await using rival = await open()
      said.push(`${rival.engine}: ${rival.device}`)
      for (const batch of smoke ? [1, 2] : BATCHES) {
        const last = measured.findLast(({ engine }) => engine === rival.engine)
        if (last && batch / last.pairsPerSec > LONGEST_SEC) break
        progress(`engines: ${rival.engine}, ${batch} at once`)
        measured.push(await measure(rival, jobs, batch))
      }
    } catch (error) {
      said.push(`${name}: not measured, ${messageOf(error)}`)
    }
  }
  const { tolerance } = plainParameters()
  const text = [
    `Demo pairs at every pixel, tolerance ${tolerance} or float32's floor${smoke ? '; on a coarse grid, to show that it runs' : ''}. All in one process, after one batch that does not count.`,
    ...said.map((line) => `- ${line}`),
    '',
    markdownTable(
      [
        'engine',
        'at once',
        'pairs/s',
        '× seed',
        'outside kernels, %',
        'padding, %',
        'iterations',
        'largest marginal error',
      ],
      measured.map(({ engine, batch, pairsPerSec, outsideKernels, padding, iterations, largestError }) => [
        engine,
        String(batch),
        figure(pairsPerSec),
        figure(pairsPerSec / SEED_PAIRS_PER_SEC),
        outsideKernels === undefined ? 'not told' : figure(100 * outsideKernels),
        padding === undefined ? '' : figure(100 * padding),
        iterations.join('–'),
        largestError.toExponential(1),
      ]),
    ),
  ]
  return { text: text.join('\n'), data: { said, measured } }
}

async function demoJobs({ smoke, workDir }: BenchContext): Promise<SolveJob[]> {
  const parameters = plainParameters(smoke ? { gridUmPerPx: 40 } : {})
  const grid = canonicalGrid(parameters.gridUmPerPx)
  const jobs: SolveJob[] = []
  for (const pair of await demoPairs(join(workDir, 'engines-demo'), smoke ? 2 : 20)) {
    const { source, target } = await pairEnds(pair, parameters)
    jobs.push(pairJob(source, target, grid, parameters).job)
  }
  return jobs
}

async function measure(rival: Rival, jobs: readonly SolveJob[], batch: number): Promise<Measured> {
  const batchJobs = Array.from({ length: batch }, (_, k) => jobs[k % jobs.length])
  await rival.solve(batchJobs)
  rival.kernelSec()
  const startMs = performance.now()
  const answers = await rival.solve(batchJobs)
  const sec = (performance.now() - startMs) / 1000
  const kernelSec = rival.kernelSec()
  const errors = answers.map(({ potentials }, k) => certify(batchJobs[k].problem, potentials).marginalError)
  return {
    engine: rival.engine,
    batch,
    pairsPerSec: batch / sec,
    outsideKernels: kernelSec === undefined ? undefined : 1 - kernelSec / sec,
    padding: rival.padding(),
    iterations: extent(Int32Array.from(answers, (answer) => answer.iterations)),
    largestError: Math.max(...errors),
  }
}

const RIVALS: Readonly<Record<string, () => Promise<Rival>>> = {
  cpu: cpuRival,
  tfjs: tfjsRival,
  webgpu: webgpuRival,
  'webgpu, as a run has it': hostedRival,
}

async function cpuRival(): Promise<Rival> {
  return {
    engine: 'cpu',
    device: 'one core, one pair after another',
    solve: async (jobs) => jobs.map(({ problem, ...options }) => solveCpu(kernelMemory(), problem, options)),
    kernelSec: () => undefined,
    padding: () => undefined,
    [Symbol.asyncDispose]: async () => {},
  }
}

async function tfjsRival(): Promise<Rival> {
  const { tf, device, isOnGpu } = await loadTfjs()
  return batchRival(
    'tfjs',
    device,
    tfjsDevice(tf, isOnGpu),
    () => undefined,
    () => {},
  )
}

async function webgpuRival(): Promise<Rival> {
  let kernelSec = 0
  const { name, device, tellsTime, release } = await openGpu((sec) => {
    kernelSec += sec
  })
  const told = () => {
    const sec = kernelSec
    kernelSec = 0
    return tellsTime ? sec : undefined
  }
  return batchRival('webgpu', name, device, told, release)
}

/** In its own process, with as many threads as this machine's cores feed, to which every problem is sent. */
async function hostedRival(): Promise<Rival> {
  const engine = hostEngine('webgpu')
  const probe = await engine.probe()
  if (!probe.usable) {
    await engine.dispose()
    throw new Error(probe.reason)
  }
  return {
    engine: 'webgpu, as a run has it',
    device: `${probe.device}, ${registry.engines.webgpu.lanes} threads`,
    solve: async (jobs) => {
      const solutions: Solution[] = []
      // a start that is of no use does not travel in a run either
      for await (const answer of engine.solve(jobs.map(({ initial: _, ...job }) => job))) {
        if (answer.kind === 'failed') throw new Error(answer.error)
        solutions[answer.index] = answer
      }
      return solutions
    },
    kernelSec: () => undefined,
    padding: () => undefined,
    [Symbol.asyncDispose]: () => engine.dispose(),
  }
}

function batchRival(
  engine: string,
  device: string,
  batchDevice: BatchDevice,
  kernelSec: () => number | undefined,
  release: () => void,
): Rival {
  const solver = new BatchSolver(batchDevice)
  return {
    engine,
    device,
    solve: (jobs) => Promise.all(jobs.map((job) => solver.solve(job))),
    kernelSec,
    padding: () => paddingShare(solver.work),
    [Symbol.asyncDispose]: async () => {
      solver[Symbol.dispose]()
      release()
    },
  }
}
