import { formatFixed, NONE } from './number.ts'

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** A size on disk, in units of 1,000 as file managers count: `820 B`, `1.4 MB`, `23 GB`. */
export function formatBytes(bytes: number | null | undefined): string {
  if (bytes === null || bytes === undefined || !Number.isFinite(bytes)) return NONE
  let size = bytes
  let unit = 0
  while (size >= 999.5 && unit < UNITS.length - 1) {
    size /= 1000
    unit += 1
  }
  return `${formatFixed(size, unit > 0 && size < 9.95 ? 1 : 0)}\u00a0${UNITS[unit]}`
}
