import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { PLACEMENTS } from '../core/canonical/place-frame.ts'
import { MASS_MODES } from '../core/pair/density.ts'
import { MASS_NORMALIZATIONS } from '../core/pair/work-pair.ts'
import { METRICS } from '../core/transport/problem.ts'
import { BACKENDS } from '../engines/choose-engine.ts'
import type { RunSummary } from '../runner/run-event.ts'
import type { RunOptions } from '../runner/run-options.ts'
import {
  DEFAULT_PARAMETERS as DEFAULTS,
  REFINEMENTS,
  type RunParameters,
  runParameters,
} from '../runner/run-parameters.ts'
import { runInThread } from '../runner/run-thread.ts'
import { defaultWorkers } from '../runner/worker-pool.ts'
import { COUPLING_OUTPUTS } from '../study/pair-artifacts.ts'
import { EXIT } from './exit-codes.ts'
import { oneOf, positiveInteger, positiveNumber, wholeNumber } from './options.ts'
import { type RunView, runView } from './run-view.ts'

export function addRunCommand(program: Command): void {
  program
    .command('run')
    .description('solve the pairs of a manifest and write a study folder')
    .requiredOption('--csv <file>', 'embryo table: one row per embryo and frame')
    .requiredOption('--transitions <file>', 'manifest: one row per pair')
    .requiredOption('--output-root <dir>', 'study folder')
    .option('--run-id <id>', 'name of the run', 'run')
    .option('--data-root <dir>', 'folder that holds segmentation/<yolk…>/ with the yolk masks')
    .option('--backend <name>', `who solves: ${BACKENDS.join(', ')}`, oneOf(BACKENDS), 'auto')
    .option('--epsilon <cost>', 'ε, the entropic regularisation', positiveNumber, DEFAULTS.epsilon)
    .option(
      '--reg-m <cost>',
      `λ, the price of creating and destroying mass (default: ${DEFAULTS.regM})`,
      positiveNumber,
    )
    .addOption(
      new Option('--reach-um <µm>', 'λ as a length: how far mass moves before it is rather exchanged')
        .argParser(positiveNumber)
        .conflicts('regM'),
    )
    .option('--metric <name>', `cost of moving: ${METRICS.join(', ')}`, oneOf(METRICS), DEFAULTS.metric)
    .option('--mass-mode <mode>', `what a pixel weighs: ${MASS_MODES.join(', ')}`, oneOf(MASS_MODES), DEFAULTS.massMode)
    .option(
      '--mass-normalization <mode>',
      `mass of the two ends: ${MASS_NORMALIZATIONS.join(', ')}`,
      oneOf(MASS_NORMALIZATIONS),
      DEFAULTS.massNormalization,
    )
    .option(
      '--placement <mode>',
      `how frames are placed: ${PLACEMENTS.join(', ')}`,
      oneOf(PLACEMENTS),
      DEFAULTS.placement,
    )
    .option(
      '--refinement <mode>',
      `lay each target over its source by their anterior bodies: ${REFINEMENTS.join(', ')} (default: rigid with --placement anterior and --downsample-factor 1, else none)`,
      oneOf(REFINEMENTS),
    )
    .option('--grid-um-per-px <µm>', 'resolution of the canonical grid', positiveNumber, DEFAULTS.gridUmPerPx)
    .option('--downsample-factor <n>', 'sum n × n pixels into one', positiveInteger, DEFAULTS.downsampleFactor)
    .option('--max-support-points <n>', 'sample at most n pixels a mask (default: every pixel)', positiveInteger)
    .option('--seed <n>', 'seed of the sampling', wholeNumber, DEFAULTS.seed)
    .option('--n-dct-bands <n>', 'radial DCT bands', positiveInteger, DEFAULTS.dctBands)
    .option('--tolerance <x>', 'marginal error and duality gap to reach', positiveNumber, DEFAULTS.tolerance)
    .option('--max-iterations <n>', 'give a pair up after so many', positiveInteger, DEFAULTS.maxIterations)
    .option(
      '--coupling <what>',
      `what to keep of the plan: ${COUPLING_OUTPUTS.join(', ')}`,
      oneOf(COUPLING_OUTPUTS),
      'potentials',
    )
    .option('--require-yolk', 'a frame without a yolk mask is an error', false)
    .option('--workers <n>', 'pairs solved at once', positiveInteger, defaultWorkers())
    .option('--flush-every <n>', 'write the tables after so many pairs', positiveInteger, 25)
    .option('--resume', 'skip pairs that are done (default)', true)
    .option('--no-resume', 'run every pair again')
    .option('--include-control', 'run control pairs (default)', true)
    .option('--no-include-control', 'leave control pairs out')
    .option('--limit <n>', 'only the first n pairs', positiveInteger)
    .option('--keep-going', 'record pairs with bad input as failed and run the others', false)
    .option('--dry-run', 'check every input and stop', false)
    .option('--json', 'events as JSON lines on stdout', false)
    .action(async (flags: RunFlags) => {
      if (flags.backend === 'ott' || flags.backend === 'pot') {
        process.stderr.write(`--backend ${flags.backend} is the original's; here it means auto\n`)
      }
      process.exitCode = await runWithView(runOptions(flags), runView({ json: flags.json }))
    })
}

/** Runs a batch under Ctrl-C, showing its events; returns the exit code. */
export async function runWithView(options: RunOptions, view: RunView): Promise<number> {
  const stop = new AbortController()
  const onSignal = () => stop.abort()
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal)
  try {
    const summary = await runInThread(options, view.show, stop.signal)
    // only a dry run has none, and it would have thrown had it found an error
    return summary ? exitCodeOf(summary) : EXIT.ok
  } catch (error) {
    if (stop.signal.aborted) return EXIT.interrupted
    throw error
  } finally {
    view.close()
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
  }
}

function exitCodeOf({ state, counts }: RunSummary): number {
  if (state === 'cancelled') return EXIT.interrupted
  return counts.failed + counts.unconverged > 0 ? EXIT.somePairsFailed : EXIT.ok
}

/** The options as commander gives them; parameters carry the names of `RunParameters`. */
export interface RunFlags extends Partial<Omit<RunParameters, 'dctBands'>> {
  readonly csv: string
  readonly transitions: string
  readonly outputRoot: string
  readonly runId: string
  readonly dataRoot?: string
  readonly backend: RunOptions['backend']
  readonly nDctBands: number
  readonly coupling: RunOptions['coupling']
  readonly requireYolk: boolean
  readonly workers: number
  readonly flushEvery: number
  readonly resume: boolean
  readonly includeControl: boolean
  readonly limit?: number
  readonly keepGoing: boolean
  readonly dryRun: boolean
  readonly json: boolean
}

/** What the options ask for, paths made absolute. */
export function runOptions(flags: RunFlags): RunOptions {
  const { csv, transitions, outputRoot, dataRoot, nDctBands, json: _json, runId, backend, coupling, ...rest } = flags
  const { requireYolk, workers, flushEvery, resume, includeControl, limit, keepGoing, dryRun, ...parameters } = rest
  return {
    tablePath: resolve(csv),
    manifestPath: resolve(transitions),
    studyDir: resolve(outputRoot),
    ...(dataRoot === undefined ? {} : { dataRoot: resolve(dataRoot) }),
    ...(limit === undefined ? {} : { limit }),
    runId,
    parameters: runParameters({ ...parameters, dctBands: nDctBands }),
    backend,
    coupling,
    requireYolk,
    workers,
    flushEvery,
    resume,
    includeControl,
    keepGoing,
    dryRun,
  }
}
