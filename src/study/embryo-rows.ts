import { cellText, integerIn, labelIn, numberIn } from './cell-values.ts'
import { cellOf } from './csv-header.ts'
import { readCsvTable } from './csv-table.ts'
import type { FrameRef } from './embryo-table.ts'
import type { Problem } from './problem.ts'
import { problemList } from './problem-list.ts'
import { QUALITY_FLAGS, type QualityFlag, raisedFlags } from './quality-flags.ts'
import { sharedStrings } from './shared-strings.ts'

/** What a manifest is built from: a row of the embryo table without its mask. */
export interface EmbryoRow extends FrameRef {
  /** the header being row 1 */
  readonly row: number
  readonly stageHpf: number | undefined
  /** the quality flags that speak against the row */
  readonly flags: readonly QualityFlag[]
  /** the asked-for label columns, where they are not empty */
  readonly labels: Readonly<Record<string, string>>
}

/**
 * Reads every row of an embryo table (contract §1.1) without its mask, for building manifests.
 *
 * A row without a readable `embryo_id` or `frame_index` is left out with a warning, a stage that can't be read is undefined with a warning.
 *
 * @param labelColumns columns to group and match by, `genotype` or any other; one that the table lacks is a problem
 * @returns the rows in the table's order, and the names of all its columns
 */
export async function readEmbryoRows(
  path: string,
  labelColumns: readonly string[],
): Promise<{
  readonly rows: readonly EmbryoRow[]
  readonly columns: readonly string[]
  readonly problems: readonly Problem[]
}> {
  const rows: EmbryoRow[] = []
  const problems = problemList()
  const shared = sharedStrings()
  const required = ['embryo_id', 'frame_index', 'predicted_stage_hpf', ...labelColumns].map((name) => [name])
  const table = await readCsvTable(path, { required, optional: QUALITY_FLAGS }, (record, header) => {
    const text = (column: string) => cellText(cellOf(record, header, column))
    const warn = (column: string, kind: string, consequence: string) => {
      const message = `${JSON.stringify(text(column) ?? '')} cannot be used: ${consequence}`
      problems.add({ severity: 'warning', scope: 'pair', kind, file: path, row: record.row, column, message })
    }
    const embryoId = text('embryo_id')
    const frameIndex = integerIn(text('frame_index') ?? '')
    const stage = text('predicted_stage_hpf')
    const stageHpf = numberIn(stage ?? '')
    if (embryoId === undefined) return warn('embryo_id', 'missing-value', 'the row is left out')
    if (frameIndex === undefined) return warn('frame_index', 'bad-integer', 'the row is left out')
    if (stage !== undefined && stageHpf === undefined) warn('predicted_stage_hpf', 'bad-number', 'the row has no stage')

    const labels: Record<string, string> = {}
    for (const column of labelColumns) {
      const label = labelIn(text(column))
      if (label !== undefined) labels[column] = shared(label)
    }
    const flags = raisedFlags((flag) => cellOf(record, header, flag))
    rows.push({ row: record.row, embryoId: shared(embryoId), frameIndex, stageHpf, flags, labels })
  })
  return { rows, columns: table.header?.names ?? [], problems: [...table.problems, ...problems.all()] }
}
