import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { EngineEventRecord, PairGlance, RunRecord } from '../study/run-store.ts'
import { formatTable } from './format.ts'
import { openStudyStore, runOf } from './study-access.ts'

/** More of what happened to an engine tells nobody more. */
const MOST_EVENTS = 50

export function addRunsCommand(program: Command): void {
  const runs = program.command('runs').description('list the runs of a study, or show one')

  runs
    .command('list', { isDefault: true })
    .description('the runs of a study, newest first')
    .argument('<study>', 'study folder')
    .option('--json', 'as JSON', false)
    .action((study: string, { json }: { json: boolean }) => {
      using store = openStudyStore(resolve(study))
      const listed = store.runs().map((run) => ({ ...run, pairs: store.countPairs(run.runId) }))
      process.stdout.write(json ? `${JSON.stringify(listed, null, 2)}\n` : `${runTable(listed)}\n`)
    })

  runs
    .command('show')
    .description('one run: its parameters and its pairs')
    .argument('<study>', 'study folder')
    .argument('[run-id]', 'the run (default: the newest)')
    .option('--json', 'as JSON', false)
    .action((study: string, runId: string | undefined, { json }: { json: boolean }) => {
      const studyDir = resolve(study)
      using store = openStudyStore(studyDir)
      const run = runOf(store, studyDir, runId)
      const pairs = store.pairGlances(run.runId)
      const engineEvents = store.engineEvents(run.runId, MOST_EVENTS)
      process.stdout.write(
        json
          ? `${JSON.stringify({ ...run, engineEvents, pairs }, null, 2)}\n`
          : `${describeRun(run, engineEvents, pairs)}\n`,
      )
    })
}

function runTable(runs: readonly (RunRecord & { pairs: Record<string, number> })[]): string {
  if (runs.length === 0) return 'no runs yet'
  const rows = runs.map((run) => [
    run.runId,
    run.state,
    run.updatedAt.slice(0, 16).replace('T', ' '),
    describeCounts(run.pairs),
  ])
  return formatTable(['run', 'state', 'last change (UTC)', 'pairs'], rows)
}

function describeCounts(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${state}`)
    .join(', ')
}

function describeRun(run: RunRecord, engineEvents: readonly EngineEventRecord[], pairs: readonly PairGlance[]): string {
  const settings = Object.entries({ ...run.parameters, ...run.environment }).filter(([, value]) => value !== null)
  const facts = [
    ['state', run.state],
    ['created', run.createdAt],
    ['last change', run.updatedAt],
    ['table', run.tablePath],
    ['manifest', run.manifestPath],
    ['pair folders', run.artifactsDir],
    ...settings,
  ]
  return [
    `run ${run.runId}`,
    ...facts.map(([name, value]) => `  ${String(name).padEnd(20)} ${value}`),
    '',
    ...engineEvents.map(({ at, text }) => `${at}  ${text}`),
    ...(engineEvents.length > 0 ? [''] : []),
    pairTable(pairs),
  ].join('\n')
}

/** The pairs of a run with the figures that one looks at first. */
export function pairTable(pairs: readonly PairGlance[]): string {
  const shown = (value: number | null, show: (value: number) => string) => (value === null ? '' : show(value))
  const rows = pairs.map((pair) => [
    pair.pairId,
    pair.state,
    shown(pair.runtimeSec, (seconds) => seconds.toFixed(2)),
    shown(pair.iterations, String),
    shown(pair.gap, (gap) => gap.toExponential(1)),
    shown(pair.meanDistanceUm, (um) => um.toFixed(1)),
    shown(pair.createdPct, (pct) => pct.toFixed(2)),
    shown(pair.divergenceUm, (um) => um.toFixed(1)),
  ])
  return formatTable(
    ['pair', 'state', 'runtime s', 'iterations', 'gap', 'mean distance µm', 'created %', 'divergence µm'],
    rows,
  )
}
