import { ARTIFACT_ARRAYS } from '../src/study/artifact-arrays.ts'
import type { ColumnType } from '../src/study/parquet-table.ts'
import { featureColumns, METRIC_COLUMNS, type TableColumn } from '../src/study/table-columns.ts'

/** The text of `docs/file-formats.md`. */
export function fileFormatsPage(): string {
  const files = [...new Set(ARTIFACT_ARRAYS.map(({ file }) => file))]
  return [
    INTRODUCTION,
    '## `ot_pair_metrics.parquet`\n',
    'One row a pair, key (`run_id`, `pair_id`). A failed pair has its keys, labels, `success = false`, `error_message` and `runtime_sec`, and nothing else.\n',
    columnTable(METRIC_COLUMNS),
    '\n## `ot_feature_matrix.parquet`\n',
    'One row a solved pair, same key. The number of DCT bands is the run’s (`--n-dct-bands`, 8 here).\n',
    columnTable(featureColumns(8)),
    ...files.flatMap((file) => [`\n## \`pair_artifacts/<pair_id>/${file}\`\n`, arrayTable(file)]),
    CLOSING,
  ].join('\n')
}

function columnTable(columns: readonly TableColumn[]): string {
  const rows = columns.map(({ name, type, unit, meaning, since }) => [
    `\`${name}\``,
    typeName(type),
    unit,
    meaning,
    since,
  ])
  return table(['column', 'type', 'unit', 'meaning', 'since'], rows)
}

function arrayTable(file: string): string {
  const rows = ARTIFACT_ARRAYS.filter((array) => array.file === file).map(
    ({ name, dtype, shape, unit, meaning, since }) => [`\`${name}\``, `${dtype} ${shape}`, unit, meaning, since],
  )
  return table(['array', 'type, shape', 'unit', 'meaning', 'since'], rows)
}

function typeName(type: ColumnType): string {
  return typeof type === 'string' ? type : String(type.arrow)
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n')
}

const INTRODUCTION = `# The files of a study

<!-- written by \`npm run docs\` from src/study/table-columns.ts and src/study/artifact-arrays.ts -->

A study folder is what \`otolith run --output-root\` wrote. It needs nothing outside itself.

| file | what it is |
| --- | --- |
| \`otolith.db\` | SQLite: runs, pairs, states, parameters, used frames (masks and yolks as run lengths, transforms). The tables and logs below are written from it |
| \`ot_pair_metrics.parquet\` | transport metrics, one row a pair, all runs |
| \`ot_feature_matrix.parquet\` | features, one row a solved pair, all runs |
| \`run_log_<run_id>.csv\` | run_id, pair_id, status (ok, failed, skipped), runtime_sec, cost, error; one row a pair handled |
| \`pair_artifacts/<pair_id>/\` | the arrays of a pair, of the folder's first run; later runs write to \`pair_artifacts.<run_id>/\` |

Types: \`category\` is a dictionary-encoded string; \`int64\` and strings may be null; \`float64\` tells NaN (does not exist for this pair) from
null (not known). "length" is normalised length: one work pixel is \`coord_scale\`. "cost" is normalised length² for \`sqeuclidean\`.
Images are (y, x), origin top left, +y down. Maps are zero off the support, which means undefined there: mask them with \`src_mask\` or
\`tgt_mask\` before taking statistics.
`

const CLOSING = `
## \`pair_artifacts/<pair_id>/metadata.json\`

Ids and labels, both frames' placement (affine transform raw px → canonical px, alignment, cleaning; \`correction\`: how the frame was turned
or flipped by hand, null where nobody did), the pair frame (crop box, padding,
factor, µm/px), the parameters, and the certificate. It is written last and lists the \`files\` beside it.

## \`coupling.npz\`

Written where the support is sampled or \`--coupling sparse\` is asked for, and at any later time by \`otolith coupling <study>\`.

## \`otolith.db\`

| table | what a row is |
| --- | --- |
| \`runs\` | a run: state, parameters and environment (JSON), input files, owner |
| \`pairs\` | a pair of a run: state (\`skipped\` too where one of its frames was left out by hand, with the reason as its error), input hash, frames, runtime, cost, error, its rows of the two tables (JSON) |
| \`frames\` | a used frame: mask and yolk as COCO compressed run lengths, scale, the correction by hand (JSON), the cells of the embryo table |
| \`placements\` | how a frame was placed: transform, alignment, orientation figures, cleaning, quality flags with number and threshold (JSON) |
| \`views\` | how a person looked at the study's fields, under a name: map, panels, window, limits, marks (JSON) |
| \`engine_events\` | what happened to a run's engine: deaths, and pairs that it could not do (text for people) |
`
