import type { ExploreTableView } from '../../api/explore-contract.ts'
import type { Cell, PairRecord, Row } from '../../study/run-store.ts'
import { featureColumns, METRIC_COLUMNS, type TableColumn } from '../../study/table-columns.ts'
import { type OwnColumns, ownColumns } from '../own-columns.ts'
import { readStudy } from '../read-study.ts'
import { requireRun } from '../require-run.ts'
import { type ColumnSource, columnBuilder } from './column-builder.ts'

/** More bands than a run can have: columns of those that it has not are left out. */
const MOST_BANDS = 64

const STORE_COLUMNS = [
  storeColumn('run_id', 'category', 'the run'),
  storeColumn('pair_id', 'string', 'the pair'),
  storeColumn('position', 'int64', "the pair's place in the manifest, from 0"),
  storeColumn('state', 'category', 'what became of the pair'),
]

/** Columns of both tables, each name once. */
const SOURCES: readonly ColumnSource[] = uniqueByName([
  ...STORE_COLUMNS.map((column): ColumnSource => ({ column, table: 'store' })),
  ...METRIC_COLUMNS.map((column): ColumnSource => ({ column, table: 'metrics' })),
  ...featureColumns(MOST_BANDS).map((column): ColumnSource => ({ column, table: 'features' })),
])

/**
 * Metrics, features and labels of all pairs of runs that were tried, and what else the embryo table says of their targets.
 *
 * @throws ProblemsError where the study, or one of the runs, is not there
 */
export function exploreTable(studyDir: string, runIds: readonly string[]): ExploreTableView {
  let rowCount = 0
  let untriedCount = 0
  const builders = readStudy(studyDir, (store) => {
    const own = ownColumns(store)
    const builders = uniqueByName([...SOURCES, ...own.names.map(ownSource)]).map((source) => ({
      source,
      builder: columnBuilder(source),
    }))
    for (const runId of new Set(runIds)) {
      requireRun(store, studyDir, runId)
      for (const pair of store.eachPair(runId)) {
        const { metrics } = pair
        if (metrics === null) {
          untriedCount++
          continue
        }
        const embryos = targetCells(own, metrics)
        const rows = { store: storeCells(pair), metrics, features: pair.features ?? {}, embryos }
        for (const { source, builder } of builders) builder.add(cellOf(rows, source))
        rowCount++
      }
    }
    return builders
  })
  return { rowCount, untriedCount, columns: builders.flatMap(({ builder }) => builder.column() ?? []) }
}

function cellOf(rows: Readonly<Record<ColumnSource['table'], Row>>, { table, column }: ColumnSource): Cell | undefined {
  return rows[table][column.name]
}

function storeCells({ runId, pairId, position, state }: PairRecord): Row {
  return { run_id: runId, pair_id: pairId, position, state }
}

/** a column of the embryo table is the target's, and named so */
const ownName = (name: string) => `tgt_${name}`

function ownSource(name: string): ColumnSource {
  const meaning = `${name} of the target in the embryo table`
  return { column: { name: ownName(name), type: 'category', unit: '', meaning, since: '0.1.0' }, table: 'embryos' }
}

function targetCells({ names, cellOf }: OwnColumns, metrics: Row): Row {
  const target = { embryoId: String(metrics.tgt_embryo_id), frameIndex: Number(metrics.tgt_frame_index) }
  return Object.fromEntries(names.map((name) => [ownName(name), cellOf(target, name)]))
}

function storeColumn(name: string, type: TableColumn['type'], meaning: string): TableColumn {
  return { name, type, unit: '', meaning, since: '0.1.0' }
}

function uniqueByName(sources: readonly ColumnSource[]): ColumnSource[] {
  const byName = new Map<string, ColumnSource>()
  for (const source of sources) if (!byName.has(source.column.name)) byName.set(source.column.name, source)
  return [...byName.values()]
}
