import type { PeerId } from './peers.ts'
import type { Certificate } from './python-solvers.ts'

/** One solver on one problem. */
export interface BenchRow {
  readonly pair: string
  readonly support: string
  readonly solver: PeerId | 'otolith'
  readonly name: string
  readonly sourcePoints: number
  readonly targetPoints: number
  /** of every run that was timed */
  readonly seconds: readonly number[]
  readonly medianSec: number
  readonly iterations: number
  /** as the solver says itself */
  readonly converged: boolean
  /** fewer iterations were made than asked for, as they would have taken too long */
  readonly outOfTime: boolean
  readonly setting: string
  readonly certificate: Certificate
}

/** @param values at least one */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2
}
