import { featureColumns, METRIC_COLUMNS } from '../src/study/table-columns.ts'

// the two tables' columns as JSON, for checks in other languages
const BANDS = 8
process.stdout.write(`${JSON.stringify({ metrics: METRIC_COLUMNS, features: featureColumns(BANDS) }, null, 2)}\n`)
