import type { Potentials } from './problem.ts'

export interface SolveOptions {
  /** what marginal error and relative gap must both come under */
  readonly tolerance: number
  readonly maxIterations: number
  /** where to start; zero potentials otherwise */
  readonly initial?: Potentials
}

export interface Solution {
  readonly potentials: Potentials
  /** full iterations done: one update of f and one of g each */
  readonly iterations: number
}
