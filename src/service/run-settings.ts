import type { CompleteSettings, RunSettings } from '../api/run-settings.ts'
import type { RunOptions } from '../runner/run-options.ts'
import { runParameters } from '../runner/run-parameters.ts'
import { FLUSH_EVERY } from '../runner/stored-run.ts'
import { defaultWorkers } from '../runner/worker-pool.ts'
import { refusal } from '../study/problem.ts'
import type { InputPaths } from '../study/study-inputs.ts'

/** Which run, of which pairs. */
export interface AskedRun {
  readonly studyDir: string
  readonly runId: string
  readonly manifestPath: string
}

/**
 * A run of a study's inputs with a person's settings; what they leave out is as on the command line.
 *
 * @throws ProblemsError where the study has no embryo table yet
 */
export function optionsOf(asked: AskedRun, { tablePath, dataRoot }: InputPaths, settings: RunSettings): RunOptions {
  if (tablePath === undefined) {
    throw refusal('no-embryo-table', 'the study has no embryo table yet: choose one on its Data page', asked.studyDir)
  }
  const { backend, workers, coupling, requireYolk, includeControl, keepGoing, limit, ...parameters } = given(settings)
  return {
    ...asked,
    tablePath,
    ...(dataRoot === undefined ? {} : { dataRoot }),
    ...(limit === undefined ? {} : { limit }),
    parameters: runParameters(parameters),
    backend: backend ?? 'auto',
    workers: workers ?? defaultWorkers(),
    coupling: coupling ?? 'potentials',
    requireYolk: requireYolk ?? false,
    includeControl: includeControl ?? true,
    keepGoing: keepGoing ?? false,
    flushEvery: FLUSH_EVERY,
    resume: true,
    dryRun: false,
  }
}

/** The settings that options were made of. */
export function settingsOf(options: RunOptions): CompleteSettings {
  const { parameters, backend, workers, coupling, requireYolk, includeControl, keepGoing, limit } = options
  const { reachUm = null, maxSupportPoints = null, ...others } = parameters
  const how = {
    backend: ownName(backend),
    workers,
    coupling,
    requireYolk,
    includeControl,
    keepGoing,
    limit: limit ?? null,
  }
  return { ...others, reachUm, maxSupportPoints, ...how }
}

/** The original's engines stand for whichever is taken here. */
function ownName(backend: RunOptions['backend']): CompleteSettings['backend'] {
  return backend === 'ott' || backend === 'pot' ? 'auto' : backend
}

type Given<Settings> = { [Name in keyof Settings]?: Exclude<Settings[Name], undefined> }

/** Without what is there but undefined, which would stand in a default's way. */
function given<Settings extends object>(settings: Settings): Given<Settings> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as Given<Settings>
}
