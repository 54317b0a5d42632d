import { join } from 'node:path'
import { canonicalGrid } from '../src/core/canonical/canonical-grid.ts'
import { type KernelMemory, loadKernels } from '../src/core/kernels/kernel-memory.ts'
import { solveCpu } from '../src/engines/cpu/solve-cpu.ts'
import type { SolveJob } from '../src/engines/engine.ts'
import { pairJob } from '../src/runner/compute-pair.ts'
import { countKernels, type KernelCounts } from './counted-kernels.ts'
import { demoPairs, type EmbryoPair, longPairs, REAL_PAIRS_MISSING, realPairs } from './embryo-pairs.ts'
import { type MachinePeaks, machinePeaks } from './machine-peaks.ts'
import { figure, markdownTable } from './markdown-table.ts'
import { repeatWarm, spreadOf } from './measure.ts'
import { plainParameters } from './plain-parameters.ts'
import { pairEnds } from './run-pair.ts'
import type { BenchContext, Section } from './section.ts'

/** Measures what one core can do, and how much of that the solver's matrix products reach. */
export async function benchMachineLimit(context: BenchContext): Promise<Section> {
  const { smoke, workDir, progress } = context
  progress('limit: peaks')
  const peaks = machinePeaks()
  const demo = await demoPairs(join(workDir, 'demo'), 1)
  const solves: CountedSolve[] = []
  for (const pair of smoke ? demo : [...(await realPairs()), ...longPairs(), ...demo]) {
    progress(`limit: ${pair.name}`)
    solves.push(await countSolve(pair, context))
  }
  const text = [
    `One core, with these kernels: ${figure(peaks.gflopPerSec)} GFLOP/s in a float64 matrix product that fits the cache,`,
    `${figure(peaks.gbPerSec)} GB/s in a large copy (read and written). ${loadKernels().variant}.`,
    ...(REAL_PAIRS_MISSING === undefined ? [] : ['', `Not measured: ${REAL_PAIRS_MISSING}.`]),
    '',
    `A solve at ε ${plainParameters().epsilon}, warm (without certificate and maps). Products are the kernel's two matrix products of every`,
    'application, with only the entries in their band counted; a multiply-add is two operations.',
    '',
    limitTable(solves, peaks),
    '',
    'Where a solve spends its time, from the fastest solve of those whose kernel calls were timed one by one:',
    '',
    kernelTable(solves),
  ]
  return { text: text.join('\n'), data: { peaks, solves } }
}

/** The counts are those of the fastest solve that was counted. */
interface CountedSolve extends KernelCounts {
  readonly name: string
  /** nothing counted meanwhile */
  readonly solveSec: number
}

async function countSolve(pair: EmbryoPair, { repetitions }: BenchContext): Promise<CountedSolve> {
  const parameters = plainParameters()
  const { source, target } = await pairEnds(pair, parameters)
  const { job } = pairJob(source, target, canonicalGrid(parameters.gridUmPerPx), parameters)
  const memory = loadKernels()
  const seconds = await repeatWarm(repetitions, async () => secondsOf(() => solveWith(job)(memory)))
  const [counts] = (await repeatWarm(repetitions, async () => countKernels(memory, solveWith(job)))).toSorted(
    (a, b) => a.totalSec - b.totalSec,
  )
  return { name: pair.name, solveSec: spreadOf(seconds).median, ...counts }
}

function solveWith(job: SolveJob) {
  return (memory: KernelMemory) => {
    solveCpu(memory, job.problem, job)
  }
}

function secondsOf(work: () => void): number {
  const startMs = performance.now()
  work()
  return (performance.now() - startMs) / 1000
}

function limitTable(solves: readonly CountedSolve[], { gflopPerSec }: MachinePeaks): string {
  const header = [
    ...['pair', 'solve, ms', 'products, GFLOP', 'in products, ms', 'GFLOP/s in products', '% of the peak'],
    ...['at the peak, ms', '% of the solve'],
  ]
  const rows = solves.map(({ name, solveSec, productFlop, kernelSec }) => {
    const productSec = kernelSec.fourRows ?? 0
    const reached = productFlop / productSec / 1e9
    const leastSec = productFlop / (1e9 * gflopPerSec)
    return [
      name,
      figure(1000 * solveSec),
      (productFlop / 1e9).toPrecision(3),
      figure(1000 * productSec),
      figure(reached),
      figure((100 * reached) / gflopPerSec),
      figure(1000 * leastSec),
      figure((100 * leastSec) / solveSec),
    ]
  })
  return markdownTable(header, rows)
}

/** Kernels that take less than this of every solve are put together. */
const SMALL_SHARE = 0.02

function kernelTable(solves: readonly CountedSolve[]): string {
  const names = [...new Set(solves.flatMap(({ kernelSec }) => Object.keys(kernelSec)))]
  const shareOf = (solve: CountedSolve, name: string) => (solve.kernelSec[name] ?? 0) / solve.totalSec
  const largest = (name: string) => Math.max(...solves.map((solve) => shareOf(solve, name)))
  const shown = names.filter((name) => largest(name) >= SMALL_SHARE).sort((a, b) => largest(b) - largest(a))
  const small = names.filter((name) => !shown.includes(name))
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`
  const sharesOf = (solve: CountedSolve, some: readonly string[]) =>
    some.reduce((sum, name) => sum + shareOf(solve, name), 0)
  const row = (title: string, share: (solve: CountedSolve) => number) => [
    title,
    ...solves.map((solve) => percent(share(solve))),
  ]
  return markdownTable(
    ['kernel', ...solves.map(({ name, calls }) => `${name} (${calls} calls)`)],
    [
      ...shown.map((name) => row(`\`${name}\``, (solve) => shareOf(solve, name))),
      row('other kernels', (solve) => sharesOf(solve, small)),
      row('JavaScript', (solve) => 1 - sharesOf(solve, names)),
    ],
  )
}
