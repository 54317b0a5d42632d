import type { RunOptions } from '../runner/run-options.ts'
import { DEFAULT_PARAMETERS as DEFAULTS, type RunParameters, runParameters } from '../runner/run-parameters.ts'
import { defaultWorkers } from '../runner/worker-pool.ts'

/** The command that runs what these options run, for the system's shell: what is as the command line has it anyway is left out. */
export function commandLine(options: RunOptions, platform: NodeJS.Platform = process.platform): string {
  return ['otolith', ...runArguments(options)].map((word) => shellWord(word, platform)).join(' ')
}

/** The words that follow `otolith` in that command. */
export function runArguments(options: RunOptions): string[] {
  const { tablePath, manifestPath, studyDir, dataRoot, runId, backend, workers, coupling, limit } = options
  return [
    'run',
    ...['--csv', tablePath, '--transitions', manifestPath, '--output-root', studyDir],
    ...option('--run-id', runId, 'run'),
    ...option('--data-root', dataRoot),
    ...option('--backend', backend, 'auto'),
    ...parameterArguments(options.parameters),
    ...option('--coupling', coupling, 'potentials'),
    ...flag('--require-yolk', options.requireYolk),
    ...option('--workers', workers, defaultWorkers()),
    ...flag('--no-resume', !options.resume),
    ...flag('--no-include-control', !options.includeControl),
    ...option('--limit', limit),
    ...flag('--keep-going', options.keepGoing),
  ]
}

function parameterArguments(parameters: RunParameters): string[] {
  const { refinement, reachUm, regM, maxSupportPoints, ...plain } = parameters
  // which refinement goes without saying depends on the other parameters
  const unasked = runParameters(plain).refinement
  return [
    ...option('--epsilon', plain.epsilon, DEFAULTS.epsilon),
    // a reach decides λ, and the two can't be given together
    ...(reachUm === undefined ? option('--reg-m', regM, DEFAULTS.regM) : option('--reach-um', reachUm)),
    ...option('--metric', plain.metric, DEFAULTS.metric),
    ...option('--mass-mode', plain.massMode, DEFAULTS.massMode),
    ...option('--mass-normalization', plain.massNormalization, DEFAULTS.massNormalization),
    ...option('--placement', plain.placement, DEFAULTS.placement),
    ...option('--refinement', refinement, unasked),
    ...option('--grid-um-per-px', plain.gridUmPerPx, DEFAULTS.gridUmPerPx),
    ...option('--downsample-factor', plain.downsampleFactor, DEFAULTS.downsampleFactor),
    ...option('--max-support-points', maxSupportPoints),
    ...option('--seed', plain.seed, DEFAULTS.seed),
    ...option('--n-dct-bands', plain.dctBands, DEFAULTS.dctBands),
    ...option('--tolerance', plain.tolerance, DEFAULTS.tolerance),
    ...option('--max-iterations', plain.maxIterations, DEFAULTS.maxIterations),
  ]
}

function option(name: string, value: string | number | undefined, otherwise?: string | number): string[] {
  if (value === undefined || value === otherwise) return []
  // a value that begins with a dash would be taken for an option
  return String(value).startsWith('-') ? [`${name}=${value}`] : [name, String(value)]
}

function flag(name: string, isSet: boolean): string[] {
  return isSet ? [name] : []
}

function shellWord(word: string, platform: NodeJS.Platform): string {
  const plain = platform === 'win32' ? /^[\w.:=\\-]+$/ : /^[\w./:=-]+$/
  if (plain.test(word)) return word
  // what Windows' shells share; a name there can't hold a quote
  if (platform === 'win32') return `"${word}"`
  return `'${word.replaceAll("'", `'\\''`)}'`
}
