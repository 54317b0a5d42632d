import { ALL } from './bench-plan.ts'
import type { BenchRow } from './bench-row.ts'

const HEADER = [
  ...['pair', 'solver', 'support', 'size', 's / solve', 'iterations'],
  ...['says converged', 'marginal error', 'gap', 'cost', '× Otolith, all pixels'],
]

/** The rows as a Markdown table, padded so that it reads well on a terminal too. */
export function peersTable(rows: readonly BenchRow[]): string {
  const cells = [HEADER, ...rows.map((row) => rowCells(row, otolithAtAll(rows, row.pair)))]
  const widths = HEADER.map((_, column) => Math.max(...cells.map((line) => line[column].length)))
  const line = (texts: readonly string[]) => `| ${texts.map((text, i) => text.padEnd(widths[i])).join(' | ')} |`
  const rule = line(widths.map((width) => '-'.repeat(width)))
  return [line(cells[0]), rule, ...cells.slice(1).map(line)].join('\n')
}

/** Otolith's row for a pair at all pixels, with which everything is compared. */
export function otolithAtAll(rows: readonly BenchRow[], pair: string): BenchRow | undefined {
  return rows.find((row) => row.pair === pair && row.support === ALL && row.solver === 'otolith')
}

function rowCells(row: BenchRow, otolith: BenchRow | undefined): string[] {
  const { marginal_error: marginalError, gap, cost } = row.certificate
  const ratio = otolith && row.medianSec / otolith.medianSec
  return [
    row.pair,
    row.name,
    row.support,
    `${row.sourcePoints} × ${row.targetPoints}`,
    row.medianSec.toPrecision(3),
    // a time that was cut short is no time of a solution
    row.outOfTime ? `${row.iterations} (out of time)` : String(row.iterations),
    row.converged ? 'yes' : 'no',
    marginalError?.toExponential(1) ?? 'not finite',
    gap?.toExponential(1) ?? 'not finite',
    cost?.toFixed(4) ?? 'not finite',
    ratio === undefined ? '' : ratio < 10 ? ratio.toPrecision(2) : ratio.toFixed(0),
  ]
}
