import type { TransportProblem } from '../core/transport/problem.ts'
import type { SelfKernel } from '../core/transport/self-transport.ts'
import type { Solution, SolveOptions } from '../core/transport/solve-reference.ts'

/** Bumped whenever a solver's answers change by more than its tolerance: pairs solved by an older one are run again (contract §9). */
export const SOLVER_VERSION = 1

/** Who solves. An engine proposes potentials; `core` certifies them and draws the maps, whoever solved. */
export interface Engine {
  readonly name: EngineName
  /** what it runs on, for people */
  readonly device: string
  solve(problem: TransportProblem, options: SolveOptions): Solution
  /** the kernel with which self-transports are solved */
  readonly selfKernel: SelfKernel
}

export const ENGINE_NAMES = ['cpu', 'reference'] as const
export type EngineName = (typeof ENGINE_NAMES)[number]
