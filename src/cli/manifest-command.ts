import { rmSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { FRAME_FLAGS, SERIES_FLAGS } from '../core/quality/quality-flag.ts'
import { judgeFrames, needsNeighbours, withNeighbours } from '../runner/judge-frames.ts'
import { defaultWorkers } from '../runner/worker-pool.ts'
import { writeFileAtomicSync } from '../study/atomic-file.ts'
import { buildCleanManifest, type JudgeFrames } from '../study/build-clean-manifest.ts'
import { type BuiltManifest, DEFAULT_MANIFEST_OPTIONS as DEFAULTS, writeExcluded } from '../study/build-manifest.ts'
import { type EmbryoRow, readEmbryoRows } from '../study/embryo-rows.ts'
import { frameKey } from '../study/embryo-table.ts'
import { writeManifest } from '../study/manifest.ts'
import { formatProblem, ProblemsError, refusal } from '../study/problem.ts'
import { QUALITY_FLAGS } from '../study/quality-flags.ts'
import { numberList, oneOf, positiveInteger, positiveNumber, stagePairs } from './options.ts'

const CONTROLS = ['none', 'one-way', 'both'] as const

/** what a frame's mask can be left out for */
const OWN_FLAGS = [...FRAME_FLAGS, ...SERIES_FLAGS, 'unusable-frame'] as const
const parseFlag = oneOf([...QUALITY_FLAGS, ...OWN_FLAGS])

interface ManifestFlags {
  readonly csv: string
  readonly output: string
  readonly groupColumn: string
  readonly reference: string
  readonly groups?: string[]
  readonly binsHpf: number[]
  readonly toleranceHpf: number
  readonly controls: (typeof CONTROLS)[number]
  readonly transitions: [number, number][]
  readonly matchWithin?: string
  readonly references?: string[]
  readonly referencesPerEmbryo?: number
  readonly ignoreFlags: boolean
  readonly excludeFlag: readonly ReturnType<typeof parseFlag>[]
  readonly dataRoot?: string
}

export function addManifestCommand(program: Command): void {
  program
    .command('manifest')
    .description(
      'build a manifest from an embryo table: references × mutants at a stage, controls, transitions along time',
    )
    .requiredOption('--csv <file>', 'embryo table')
    .requiredOption('--output <file>', 'the manifest to write')
    .option('--bins-hpf <list>', 'stages at which embryos are compared, such as 30,48', numberList, [])
    .option('--tolerance-hpf <hpf>', 'a frame may be this far from its bin', positiveNumber, DEFAULTS.toleranceHpf)
    .option('--transitions <list>', 'from bin to bin within each embryo, such as 30-48', stagePairs, [])
    .option('--group-column <name>', 'column that tells the groups apart', DEFAULTS.groupColumn)
    .option('--reference <group>', 'the group of the references', DEFAULTS.reference)
    .option('--groups <group...>', 'the groups to compare with it (default: all others)')
    .option(
      '--controls <which>',
      `pairs among the references: ${CONTROLS.join(', ')}`,
      oneOf(CONTROLS),
      DEFAULTS.controls,
    )
    .option('--match-within <column>', 'both embryos of a pair must agree in this column: clutch, experiment_date, …')
    .option('--references <embryo...>', 'only these embryos are references')
    .option(
      '--references-per-embryo <n>',
      'compare each embryo with so many references, nearest in stage first',
      positiveInteger,
    )
    .option('--ignore-flags', `keep rows whose quality flags are raised (${QUALITY_FLAGS.join(', ')})`, false)
    .option(
      '--exclude-flag <kind...>',
      `leave frames out that have one of these flags besides: of the table, or found in the masks, which are decoded for it: ${OWN_FLAGS.join(', ')}`,
      (kind: string, before: ManifestFlags['excludeFlag']) => [...before, parseFlag(kind)],
      [],
    )
    .option('--data-root <dir>', 'folder that holds segmentation/<yolk…>/, for flags found in the masks')
    .action(async (flags: ManifestFlags) => {
      const tablePath = resolve(flags.csv)
      const labels = [flags.groupColumn, ...(flags.matchWithin === undefined ? [] : [flags.matchWithin])]
      const { rows, problems } = await readEmbryoRows(tablePath, labels)
      if (problems.some(({ severity }) => severity === 'error')) throw new ProblemsError(problems)
      for (const problem of problems) process.stderr.write(`${formatProblem(problem)}\n`)

      const ofTable = QUALITY_FLAGS.filter((flag) => flags.excludeFlag.includes(flag))
      const built = await buildCleanManifest(
        rows,
        {
          ...flags,
          referenceIds: flags.references,
          leaveOut: [...(flags.ignoreFlags ? [] : DEFAULTS.leaveOut), ...ofTable],
        },
        judgeByMasks(flags, rows, tablePath),
      )
      if (built.pairs.length === 0) throw refusal('empty-manifest', nothingBuilt(built), tablePath)
      const path = resolve(flags.output)
      writeFileAtomicSync(path, writeManifest(built.pairs))
      for (const line of describe(built)) process.stdout.write(`${line}\n`)
      process.stdout.write(`${path}\n`)
      writeExclusions(`${path.replace(/\.csv$/i, '')}.excluded.csv`, built)
    })
}

/** Decodes frames and says which of them have one of the flags asked for. */
function judgeByMasks(
  { excludeFlag, dataRoot }: ManifestFlags,
  rows: readonly EmbryoRow[],
  tablePath: string,
): JudgeFrames {
  const kinds = OWN_FLAGS.filter((kind) => excludeFlag.includes(kind))
  if (kinds.length === 0) return async () => new Map()
  const input = { tablePath, ...(dataRoot === undefined ? {} : { dataRoot: resolve(dataRoot) }) }
  return async (frames) => {
    const decoded = kinds.some(needsNeighbours) ? withNeighbours(frames, rows) : frames
    process.stderr.write(`checking the masks of ${decoded.length} frames\n`)
    const verdicts = await judgeFrames(input, decoded, defaultWorkers(), new AbortController().signal)
    return new Map(
      frames.flatMap(({ embryoId, frameIndex }) => {
        const key = frameKey(embryoId, frameIndex)
        const against = (verdicts.get(key) ?? []).filter(({ kind }) => kinds.some((asked) => asked === kind))
        if (against.length === 0) return []
        return [[key, { reason: against[0].kind, message: against.map(({ message }) => message).join('; ') }]]
      }),
    )
  }
}

/** Writes who was left out and why beside the manifest; a list of an earlier manifest does not stay behind. */
function writeExclusions(path: string, { excluded }: BuiltManifest): void {
  rmSync(path, { force: true })
  if (excluded.length === 0) return
  writeFileAtomicSync(path, writeExcluded(excluded))
  process.stdout.write(`${excluded.length} rows left out for their quality, with reasons: ${path}\n`)
}

function nothingBuilt(built: BuiltManifest): string {
  return `no pair comes of this: ${describe(built).slice(1).join('; ') || 'give --bins-hpf or --transitions'}`
}

function describe({ pairs, leftOut, notes }: BuiltManifest): string[] {
  const sets = new Map<string, number>()
  for (const { setType = '' } of pairs) sets.set(setType, (sets.get(setType) ?? 0) + 1)
  const kinds = [...sets].map(([name, count]) => `${count} ${name}`).join(', ')
  return [
    `${pairs.length} pairs${kinds && `: ${kinds}`}`,
    ...Object.entries(leftOut).map(([reason, count]) => `${count} rows left out: ${reason}`),
    ...notes,
  ]
}
