import type { Spread } from './measure.ts'

/** A Markdown table, padded so that it reads well on a terminal too. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column].length)))
  const line = (cells: readonly string[]) => `| ${cells.map((text, i) => text.padEnd(widths[i])).join(' | ')} |`
  return [line(header), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}

/** Three digits, and no exponent. */
export function figure(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3)
}

/** Seconds as milliseconds: the median, and from least to most where there are several. */
export function msCell({ median, least, most, count }: Spread): string {
  const range = count > 1 ? ` (${figure(1000 * least)}–${figure(1000 * most)})` : ''
  return `${figure(1000 * median)}${range}`
}
