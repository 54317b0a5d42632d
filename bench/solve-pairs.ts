import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { serialize } from 'node:v8'
import { DEFAULT_PARAMETERS } from '../src/runner/run-parameters.ts'
import type { ColdTask } from './cold-pair.ts'
import { demoPairs, type EmbryoPair, longPairs, REAL_PAIRS_MISSING, realPairs } from './embryo-pairs.ts'
import { figure, markdownTable, msCell } from './markdown-table.ts'
import { repeatWarm, type Spread, spreadOf } from './measure.ts'
import { plainParameters } from './plain-parameters.ts'
import { type PairRun, runPair, STEP_NAMES, STEPS, type Step, solvedSec } from './run-pair.ts'
import type { BenchContext, Section } from './section.ts'

const EPSILONS = [DEFAULT_PARAMETERS.epsilon, 1e-5, 1e-6]
const COLD_PROCESSES = 3

/** Times the steps of single pairs, cold and warm, and solves them at ever smaller ε. */
export async function benchPairs(context: BenchContext): Promise<Section> {
  const { smoke, workDir, progress } = context
  const demo = await demoPairs(join(workDir, 'demo'), smoke ? 1 : 6)
  const pairs = smoke ? demo : [...(await realPairs()), ...longPairs(), ...demo]
  const measured: MeasuredPair[] = []
  for (const pair of pairs) {
    progress(`pairs: ${pair.name}`)
    measured.push(await measurePair(pair, context))
  }
  const text = [
    `One pair in one thread at ε ${EPSILONS[0]}, every pixel, tolerance ${DEFAULT_PARAMETERS.tolerance}; ms, median (least–most).`,
    `Warm: up to ${context.repetitions.most} × after once that does not count. Cold: the first call in a fresh process, ${coldCount(context)} ×; the step that is`,
    'first to use something pays for its compilation. Solve includes making the problem from the masks.',
    ...(REAL_PAIRS_MISSING === undefined ? [] : ['', `Not measured: ${REAL_PAIRS_MISSING}.`]),
    '',
    stepTable(measured),
    '',
    'Smaller ε, warm; × is the time over that at the first ε. Iterations are those at every pixel.',
    '',
    epsilonTable(measured),
  ]
  return { text: text.join('\n'), data: measured }
}

interface MeasuredPair {
  readonly name: string
  readonly points: number
  readonly cold: StepSpreads
  readonly epsilons: readonly MeasuredEpsilon[]
}

interface MeasuredEpsilon {
  readonly epsilon: number
  readonly warm: StepSpreads
  /** solve, certificate and maps */
  readonly solvedSec: Spread
  readonly iterations: number
  readonly marginalError: number
  readonly gap: number
  readonly converged: boolean
}

/** Seconds; without the steps that a pair did not go through. */
type StepSpreads = Readonly<Partial<Record<Step, Spread>>>

async function measurePair(pair: EmbryoPair, context: BenchContext): Promise<MeasuredPair> {
  const dir = join(context.workDir, 'pair')
  const cold = Array.from({ length: coldCount(context) }, () => runCold({ pair, dir }))
  const epsilons: MeasuredEpsilon[] = []
  for (const epsilon of EPSILONS) {
    const runs = await repeatWarm(context.repetitions, () => runPair(pair, plainParameters({ epsilon }), dir))
    const [{ iterations, marginalError, gap, converged }] = runs
    const figures = { epsilon, iterations, marginalError, gap, converged }
    epsilons.push({ ...figures, warm: stepSpreads(runs), solvedSec: spreadOf(runs.map(solvedSec)) })
  }
  return { name: pair.name, points: cold[0].points, cold: stepSpreads(cold), epsilons }
}

function coldCount({ smoke }: BenchContext): number {
  return smoke ? 1 : COLD_PROCESSES
}

function runCold(task: ColdTask): PairRun {
  const script = join(import.meta.dirname, 'cold-pair.ts')
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], { input: serialize(task) })
  if (status !== 0) throw new Error(`${script} failed: ${stderr}`)
  return JSON.parse(stdout.toString())
}

function stepSpreads(runs: readonly PairRun[]): StepSpreads {
  const spreads: Partial<Record<Step, Spread>> = {}
  for (const step of STEPS) {
    const seconds = runs.flatMap(({ stepSec }) => stepSec[step] ?? [])
    if (seconds.length > 0) spreads[step] = spreadOf(seconds)
  }
  return spreads
}

function stepTable(pairs: readonly MeasuredPair[]): string {
  const header = ['pair', 'points', '', ...STEPS.map((step) => STEP_NAMES[step])]
  const rows = pairs.flatMap(({ name, points, cold, epsilons }) => [
    [name, String(points), 'warm', ...stepCells(epsilons[0].warm)],
    [name, String(points), 'cold', ...stepCells(cold)],
  ])
  return markdownTable(header, rows)
}

function stepCells(spreads: StepSpreads): string[] {
  return STEPS.map((step) => {
    const spread = spreads[step]
    return spread ? msCell(spread) : ''
  })
}

function epsilonTable(pairs: readonly MeasuredPair[]): string {
  const header = [
    ...['pair', 'ε', 'solve + certificate + maps, ms', '×', 'iterations'],
    ...['marginal error', 'gap', 'converged', 'self-transport of a frame, ms'],
  ]
  const rows = pairs.flatMap(({ name, epsilons }) =>
    epsilons.map(({ epsilon, solvedSec, iterations, marginalError, gap, converged, warm }) => [
      name,
      epsilon.toExponential(0),
      msCell(solvedSec),
      figure(solvedSec.median / epsilons[0].solvedSec.median),
      String(iterations),
      marginalError.toExponential(1),
      gap.toExponential(1),
      converged ? 'yes' : 'no',
      warm.self ? msCell(warm.self) : '',
    ]),
  )
  return markdownTable(header, rows)
}
