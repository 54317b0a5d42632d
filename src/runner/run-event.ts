import type { Problem } from '../study/problem.ts'
import type { PairState, RunState } from '../study/run-store.ts'

/** Everything that happens in a run, in order: the one stream that the command line, the log and the workbench read. */
export type RunEvent =
  | { readonly kind: 'preflight-started'; readonly frameCount: number; readonly pairCount: number }
  | { readonly kind: 'frame-placed'; readonly framesDone: number; readonly frameCount: number }
  | { readonly kind: 'preflight-finished'; readonly problems: readonly Problem[]; readonly uncertainFrames: number }
  | RunStarted
  | { readonly kind: 'pair-started'; readonly pairId: string; readonly because: RunReason }
  | PairFinished
  | RunProgress
  | { readonly kind: 'run-finished'; readonly summary: RunSummary }

export interface RunStarted {
  readonly kind: 'run-started'
  readonly runId: string
  readonly engine: string
  readonly device: string
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

export interface PairFinished {
  readonly kind: 'pair-finished'
  readonly pairId: string
  readonly state: Extract<PairState, 'ok' | 'unconverged' | 'failed'>
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

export interface RunProgress {
  readonly kind: 'run-progress'
  readonly done: number
  readonly total: number
  readonly pairsPerSec: number
  /** null until a rate is known */
  readonly leftSec: number | null
}

export interface RunSummary {
  readonly runId: string
  readonly state: RunState
  readonly counts: Readonly<Record<PairState, number>>
  readonly wallSec: number
  /** frames whose head–tail or back–belly direction is a guess */
  readonly uncertainFrames: readonly string[]
  /** pairs of which more than 2 % of a frame's mass is exchanged even with itself: the reach is short (contract §4) */
  readonly selfExchangePairs: number
}

export type OnEvent = (event: RunEvent) => void
