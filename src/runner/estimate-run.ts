import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { maskAreaPx } from '../core/mask/mask.ts'
import { type EngineRegistry, registry as ownEngines } from '../engines/engine-registry.ts'
import { type ManifestPair, writeManifest } from '../study/manifest.ts'
import { refusal } from '../study/problem.ts'
import { type PairRecord, type Row, RunStore } from '../study/run-store.ts'
import type { FrameResult } from './frame-task.ts'
import { correctionsOf, type HandDecisions, handDecisions } from './hand-decisions.ts'
import { PlacedFrames } from './placed-frames.ts'
import { type PreparedPair, prepareInput } from './preflight.ts'
import { runBatch } from './run-batch.ts'
import type { RunOptions } from './run-options.ts'
import { workerPool } from './worker-pool.ts'

/** What a run would take. */
export interface RunEstimate {
  readonly pairCount: number
  readonly frameCount: number
  readonly samplePairId: string
  /** that the sample took of one worker, beyond its frames */
  readonly sampleSec: number
  /** of all pairs and frames, with the run's workers */
  readonly totalSec: number
  /** that all would take up on disk */
  readonly totalBytes: number
  /** on the study's drive; null where the system doesn't say */
  readonly freeBytes: number | null
}

/** Pairs among which the sample is sought: those that lie evenly over the manifest. */
const CANDIDATES = 9

/**
 * Solves a pair of median size with a run's settings in a temporary folder, and says what all pairs would take. Nothing is written to the study.
 *
 * @param onSample told which pair it is, before it is solved
 * @throws ProblemsError where the input can't be read, or none of the pairs looked at can be solved
 */
export async function estimateRun(
  options: RunOptions,
  onSample: (pairId: string) => void,
  signal: AbortSignal,
  engines: EngineRegistry = ownEngines,
): Promise<RunEstimate> {
  const decisions = handDecisions(options.studyDir)
  const prepared = await prepareInput(options, decisions)
  const candidates = await placedPairs(evenly(prepared.pairs, CANDIDATES), options, decisions, signal)
  const [sample, warmUp] = byNearnessToMedian(candidates)
  if (sample === undefined) throw noneUsable(options, prepared.pairs)
  onSample(sample.pair.pairId)
  const solved = await solvedSample(
    [...(warmUp ? [warmUp.pair] : []), sample.pair],
    options,
    decisions,
    signal,
    engines,
  )
  const frameSec = mean(candidates.flatMap(({ frames }) => frames.map(({ loadSec, placeSec }) => loadSec + placeSec)))
  const frameBytes = mean(candidates.flatMap(({ frames }) => frames.map(bytesOfFrame)))
  const [pairCount, frameCount] = [prepared.pairs.length, prepared.frames.length]
  return {
    pairCount,
    frameCount,
    samplePairId: sample.pair.pairId,
    sampleSec: solved.seconds,
    totalSec: (pairCount * solved.seconds + frameCount * frameSec) / Math.min(options.workers, pairCount),
    totalBytes: Math.round(pairCount * solved.bytes + frameCount * frameBytes),
    freeBytes: await freeBytes(options.studyDir),
  }
}

/** A pair with both of its frames. */
interface PlacedPair {
  readonly pair: ManifestPair
  readonly frames: readonly FrameResult[]
}

/** The pairs whose frames can be placed; others are for preflight to name. */
async function placedPairs(
  pairs: readonly PreparedPair[],
  { workers, parameters }: RunOptions,
  decisions: HandDecisions,
  signal: AbortSignal,
): Promise<PlacedPair[]> {
  await using pool = workerPool({ workers, tasksPerWorker: 1 }, signal)
  const placed = new PlacedFrames(pool, parameters, 'cpu', correctionsOf(decisions))
  const found = await Promise.all(
    pairs.map(async ({ pair, source, target, errors }): Promise<PlacedPair[]> => {
      if (!source || !target || errors.length > 0) return []
      try {
        return [{ pair, frames: await Promise.all([placed.placed(source), placed.placed(target)]) }]
      } catch {
        signal.throwIfAborted()
        return []
      }
    }),
  )
  return found.flat()
}

/** The pair of median size first, then the one next to it. */
function byNearnessToMedian(pairs: readonly PlacedPair[]): readonly PlacedPair[] {
  const sizeOf = ({ frames }: PlacedPair) => frames.reduce((areaPx, { placed }) => areaPx + maskAreaPx(placed.mask), 0)
  const bySize = pairs.toSorted((a, b) => sizeOf(a) - sizeOf(b))
  const middle = bySize.length >> 1
  return bySize.toSorted((a, b) => Math.abs(bySize.indexOf(a) - middle) - Math.abs(bySize.indexOf(b) - middle))
}

/** Solves pairs on one worker; what the last of them took, when the worker had got going, and left. */
async function solvedSample(
  pairs: readonly ManifestPair[],
  options: RunOptions,
  decisions: HandDecisions,
  signal: AbortSignal,
  engines: EngineRegistry,
): Promise<{ readonly seconds: number; readonly bytes: number }> {
  const dir = mkdtempSync(join(tmpdir(), 'otolith-estimate-'))
  try {
    const manifestPath = join(dir, 'manifest.csv')
    writeFileSync(manifestPath, writeManifest(pairs.map((pair) => ({ ...pair, analysisUse: true }))))
    const studyDir = join(dir, 'study')
    mkdirSync(studyDir)
    using store = RunStore.open(studyDir)
    for (const { correction, ...frame } of decisions.values())
      if (correction) store.decisions.correct(frame, correction)
    await runBatch({ ...sampleOptions(options), manifestPath, studyDir }, () => {}, signal, engines)
    const measured = pairs.at(-1)
    const record = measured && store.pair(SAMPLE_RUN, measured.pairId)
    if (!record?.metrics || record.state === 'failed') {
      throw refusal(
        'sample-failed',
        `the sample pair failed: ${record?.error ?? 'it was not run'}`,
        options.manifestPath,
      )
    }
    const artifacts = join(studyDir, store.run(SAMPLE_RUN)?.artifactsDir ?? '', record.pairId)
    return { seconds: secondsOf(record.metrics), bytes: bytesUnder(artifacts) + bytesOfRows(record) }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

const SAMPLE_RUN = 'sample'

function sampleOptions({ limit: _limit, pairIds: _pairIds, ...options }: RunOptions): RunOptions {
  return { ...options, runId: SAMPLE_RUN, workers: 1, includeControl: true, keepGoing: true, dryRun: false }
}

/** what a worker was busy with, beyond the pair's frames */
function secondsOf({ solve_sec, features_sec, write_sec }: Row): number {
  return Number(solve_sec) + Number(features_sec) + Number(write_sec)
}

function bytesUnder(dir: string): number {
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return files.reduce((bytes, { parentPath, name }) => bytes + statSync(join(parentPath, name)).size, 0)
}

/** a pair's rows in the store and, not much smaller, in the tables */
function bytesOfRows({ metrics, features }: PairRecord): number {
  return 2 * (JSON.stringify(metrics).length + JSON.stringify(features).length)
}

function bytesOfFrame({ maskRle, yolkRle, placed: { mask: _mask, ...details } }: FrameResult): number {
  return maskRle.length + (yolkRle?.length ?? 0) + JSON.stringify(details).length
}

function evenly<T>(items: readonly T[], count: number): readonly T[] {
  if (items.length <= count) return items
  return Array.from({ length: count }, (_, i) => items[Math.floor(((i + 0.5) * items.length) / count)])
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}

function noneUsable({ manifestPath }: RunOptions, pairs: readonly PreparedPair[]) {
  const message =
    pairs.length === 0
      ? 'no pair of the manifest would be run'
      : `none of ${Math.min(pairs.length, CANDIDATES)} pairs looked at has two usable frames: ${pairs[0].errors[0] ?? 'their masks can not be placed'}`
  return refusal('no-usable-pair', message, manifestPath)
}

/** A network drive may not say. */
async function freeBytes(dir: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(dir)
    return bavail * bsize
  } catch {
    return null
  }
}
