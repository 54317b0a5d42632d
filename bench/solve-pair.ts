import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { canonicalGrid, coordScaleOf } from '../src/core/canonical/canonical-grid.ts'
import { placeFrame } from '../src/core/canonical/place-frame.ts'
import type { DemoFrame } from '../src/core/demo/demo-frame.ts'
import type { DemoPair } from '../src/core/demo/demo-manifest.ts'
import { makeDemoStudy } from '../src/core/demo/demo-study.ts'
import { pairFeatures } from '../src/core/features/pair-features.ts'
import { pairMetrics } from '../src/core/features/pair-metrics.ts'
import type { Mask } from '../src/core/mask/mask.ts'
import { canonicalMaps } from '../src/core/pair/canonical-maps.ts'
import { pairFrame } from '../src/core/pair/pair-frame.ts'
import { evaluatePair } from '../src/core/pair/solved-pair.ts'
import { blockPhase, selfSupport, workPair } from '../src/core/pair/work-pair.ts'
import { SELF_OPTIONS, type SelfTransport, selfProblem, selfTransport } from '../src/core/transport/self-transport.ts'
import { ENGINE_NAMES, type Engine } from '../src/engines/engine.ts'
import { registry } from '../src/engines/engine-registry.ts'
import { solveOne } from '../src/engines/solve-one.ts'
import { runParameters } from '../src/runner/run-parameters.ts'

// times the steps of a pair, one thread, in memory, on demo embryos at the contract's defaults; says what it measured and judges nothing
const { values: flags } = parseArgs({
  options: {
    smoke: { type: 'boolean', default: false },
    pairs: { type: 'string', default: '6' },
    repetitions: { type: 'string', default: '5' },
    engine: { type: 'string', multiple: true },
  },
})

const parameters = runParameters({})
const grid = canonicalGrid(parameters.gridUmPerPx)
const repetitions = flags.smoke ? 1 : Number(flags.repetitions)

const STEPS = ['place frame', 'self-transport', 'solve', 'certificate + maps', 'features'] as const
type Step = (typeof STEPS)[number]

/** Seconds of every call of a step in one repetition. */
type Times = Record<Step, number[]>

interface BenchPair {
  readonly pairId: string
  readonly source: DemoFrame
  readonly target: DemoFrame
}

interface Repetition {
  readonly times: Times
  readonly iterations: readonly number[]
  readonly unconverged: number
  readonly wallSec: number
}

function benchPairs(count: number): BenchPair[] {
  const { frames, pairs } = makeDemoStudy({ pairs: count })
  const frameOf = (embryoId: string, frameIndex: number) => {
    const frame = frames.find(({ row }) => row.embryo_id === embryoId && row.frame_index === frameIndex)
    if (!frame) throw new Error(`the demo has no frame ${frameIndex} of ${embryoId}`)
    return frame
  }
  return pairs.map((pair: DemoPair) => ({
    pairId: pair.pair_id,
    source: frameOf(pair.src_embryo_id || pair.embryo_id, pair.frame_src),
    target: frameOf(pair.tgt_embryo_id || pair.embryo_id, pair.frame_tgt),
  }))
}

/** Runs all pairs as a batch does: every frame is placed, and its self-transport solved, once. */
async function repeatOnce(pairs: readonly BenchPair[], engine: Engine): Promise<Repetition> {
  const times: Times = { 'place frame': [], 'self-transport': [], solve: [], 'certificate + maps': [], features: [] }
  const timed = async <T>(step: Step, work: () => T | Promise<T>): Promise<T> => {
    const startMs = performance.now()
    const result = await work()
    times[step].push((performance.now() - startMs) / 1000)
    return result
  }
  const place = onceEach(async (frame: DemoFrame): Promise<Mask> => {
    const umPerPx = frame.row['Height (um)'] / frame.row['Height (px)']
    const { mask } = await timed('place frame', () => placeFrame({ mask: frame.mask, umPerPx, yolk: frame.yolk }, grid))
    return mask
  })
  const self = onceEach(async (mask: Mask): Promise<SelfTransport> => {
    const phase = blockPhase(pairFrame(mask, mask, parameters.downsampleFactor))
    const regularisation = { ...parameters, coordScale: coordScaleOf(grid) }
    return timed('self-transport', async () => {
      const problem = selfProblem(selfSupport(mask, phase, parameters), regularisation)
      return selfTransport(problem, await solveOne(engine, { problem, ...SELF_OPTIONS }))
    })
  })

  const iterations: number[] = []
  let unconverged = 0
  const startMs = performance.now()
  for (const pair of pairs) {
    const source = await place(pair.source)
    const target = await place(pair.target)
    const ends = [await self(source), await self(target)] as const
    const work = workPair(source, target, grid, parameters)
    const solution = await timed('solve', () =>
      solveOne(engine, {
        problem: work.problem,
        tolerance: parameters.tolerance,
        maxIterations: parameters.maxIterations,
        initial: { f: ends[0].potential, g: ends[1].potential },
      }),
    )
    const { solved, maps } = await timed('certificate + maps', () => {
      const solved = evaluatePair(work, solution.potentials, ...ends)
      return { solved, maps: canonicalMaps(solved) }
    })
    await timed('features', () => pairFeatures(solved, maps, pairMetrics(solved), parameters.dctBands))
    iterations.push(solution.iterations)
    const { marginalError, gap } = solved.certificate
    if (marginalError > parameters.tolerance || gap > parameters.tolerance) unconverged++
  }
  return { times, iterations, unconverged, wallSec: (performance.now() - startMs) / 1000 }
}

function onceEach<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const made = new Map<K, V>()
  return (key) => {
    const known = made.get(key)
    if (known !== undefined) return known
    const value = make(key)
    made.set(key, value)
    return value
  }
}

interface Spread {
  readonly median: number
  readonly min: number
  readonly max: number
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  const median = (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2
  return { median, min: sorted[0], max: sorted[sorted.length - 1] }
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function sayLine(name: string, { median, min, max }: Spread, unit: string, note = ''): void {
  const [shown, low, high] = [median, min, max].map((value) => value.toPrecision(3))
  say(`  ${name.padEnd(20)} ${shown.padStart(8)} ${unit}  (${low} to ${high})${note}`)
}

async function benchEngine(pairs: readonly BenchPair[], engine: Engine) {
  const probe = await engine.probe()
  if (!probe.usable) throw new Error(probe.reason)
  say(`\n${engine.name}: ${probe.device}`)
  // the first time through, everything is being compiled
  if (!flags.smoke) await repeatOnce(pairs, engine)
  const runs: Repetition[] = []
  for (let i = 0; i < repetitions; i++) runs.push(await repeatOnce(pairs, engine))
  const steps = STEPS.map((step) => ({ step, ...spreadOf(runs.map(({ times }) => 1000 * meanOf(times[step]))) }))
  for (const { step, ...spread } of steps) sayLine(step, spread, 'ms')
  const iterations = spreadOf(runs[0].iterations)
  sayLine('iterations', iterations, '  ', ' over the pairs')
  const pairsPerSec = spreadOf(runs.map(({ wallSec }) => pairs.length / wallSec))
  sayLine('pairs/s', pairsPerSec, '  ', ' one thread, placement and self-transports included')
  const [{ unconverged }] = runs
  if (unconverged > 0) say(`  ${unconverged} of ${pairs.length} pairs did not converge`)
  return { engine: engine.name, device: probe.device, stepsMs: steps, iterations, pairsPerSec, unconverged }
}

const [cpu] = cpus()
const machine = {
  cores: availableParallelism(),
  cpu: cpu?.model.trim() ?? 'unknown',
  memoryGb: Math.round(totalmem() / 2 ** 30),
  platform: `${process.platform} ${process.arch}`,
  node: process.version,
}
say(`${machine.cores} cores, ${machine.cpu}, ${machine.memoryGb} GB, ${machine.platform}, Node ${machine.node}`)

const names = flags.engine?.map((asked) => {
  const name = ENGINE_NAMES.find((known) => known === asked)
  if (name === undefined) throw new Error(`no engine ${asked}: there are ${ENGINE_NAMES.join(', ')}`)
  return name
}) ?? ['cpu' as const]
const pairs = benchPairs(Number(flags.pairs))
const frameCount = new Set(pairs.flatMap(({ source, target }) => [source, target])).size
say(
  `${pairs.length} demo pairs of ${frameCount} frames, ε ${parameters.epsilon}, every pixel; ` +
    `mean time of a call, median of ${repetitions} ${repetitions === 1 ? 'repetition' : 'repetitions'} (least to most)`,
)
const engines: object[] = []
for (const name of names) engines.push(await benchEngine(pairs, await registry.engines[name].load()))

const at = new Date().toISOString()
const results = join(import.meta.dirname, 'results')
mkdirSync(results, { recursive: true })
const path = join(results, `solve-pair-${at.replaceAll(/[:.]/g, '-')}.json`)
const result = { at, machine, parameters, pairs: pairs.length, frames: frameCount, repetitions, engines }
writeFileSync(path, `${JSON.stringify(result, null, 2)}\n`)
say(`\n${path}`)
