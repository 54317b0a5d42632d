import { join } from 'node:path'
import { messageOf } from '../core/message-of.ts'
import { pairFrame } from '../core/pair/pair-frame.ts'
import { type BlockPhase, blockPhase } from '../core/pair/work-pair.ts'
import type { ChosenEngine } from '../engines/choose-engine.ts'
import { SOLVER_VERSION } from '../engines/engine.ts'
import { removeStaleTemporaries } from '../study/atomic-file.ts'
import type { CouplingOutput } from '../study/pair-artifacts.ts'
import type { PairOutcome, Row, RunRecord, RunStore } from '../study/run-store.ts'
import { APP_VERSION } from './app-version.ts'
import type { CheckedQuality } from './checked-quality.ts'
import { engineEventText } from './engine-event-text.ts'
import type { FrameResult } from './frame-task.ts'
import type { HostedSolver } from './hosted-solver.ts'
import { failedRow, featuresRow, labelCells, metricsRow, type PairTimes, runtimeSec } from './pair-rows.ts'
import type { PairResult, PairTask, SelfResult } from './pair-task.ts'
import type { PlacedFrames, RunFrame } from './placed-frames.ts'
import type { PreparedPair } from './preflight.ts'
import type { OnEvent, PairFinished, RunReason } from './run-event.ts'
import type { RunOptions } from './run-options.ts'
import type { TaskTarget } from './target-end.ts'
import type { WorkerPool } from './worker-pool.ts'

/** A pair that waits to be run, or to be recorded as failed because its input is bad. */
export type QueuedPair = UsablePair | UnusablePair

interface UsablePair {
  readonly kind: 'usable'
  readonly prepared: PreparedPair
  readonly because: RunReason
  readonly source: RunFrame
  readonly target: RunFrame
  readonly sourceQuality: CheckedQuality
  readonly targetQuality: CheckedQuality
  readonly sourceHash: string
  readonly targetHash: string
  readonly inputHash: string
}

interface UnusablePair {
  readonly kind: 'unusable'
  readonly prepared: PreparedPair
  readonly because: RunReason
  readonly error: string
}

/** What a run's pairs have in common. */
export interface PairContext {
  readonly options: RunOptions
  readonly store: RunStore
  readonly run: RunRecord
  readonly engine: ChosenEngine
  /** the engine, where it does not live in the pool's workers */
  readonly hosted: HostedSolver | undefined
  readonly pool: WorkerPool
  readonly placed: PlacedFrames
  readonly onEvent: OnEvent
  readonly signal: AbortSignal
  /** no more pairs are begun from then on */
  readonly pause: AbortSignal | undefined
}

/** Runs the queue in order on as many pairs at once as the pool takes, until it is empty or a signal says stop or pause. */
export async function runPairs(queue: readonly QueuedPair[], context: PairContext): Promise<void> {
  const waiting = queue.values()
  const progress = progressReporter(queue.length, context)
  const tables = tableFlusher(context)
  const lane = async () => {
    for (const pair of waiting) {
      if (context.signal.aborted || context.pause?.aborted) return
      const finished = await runPair(pair, context)
      if (!finished) return
      context.onEvent(finished)
      tables.flush(progress())
    }
  }
  await Promise.all(Array.from({ length: context.pool.tasksAtOnce }, lane))
  await tables.settled()
}

/**
 * Writes the tables every so many pairs, beside the run and one time after another, but never for more than a twentieth of the time: with many
 * pairs, writing takes its time too.
 */
function tableFlusher({ options, run, pool }: PairContext): TableFlusher {
  let flushed = 0
  let notBeforeMs = 0
  let writing: Promise<void> | undefined
  const write = async () => {
    const startMs = performance.now()
    await pool.writeTables({ studyDir: options.studyDir, runId: run.runId })
    const endMs = performance.now()
    notBeforeMs = endMs + 19 * (endMs - startMs)
    writing = undefined
  }
  return {
    flush: (done) => {
      if (writing || done - flushed < options.flushEvery || performance.now() < notBeforeMs) return
      flushed = done
      writing = write()
      // whoever waits for it is told; until then it is nobody's unhandled rejection
      writing.catch(() => {})
    },
    settled: async () => writing,
  }
}

interface TableFlusher {
  flush(done: number): void
  /** rejects where the tables could not be written */
  settled(): Promise<void>
}

function progressReporter(total: number, { placed, onEvent }: PairContext): () => number {
  const startMs = performance.now()
  let done = 0
  return () => {
    done++
    const pairsPerSec = (1000 * done) / (performance.now() - startMs)
    const { hits: cacheHits, misses: cacheMisses } = placed.counts
    const leftSec = (total - done) / pairsPerSec
    onEvent({ kind: 'run-progress', done, total, pairsPerSec, leftSec, cacheHits, cacheMisses })
    return done
  }
}

/** Runs one pair and records what came of it; undefined where the run was stopped under it. */
async function runPair(queued: QueuedPair, context: PairContext): Promise<PairFinished | undefined> {
  const { store, run, onEvent, signal } = context
  const { pairId } = queued.prepared.pair
  const labels = labelCells(run.runId, queued.prepared)
  onEvent({ kind: 'pair-started', pairId, because: queued.because })
  store.startPair(run.runId, pairId)
  const startMs = performance.now()
  try {
    if (queued.kind === 'unusable') throw new Error(queued.error)
    const solved = await solveQueued(queued, labels, context)
    const { engineError } = solved.result
    if (engineError !== undefined) {
      const event = { kind: 'engine-failed', engine: context.engine.name, pairId, error: engineError } as const
      store.addEngineEvent(run.runId, engineEventText(event))
      onEvent(event)
    }
    return recordSolved(queued, labels, solved, context)
  } catch (error) {
    if (signal.aborted) return undefined
    return recordFailed(queued, labels, messageOf(error), (performance.now() - startMs) / 1000, context)
  }
}

/** A pair as it came back from its worker, with what it used. */
interface SolvedQueued {
  readonly result: PairResult
  readonly source: FrameResult
  readonly target: FrameResult
  readonly times: PairTimes
}

async function solveQueued(pair: UsablePair, labels: Row, context: PairContext): Promise<SolvedQueued> {
  const { options, run, engine, hosted, pool, placed } = context
  const { parameters } = options
  const [source, target] = await Promise.all([placed.placed(pair.source), placed.placed(pair.target)])
  const phase = blockPhase(pairFrame(source.placed.mask, target.placed.mask, parameters.downsampleFactor))
  const [sourceSelf, taskTarget] = await Promise.all([
    placed.self(pair.source, source, phase),
    targetOf(pair, target, phase, context),
  ])
  const dir = join(options.studyDir, run.artifactsDir, pair.prepared.pair.pairId)
  removeStaleTemporaries(dir)
  const task: PairTask = {
    source: { mask: source.placed.mask, self: sourceSelf.self },
    target: taskTarget(sourceSelf),
    parameters,
    engine: engine.name,
    coupling: couplingOf(options),
    dir,
    identity: {
      ...labels,
      app_version: APP_VERSION,
      solver_version: SOLVER_VERSION,
      input_hash: pair.inputHash,
      src_frame: frameIdentity(pair.source, source, pair.sourceHash, placed),
      tgt_frame: frameIdentity(pair.target, target, pair.targetHash, placed),
    },
  }
  const result = await pool.solvePair(task, hosted?.solve)
  const charged = (step: 'load' | 'place' | 'self') =>
    placed.charge(step, pair.source) + placed.charge(step, pair.target)
  const selfSec = charged('self') + (result.refined?.selfSec ?? 0)
  const refineSec = result.refined?.refineSec ?? 0
  const times: PairTimes = {
    loadSec: charged('load'),
    placeSec: charged('place'),
    solveSec: result.solveSec + selfSec + refineSec,
    refineSec,
    selfSec,
    mapsSec: result.mapsSec,
    featuresSec: result.featuresSec,
    writeSec: result.writeSec,
  }
  return { result, source, target, times }
}

/** The target for a task: with its own self-transport, or to be laid over its source first. */
async function targetOf(
  { target }: UsablePair,
  result: FrameResult,
  phase: BlockPhase,
  context: PairContext,
): Promise<(source: SelfResult) => TaskTarget> {
  const { placed, maskRle, heightPx, widthPx } = result
  const { mask, transform } = placed
  if (context.options.parameters.refinement === 'none') {
    const { self } = await context.placed.self(target, result, phase)
    return () => ({ kind: 'placed', mask, self })
  }
  return ({ anterior }) => {
    if (!anterior) throw new Error('the anterior body of the source is missing')
    return { kind: 'unrefined', mask, transform, maskRle, heightPx, widthPx, sourceAnterior: anterior }
  }
}

/** The original writes the coupling of a sampled support; at full resolution it is asked for. */
function couplingOf({ coupling, parameters }: RunOptions): CouplingOutput {
  return coupling === 'potentials' && parameters.maxSupportPoints !== undefined ? 'sparse' : coupling
}

function frameIdentity(
  frame: RunFrame,
  { placed, heightPx, widthPx }: FrameResult,
  hash: string,
  frames: PlacedFrames,
): object {
  const { mask: _mask, ...placement } = placed
  const correction = frames.byHand(frame) ?? null
  const size = { raw_height_px: heightPx, raw_width_px: widthPx, um_per_px: frame.umPerPx }
  return { frame_hash: hash, ...size, correction, placement }
}

function recordSolved(pair: UsablePair, labels: Row, solved: SolvedQueued, context: PairContext): PairFinished {
  const { options, store, run, engine } = context
  const { result, times } = solved
  const { metrics } = result
  const state = result.converged ? 'ok' : 'unconverged'
  const error = result.converged
    ? null
    : `not converged after ${result.iterations} iterations: marginal error ${metrics.marginal_error.toExponential(1)}, ` +
      `gap ${metrics.gap.toExponential(1)}, tolerance ${options.parameters.tolerance.toExponential(1)}`
  const outcome: PairOutcome = {
    state,
    inputHash: pair.inputHash,
    solverVersion: SOLVER_VERSION,
    srcFrameHash: pair.sourceHash,
    tgtFrameHash: pair.targetHash,
    runtimeSec: runtimeSec(times),
    cost: metrics.cost,
    error,
    metrics: metricsRow(
      labels,
      { ...solved, ...qualitiesOf(pair), device: result.device ?? engine.device, inputHash: pair.inputHash },
      { srcUmPerPx: pair.source.umPerPx, tgtUmPerPx: pair.target.umPerPx },
      options.parameters,
    ),
    features: featuresRow(labels, result),
  }
  const { pairId } = pair.prepared.pair
  store.finishPair(run.runId, pairId, outcome)
  return {
    kind: 'pair-finished',
    pairId,
    state,
    engine: result.engine,
    runtimeSec: runtimeSec(times),
    error,
    figures: {
      cost: metrics.cost,
      iterations: result.iterations,
      marginalError: metrics.marginal_error,
      gap: metrics.gap,
      meanDistanceUm: metrics.mean_transport_distance_um,
      createdPct: metrics.created_mass_pct,
    },
  }
}

function qualitiesOf({ sourceQuality, targetQuality }: UsablePair) {
  return { sourceQuality, targetQuality }
}

function recordFailed(
  { prepared }: QueuedPair,
  labels: Row,
  error: string,
  seconds: number,
  { store, run }: PairContext,
): PairFinished {
  const { pairId } = prepared.pair
  store.finishPair(run.runId, pairId, {
    state: 'failed',
    inputHash: null,
    solverVersion: SOLVER_VERSION,
    srcFrameHash: null,
    tgtFrameHash: null,
    runtimeSec: seconds,
    cost: null,
    error,
    metrics: failedRow(labels, error, seconds),
    features: null,
  })
  return { kind: 'pair-finished', pairId, state: 'failed', engine: null, runtimeSec: seconds, error, figures: null }
}
