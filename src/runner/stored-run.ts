import { PLACEMENTS } from '../core/canonical/place-frame.ts'
import { MASS_MODES } from '../core/pair/density.ts'
import { MASS_NORMALIZATIONS } from '../core/pair/work-pair.ts'
import { METRICS } from '../core/transport/problem.ts'
import { BACKENDS } from '../engines/choose-engine.ts'
import { COUPLING_OUTPUTS } from '../study/pair-artifacts.ts'
import type { Row, RunRecord } from '../study/run-store.ts'
import type { RunOptions } from './run-options.ts'
import { REFINEMENTS, type RunParameters, runParameters } from './run-parameters.ts'
import { defaultWorkers } from './worker-pool.ts'

/** Tables and log are written again after so many pairs, unless a person says otherwise. */
export const FLUSH_EVERY = 25

/**
 * The parameters of a run as the store keeps them: what `parameterRow` writes, read back.
 *
 * @throws Error naming a parameter that is missing or not understood
 */
export function storedParameters(row: Row): RunParameters {
  const reachUm = optionalNumber(row, 'reach-um')
  const maxSupportPoints = optionalNumber(row, 'max-support-points')
  return runParameters({
    epsilon: number(row, 'epsilon'),
    regM: number(row, 'reg-m'),
    ...(reachUm === undefined ? {} : { reachUm }),
    metric: word(row, 'metric', METRICS),
    massMode: word(row, 'mass-mode', MASS_MODES),
    massNormalization: word(row, 'mass-normalization', MASS_NORMALIZATIONS),
    placement: word(row, 'placement', PLACEMENTS),
    refinement: word({ ...row, refinement: row.refinement ?? 'none' }, 'refinement', REFINEMENTS),
    gridUmPerPx: number(row, 'grid-um-per-px'),
    downsampleFactor: number(row, 'downsample-factor'),
    ...(maxSupportPoints === undefined ? {} : { maxSupportPoints }),
    seed: number(row, 'seed'),
    dctBands: number(row, 'n-dct-bands'),
    tolerance: number(row, 'tolerance'),
    maxIterations: number(row, 'max-iterations'),
  })
}

/**
 * What takes a run up again as it was run last. Runs from before these things were kept get the command line's defaults.
 *
 * @param dataRoot where the run itself does not say: the study's
 * @throws Error where what is kept of it is not understood
 */
export function storedOptions(studyDir: string, run: RunRecord, dataRoot: string | undefined): RunOptions {
  const { environment } = run
  const root = environment.data_root === undefined ? dataRoot : environment.data_root
  return {
    studyDir,
    runId: run.runId,
    tablePath: run.tablePath,
    manifestPath: run.manifestPath,
    ...(typeof root === 'string' ? { dataRoot: root } : {}),
    parameters: storedParameters(run.parameters),
    backend: BACKENDS.find((name) => name === environment.backend) ?? 'auto',
    coupling: COUPLING_OUTPUTS.find((name) => name === environment.coupling) ?? 'potentials',
    workers: optionalNumber(environment, 'workers') ?? defaultWorkers(),
    requireYolk: environment.require_yolk === true,
    includeControl: environment.include_control !== false,
    keepGoing: environment.keep_going === true,
    flushEvery: FLUSH_EVERY,
    resume: true,
    dryRun: false,
  }
}

function number(row: Row, name: string): number {
  const value = optionalNumber(row, name)
  if (value === undefined) throw new Error(`the run's record does not say its ${name}`)
  return value
}

function optionalNumber(row: Row, name: string): number | undefined {
  const value = row[name]
  return typeof value === 'number' ? value : undefined
}

function word<T extends string>(row: Row, name: string, words: readonly T[]): T {
  const found = words.find((known) => known === row[name])
  if (found === undefined)
    throw new Error(`the run's record says ${name} = ${row[name]}: it is one of ${words.join(', ')}`)
  return found
}
