import type { Potentials, TransportProblem } from '../core/transport/problem.ts'
import type { Solution } from '../core/transport/solution.ts'

/** Bumped whenever a pair's answers, its refinement included, change by more than the tolerance: those solved by an older one are run again (contract §9). */
export const SOLVER_VERSION = 2

export const ENGINE_NAMES = ['cpu', 'webgpu', 'tfjs', 'reference'] as const
export type EngineName = (typeof ENGINE_NAMES)[number]

/** Who solves. An engine proposes potentials; `core` certifies them and draws the maps, whoever solved. */
export interface Engine {
  readonly name: EngineName
  /** Whether it can solve on this machine. Never throws. */
  probe(): Promise<Probe>
  /**
   * Solves a batch and yields each answer as it is done, in any order. Once the signal is aborted no further problem is begun, and the
   * iteration ends.
   */
  solve(jobs: readonly SolveJob[], signal?: AbortSignal): AsyncIterable<JobAnswer>
  /** Gives back what it holds: memory, devices, processes. It can't solve any more. */
  dispose(): Promise<void>
}

export type Probe =
  /** `device`: what it runs on, for people */
  | { readonly usable: true; readonly device: string }
  /** `reason`: why not, and what to do about it */
  | { readonly usable: false; readonly reason: string }

/** One problem to solve. Where its source is its target, the very same object, it is symmetric and the answer has f = g. */
export interface SolveJob {
  readonly problem: TransportProblem
  /** what marginal error and relative gap must both come under */
  readonly tolerance: number
  readonly maxIterations: number
  /** where to start; an engine may know a better place */
  readonly initial?: Potentials
}

/** What became of the job at `index` in the batch. */
export type JobAnswer =
  | ({ readonly kind: 'solved'; readonly index: number } & Solution)
  /** `engineDied`: not the job's fault, the engine ended under it */
  | { readonly kind: 'failed'; readonly index: number; readonly error: string; readonly engineDied?: true }
