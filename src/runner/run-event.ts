import type { EngineName } from '../engines/engine.ts'
import type { Problem } from '../study/problem.ts'
import type { PairState, RunState } from '../study/run-store.ts'
import type { SolvedBy } from './solve-job.ts'

/** Everything that happens in a run, in order: the one stream that the command line, the log and the workbench read. */
export type RunEvent =
  | { readonly kind: 'preflight-started'; readonly frameCount: number; readonly pairCount: number }
  | { readonly kind: 'frame-placed'; readonly framesDone: number; readonly frameCount: number }
  | { readonly kind: 'preflight-finished'; readonly problems: readonly Problem[]; readonly uncertainFrames: number }
  | RunStarted
  | { readonly kind: 'pair-started'; readonly pairId: string; readonly because: RunReason }
  | PairFinished
  | EngineFailed
  | EngineDied
  | RunProgress
  | { readonly kind: 'run-finished'; readonly summary: RunSummary }

export interface RunStarted {
  readonly kind: 'run-started'
  readonly runId: string
  readonly engine: string
  readonly device: string
  /** why this engine */
  readonly because: string
  readonly workers: number
  readonly pairCount: number
  /** done before, and skipped now */
  readonly skippedCount: number
}

/** Why a pair is run. */
export type RunReason =
  | 'new'
  | 'failed before'
  | 'no resume'
  | 'its inputs changed'
  | 'the solver is newer'
  | 'its files are missing'
  | 'asked for'

export interface PairFinished {
  readonly kind: 'pair-finished'
  readonly pairId: string
  readonly state: Extract<PairState, 'ok' | 'unconverged' | 'failed'>
  /** who solved it; null where it failed */
  readonly engine: SolvedBy | null
  readonly runtimeSec: number
  /** of a solved pair; null where it failed */
  readonly figures: PairFigures | null
  readonly error: string | null
}

/** What one wants to see of a pair as it comes in. */
export interface PairFigures {
  readonly cost: number
  readonly iterations: number
  readonly marginalError: number
  readonly gap: number
  readonly meanDistanceUm: number
  readonly createdPct: number
}

/** The run's engine could not do this pair; the cpu engine did. */
export interface EngineFailed {
  readonly kind: 'engine-failed'
  readonly engine: EngineName
  readonly pairId: string
  readonly error: string
}

/** The run's engine ended under the pairs that it was solving; the cpu engine solves them. */
export interface EngineDied {
  readonly kind: 'engine-died'
  readonly engine: EngineName
  readonly reason: string
  /** it has died so often that it is not started again: the cpu engine solves all pairs that are left */
  readonly givenUp: boolean
}

export interface RunProgress {
  readonly kind: 'run-progress'
  readonly done: number
  readonly total: number
  readonly pairsPerSec: number
  /** null until a rate is known */
  readonly leftSec: number | null
  /** how often a placed frame was at hand, and how often one had to be placed */
  readonly cacheHits: number
  readonly cacheMisses: number
}

export interface RunSummary {
  readonly runId: string
  readonly state: RunState
  readonly counts: Readonly<Record<PairState, number>>
  readonly wallSec: number
  /** who solved how many of the pairs */
  readonly solvedBy: Readonly<Record<string, number>>
  /** why the engine ended, each time that it did in this call */
  readonly engineDeaths: readonly string[]
  /** frames whose head–tail or back–belly direction is a guess */
  readonly uncertainFrames: readonly string[]
  /** how many frames, and how many pairs, each quality flag was raised for */
  readonly flaggedFrames: Readonly<Record<string, number>>
  readonly flaggedPairs: Readonly<Record<string, number>>
  /** pairs of which more than 2 % of a frame's mass is exchanged even with itself: the reach is short (contract §4) */
  readonly selfExchangePairs: number
}

export type OnEvent = (event: RunEvent) => void
