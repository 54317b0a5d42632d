import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { messageOf } from '../core/message-of.ts'
import { type ChosenEngine, chooseEngine } from '../engines/choose-engine.ts'
import { type EngineRegistry, registry as ownEngines } from '../engines/engine-registry.ts'
import { hostEngine } from '../engines/host/engine-host.ts'
import { removeStaleTemporaries } from '../study/atomic-file.ts'
import { hashFile } from '../study/hash-file.ts'
import { ProblemsError, refusal } from '../study/problem.ts'
import {
  hashOf,
  isThisProcess,
  type Owner,
  type PairRecord,
  type PairState,
  type RunRecord,
  type RunState,
  RunStore,
  STORE_FILE,
} from '../study/run-store.ts'
import { unsafeNameReason } from '../study/safe-name.ts'
import { APP_VERSION } from './app-version.ts'
import { engineEventText } from './engine-event-text.ts'
import { correctionsOf, handDecisions } from './hand-decisions.ts'
import { hostedSolver } from './hosted-solver.ts'
import { frameQualityCells } from './pair-rows.ts'
import { type PairContext, type QueuedPair, runPairs } from './pair-runner.ts'
import { PlacedFrames } from './placed-frames.ts'
import {
  type CheckedFrame,
  type CheckedFrames,
  checkFrames,
  type PreparedInput,
  pairError,
  prepareInput,
} from './preflight.ts'
import { reasonToRun } from './resume-plan.ts'
import type { OnEvent, RunSummary } from './run-event.ts'
import type { RunOptions } from './run-options.ts'
import { parameterDifferences, parameterRow } from './run-parameters.ts'
import { foreignRunIds } from './study-tables.ts'
import { workerPool } from './worker-pool.ts'

const HEARTBEAT_MS = 10_000

/** Pairs under way where the engine lives elsewhere: enough to keep a GPU busy, which solves many at once. */
const HOSTED_TASKS = 32
/** The same for each worker, at least: while some wait for the engine, it works on others, and who has many cores has a large card. */
const HOSTED_TASKS_PER_WORKER = 8

const ARTIFACTS_DIR = 'pair_artifacts'

/**
 * Runs a manifest's pairs (contract §9): preflight, then every pair that is not done, then the tables.
 *
 * Resolves to the run's summary, or to undefined after a dry run. What fails while running is recorded and never ends the run.
 * `signal` stops it: pairs in flight are lost, nothing else. `pause` lets them be finished and begins no others.
 *
 * @throws ProblemsError where the input or the request can't be run; nothing has been written then
 */
export async function runBatch(
  options: RunOptions,
  onEvent: OnEvent,
  signal: AbortSignal,
  engines: EngineRegistry = ownEngines,
  pause?: AbortSignal,
): Promise<RunSummary | undefined> {
  const startMs = performance.now()
  refuseUnsafeRunId(options)
  refuseCoarseRefinement(options)
  refuseUnknownRun(options)
  const decisions = handDecisions(options.studyDir)
  const prepared = await prepareInput(options, decisions)
  const engine = await usableEngine(options, engines)
  const isHosted = engine.home !== 'caller'
  const tasksPerWorker = isHosted ? Math.max(HOSTED_TASKS_PER_WORKER, Math.ceil(HOSTED_TASKS / options.workers)) : 1
  await using pool = workerPool({ workers: options.workers, tasksPerWorker }, signal)
  // a self-transport is solved to 1e-12, for which the engines that live elsewhere have no digits
  const placed = new PlacedFrames(pool, options.parameters, isHosted ? 'cpu' : engine.name, correctionsOf(decisions))
  const checked = await preflight(options, prepared, placed, onEvent)
  if (options.dryRun) return undefined

  using store = openStudy(options.studyDir)
  const run = await claimRun(options, store, engine)
  rememberInputs(options, store)
  const queue = planQueue(options, store, run, prepared, checked)
  const engineDeaths: string[] = []
  await using hosted = isHosted
    ? hostedSolver(hostEngine(engine.name, { registry: engines }), signal, ({ reason, givenUp }) => {
        engineDeaths.push(reason)
        const event = { kind: 'engine-died', engine: engine.name, reason, givenUp } as const
        store.addEngineEvent(run.runId, engineEventText(event))
        onEvent(event)
      })
    : undefined
  onEvent({
    kind: 'run-started',
    runId: run.runId,
    engine: engine.name,
    device: engine.device,
    because: engine.because,
    workers: options.workers,
    pairCount: prepared.pairs.length,
    skippedCount: prepared.pairs.length - queue.length,
  })
  const state = await runOwned(queue, { options, store, run, engine, hosted, pool, placed, onEvent, signal, pause })
  const wallSec = (performance.now() - startMs) / 1000
  const summary = {
    ...counted(store, run.runId, prepared),
    runId: run.runId,
    state,
    wallSec,
    engineDeaths,
    uncertainFrames: uncertain(checked),
    flaggedFrames: flagged(checked),
  }
  onEvent({ kind: 'run-finished', summary })
  return summary
}

async function usableEngine({ backend, workers }: RunOptions, engines: EngineRegistry): Promise<ChosenEngine> {
  const choice = await chooseEngine(backend, workers, engines)
  if (choice.kind === 'refused') throw refusal('unusable-engine', choice.reason, '--backend')
  return choice
}

/** Decodes and places every frame; refuses the input where something is wrong with it, unless it is to be gone on with. */
async function preflight(
  options: RunOptions,
  prepared: PreparedInput,
  placed: PlacedFrames,
  onEvent: OnEvent,
): Promise<CheckedFrames> {
  onEvent({ kind: 'preflight-started', frameCount: prepared.frames.length, pairCount: prepared.pairs.length })
  const checked = await checkFrames(options, prepared, placed, options.parameters, onEvent)
  const problems = [...prepared.problems, ...checked.problems]
  onEvent({ kind: 'preflight-finished', problems, uncertainFrames: uncertain(checked).length })
  if (!options.keepGoing && problems.some(({ severity }) => severity === 'error')) throw new ProblemsError(problems)
  return checked
}

/** Runs the queue as the run's owner, and gives the run up in the state in which that ended, with tables that say the same. */
async function runOwned(queue: readonly QueuedPair[], context: PairContext): Promise<RunState> {
  const { options, store, run, pool, signal } = context
  const heartbeat = setInterval(() => store.heartbeat(run.runId), HEARTBEAT_MS)
  let state: RunState = 'interrupted'
  try {
    await runPairs(queue, context)
    state = signal.aborted ? 'cancelled' : everyPairDone(store, run.runId) ? 'finished' : 'paused'
  } finally {
    clearInterval(heartbeat)
    store.releaseRun(run.runId, state)
    await pool.endSolvers()
    await pool.writeTables({ studyDir: options.studyDir, runId: run.runId })
  }
  return state
}

function refuseUnsafeRunId({ runId }: RunOptions): void {
  const reason = unsafeNameReason(runId)
  if (reason)
    throw refusal('bad-run-id', `the run id ${JSON.stringify(runId)} can't be a folder's name: ${reason}`, '--run-id')
}

function refuseCoarseRefinement({ parameters }: RunOptions): void {
  if (parameters.refinement === 'none' || parameters.downsampleFactor === 1) return
  const message = `--refinement ${parameters.refinement} works on whole pixels: choose --downsample-factor 1 or --refinement none`
  throw refusal('coarse-refinement', message, '--refinement')
}

/** Refuses a run id that stands for another run, with other parameters or in the tables without the store knowing it, or that another process has. */
function refuseUnknownRun(options: RunOptions): void {
  const { studyDir, runId, parameters } = options
  if (!existsSync(studyDir)) return
  const store = existsSync(join(studyDir, STORE_FILE)) ? openStudy(studyDir) : undefined
  try {
    const known = store?.run(runId)
    const isOwned = known?.state === 'running' && !isThisProcess(known.owner)
    if (isOwned && !options.dryRun) throw ownedBy(known.owner, options)
    const differences = known ? parameterDifferences(known.parameters, parameterRow(parameters)) : []
    if (differences.length > 0) {
      const message = `the run ${runId} exists with other parameters: ${differences.join('; ')}. Choose another --run-id`
      throw refusal('other-parameters', message, studyDir)
    }
    if (!known && foreignRunIds(studyDir, store).has(runId)) {
      const message = `the run id ${runId} stands in this folder's tables, written by something else. Choose another --run-id`
      throw refusal('foreign-run-id', message, studyDir)
    }
  } finally {
    store?.close()
  }
}

/** Opens the study's store, making the folder where it is new. */
function openStudy(studyDir: string): RunStore {
  try {
    mkdirSync(studyDir, { recursive: true })
    return RunStore.open(studyDir)
  } catch (error) {
    throw refusal('unwritable-output', `the output folder can't be written: ${messageOf(error)}`, studyDir)
  }
}

async function claimRun(options: RunOptions, store: RunStore, engine: ChosenEngine): Promise<RunRecord> {
  const { runId } = options
  const manifestSha256 = await hashFile(options.manifestPath)
  // another process may be starting a first run here too: the folder's name is found and taken in one
  const claim = store.whileLocked(() =>
    store.claimRun({
      runId,
      parameters: parameterRow(options.parameters),
      environment: {
        engine: engine.name,
        device: engine.device,
        engine_choice: engine.because,
        workers: options.workers,
        coupling: options.coupling,
        backend: options.backend,
        data_root: options.dataRoot ?? null,
        require_yolk: options.requireYolk,
        include_control: options.includeControl,
        keep_going: options.keepGoing,
        app_version: APP_VERSION,
        node: process.version,
        platform: `${process.platform} ${process.arch}`,
      },
      manifestPath: options.manifestPath,
      manifestSha256,
      tablePath: options.tablePath,
      artifactsDir: store.run(runId)?.artifactsDir ?? newArtifactsDir(options.studyDir, runId, store),
    }),
  )
  const run = store.run(runId)
  if (claim.taken && run) return run
  throw claim.taken ? new Error(`the run ${runId} was removed as it began`) : ownedBy(claim.owner, options)
}

function ownedBy({ pid, host }: Owner, { runId, studyDir }: RunOptions): ProblemsError {
  const message = `the run ${runId} is being written by process ${pid} on ${host}: wait for it, or choose another --run-id`
  return refusal('run-is-owned', message, studyDir)
}

/** A study whose first run was not begun from the workbench knows its inputs from then on. */
function rememberInputs({ tablePath, dataRoot }: RunOptions, { inputs }: RunStore): void {
  if (inputs.get().tablePath === undefined) inputs.set({ tablePath, ...(dataRoot === undefined ? {} : { dataRoot }) })
}

/** The first run of a folder writes where the original's scripts look; what else is there is left alone. */
function newArtifactsDir(studyDir: string, runId: string, store: RunStore): string {
  const isTaken = store.runs().some(({ artifactsDir }) => artifactsDir === ARTIFACTS_DIR)
  return isTaken || existsSync(join(studyDir, ARTIFACTS_DIR)) ? `${ARTIFACTS_DIR}.${runId}` : ARTIFACTS_DIR
}

/** Enters frames and pairs in the store and returns the pairs to be run now, in manifest order. */
function planQueue(
  options: RunOptions,
  store: RunStore,
  run: RunRecord,
  prepared: PreparedInput,
  checked: CheckedFrames,
): QueuedPair[] {
  removeStaleTemporaries(options.studyDir)
  const frames = [...checked.frames.values()]
  store.keepFrames(
    frames.map(({ record }) => record),
    frames.map(({ placement }) => placement),
  )
  store.enterPairs(run.runId, [
    ...prepared.pairs.map(({ pair }) => ({ pairId: pair.pairId, position: pair.row })),
    ...prepared.later.map((pair) => ({ pairId: pair.pairId, position: pair.row })),
    ...[...prepared.skipped, ...prepared.excluded].map(({ pair, reason }) => ({
      pairId: pair.pairId,
      position: pair.row,
      skipReason: reason,
    })),
  ])
  store.skipPairs(
    run.runId,
    prepared.excluded.map(({ pair, reason }) => ({ pairId: pair.pairId, reason })),
  )
  const known = new Map(store.pairs(run.runId).map((record) => [record.pairId, record]))
  const artifactsDir = join(options.studyDir, run.artifactsDir)
  const refresh = options.limit === undefined ? refreshedQuality(store, run) : () => {}
  return prepared.pairs.flatMap((pair): QueuedPair[] => {
    const source = pair.source && checked.frames.get(pair.source.key)
    const target = pair.target && checked.frames.get(pair.target.key)
    const error = pairError(pair, checked)
    const inputHash = source && target ? hashOf(source.record.frameHash, target.record.frameHash) : undefined
    const because = reasonToRun(known.get(pair.pair.pairId), inputHash, artifactsDir, options)
    if (!because) {
      refresh(known.get(pair.pair.pairId), source, target)
      return []
    }
    if (error !== undefined || !pair.source || !pair.target || !source || !target || !inputHash) {
      return [{ kind: 'unusable', prepared: pair, because, error: error ?? 'a frame of the pair is not usable' }]
    }
    const ends = {
      source: pair.source,
      target: pair.target,
      sourceQuality: source.quality,
      targetQuality: target.quality,
      sourceHash: source.record.frameHash,
      targetHash: target.record.frameHash,
    }
    return [{ kind: 'usable', prepared: pair, because, ...ends, inputHash }]
  })
}

/** Brings what a done pair's row says of its frames' quality up to date: it depends on the embryo's other frames, which may be new. */
function refreshedQuality(store: RunStore, run: RunRecord) {
  return (known: PairRecord | undefined, source: CheckedFrame | undefined, target: CheckedFrame | undefined): void => {
    if (!known?.metrics || !source || !target) return
    const { metrics } = known
    const cells = frameQualityCells(source.quality, target.quality)
    const isSame = Object.entries(cells).every(([name, value]) => metrics[name] === value)
    if (!isSame) store.updateMetrics(run.runId, known.pairId, { ...metrics, ...cells })
  }
}

function everyPairDone(store: RunStore, runId: string): boolean {
  const { queued, running } = store.countPairs(runId)
  return queued + running === 0
}

/** frames whose orientation is a guess */
function uncertain({ frames }: CheckedFrames): string[] {
  return [...frames].flatMap(([key, { orientationUncertain }]) => (orientationUncertain ? [key] : [])).sort()
}

/** how many frames each of the quality flags was raised for */
function flagged({ frames }: CheckedFrames): Record<string, number> {
  return tally([...frames.values()].flatMap(({ quality }) => [...new Set(quality.flags.map(({ kind }) => kind))]))
}

function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}

/** A run whose self-exchange exceeds this says so (contract §4). */
const SELF_EXCHANGE_PCT = 2

/** what became of the pairs that were asked for, and of those that do not run */
function counted(
  store: RunStore,
  runId: string,
  prepared: PreparedInput,
): Pick<RunSummary, 'counts' | 'solvedBy' | 'selfExchangePairs' | 'flaggedPairs'> {
  const asked = new Set(prepared.pairs.map(({ pair }) => pair.pairId))
  const isCounted = (pairId: string, state: PairState) => asked.has(pairId) || state === 'skipped'
  const counts: Record<PairState, number> = { queued: 0, running: 0, ok: 0, unconverged: 0, failed: 0, skipped: 0 }
  const engines: string[] = []
  const flags: string[] = []
  let selfExchangePairs = 0
  for (const { pairId, state } of store.pairStates(runId)) if (isCounted(pairId, state)) counts[state]++
  for (const { pairId, state, cells } of store.pairCells(runId, ['engine', 'self_exchange_pct', 'quality_flags'])) {
    if (!isCounted(pairId, state)) continue
    if (typeof cells.engine === 'string') engines.push(cells.engine)
    if (Number(cells.self_exchange_pct ?? 0) > SELF_EXCHANGE_PCT) selfExchangePairs++
    flags.push(...String(cells.quality_flags ?? '').split(';'))
  }
  return {
    counts,
    solvedBy: tally(engines),
    selfExchangePairs,
    flaggedPairs: tally(flags.filter((kind) => kind !== '')),
  }
}
