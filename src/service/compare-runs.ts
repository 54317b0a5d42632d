import type { PairGlance, Row, RunRecord } from '../study/run-store.ts'
import type { RunRef } from './live-runs.ts'
import { plainCells } from './plain-cells.ts'
import { readStudy } from './read-study.ts'
import { requireRun } from './require-run.ts'

const GROUPS = ['parameters', 'environment', 'inputs', 'results'] as const
type Group = (typeof GROUPS)[number]

/** A line of the comparison: one thing, as it is in each of the runs. */
export interface ComparedValue {
  readonly group: Group
  readonly name: string
  /** one a run, in the order asked for; null where a run has none */
  readonly values: readonly (string | number | boolean | null)[]
  readonly differs: boolean
}

/**
 * Everything that made each of the runs and what came of them, side by side.
 *
 * @throws ProblemsError where one of them is not there
 */
export function compareRuns(runs: readonly RunRef[]): ComparedValue[] {
  const sheets = runs.map(sheetOf)
  return GROUPS.flatMap((group) => {
    const cells = sheets.map((sheet) => plainCells(sheet[group]))
    const names = new Set(cells.flatMap((row) => Object.keys(row)))
    return [...names].map((name): ComparedValue => {
      const values = cells.map((row) => row[name] ?? null)
      return { group, name, values, differs: values.some((value) => value !== values[0]) }
    })
  })
}

function sheetOf({ studyDir, runId }: RunRef): Readonly<Record<Group, Row>> {
  return readStudy(studyDir, (store) => {
    const run = requireRun(store, studyDir, runId)
    const { data_root: dataRoot, ...environment } = run.environment
    return {
      parameters: run.parameters,
      environment,
      inputs: inputsOf(run, dataRoot ?? null),
      results: { state: run.state, ...resultsOf(store.pairGlances(runId)) },
    }
  })
}

function inputsOf({ manifestPath, manifestSha256, tablePath }: RunRecord, dataRoot: Row[string]): Row {
  return { manifest: manifestPath, manifest_sha256: manifestSha256, table: tablePath, data_root: dataRoot }
}

function resultsOf(pairs: readonly PairGlance[]): Row {
  const solved = pairs.filter(({ state }) => state === 'ok' || state === 'unconverged')
  const inState = (state: PairGlance['state']) => pairs.filter((pair) => pair.state === state).length
  const middle = (figure: 'runtimeSec' | 'iterations' | 'gap' | 'meanDistanceUm' | 'createdPct' | 'divergenceUm') =>
    median(solved.flatMap((pair) => pair[figure] ?? []))
  return {
    pairs: pairs.length,
    ok: inState('ok'),
    unconverged: inState('unconverged'),
    failed: inState('failed'),
    skipped: inState('skipped'),
    runtime_sum_sec: solved.reduce((sum, { runtimeSec }) => sum + (runtimeSec ?? 0), 0),
    runtime_median_sec: middle('runtimeSec'),
    iterations_median: middle('iterations'),
    gap_median: middle('gap'),
    mean_distance_median_um: middle('meanDistanceUm'),
    created_median_pct: middle('createdPct'),
    divergence_median_um: middle('divergenceUm'),
  }
}

/** null of nothing */
function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  const [below, above] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  return below === undefined || above === undefined ? null : (below + above) / 2
}
