import { resolve } from 'node:path'
import type { Command } from 'commander'
import { writeFileAtomicSync } from '../study/atomic-file.ts'
import { type BuiltManifest, buildManifest, DEFAULT_MANIFEST_OPTIONS as DEFAULTS } from '../study/build-manifest.ts'
import { readEmbryoRows } from '../study/embryo-rows.ts'
import { writeManifest } from '../study/manifest.ts'
import { formatProblem, ProblemsError, refusal } from '../study/problem.ts'
import { QUALITY_FLAGS } from '../study/quality-flags.ts'
import { numberList, oneOf, positiveInteger, positiveNumber, stagePairs } from './options.ts'

const CONTROLS = ['none', 'one-way', 'both'] as const

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
    .action(async (flags: ManifestFlags) => {
      const tablePath = resolve(flags.csv)
      const labels = [flags.groupColumn, ...(flags.matchWithin === undefined ? [] : [flags.matchWithin])]
      const { rows, problems } = await readEmbryoRows(tablePath, labels)
      if (problems.some(({ severity }) => severity === 'error')) throw new ProblemsError(problems)
      for (const problem of problems) process.stderr.write(`${formatProblem(problem)}\n`)

      const built = buildManifest(rows, {
        ...flags,
        referenceIds: flags.references,
        leaveOut: flags.ignoreFlags ? [] : DEFAULTS.leaveOut,
      })
      if (built.pairs.length === 0) throw refusal('empty-manifest', nothingBuilt(built), tablePath)
      const path = resolve(flags.output)
      writeFileAtomicSync(path, writeManifest(built.pairs))
      for (const line of describe(built)) process.stdout.write(`${line}\n`)
      process.stdout.write(`${path}\n`)
    })
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
