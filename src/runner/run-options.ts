import type { Backend } from '../engines/choose-engine.ts'
import type { CouplingOutput } from '../study/pair-artifacts.ts'
import type { RunInput } from './preflight.ts'
import type { RunParameters } from './run-parameters.ts'

/** Everything that a person decides about a call of a run. */
export interface RunOptions extends RunInput {
  readonly studyDir: string
  readonly runId: string
  readonly parameters: RunParameters
  readonly backend: Backend
  readonly workers: number
  readonly coupling: CouplingOutput
  /** skip what is done; otherwise everything is run again */
  readonly resume: boolean
  /** record pairs with bad input as failed and run the others */
  readonly keepGoing: boolean
  /** preflight only */
  readonly dryRun: boolean
  /** tables and log are written again after so many pairs */
  readonly flushEvery: number
}
