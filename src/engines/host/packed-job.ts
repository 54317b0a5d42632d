import type { Measure } from '../../core/transport/measure.ts'
import type { SolveJob } from '../engine.ts'

/** A job as it travels between processes: a mask's pixels by their runs, of which it has hundreds, and not by their tens of thousands. */
export interface PackedJob extends Omit<SolveJob, 'problem'> {
  readonly problem: Omit<SolveJob['problem'], 'source' | 'target'>
  readonly source: PackedMeasure
  /** left out where it is the source */
  readonly target?: PackedMeasure
}

interface PackedMeasure {
  /** y, first x and length of each run, px */
  readonly runs: Int32Array
  /** of all pixels, where they are alike */
  readonly weights: number | Float64Array
  readonly count: number
}

export function packJob({ problem: { source, target, ...problem }, ...job }: SolveJob): PackedJob {
  return { ...job, problem, source: pack(source), ...(target === source ? {} : { target: pack(target) }) }
}

export function unpackJob({ problem, source: packedSource, target, ...job }: PackedJob): SolveJob {
  const source = unpack(packedSource)
  return { ...job, problem: { ...problem, source, target: target ? unpack(target) : source } }
}

function pack({ y, x, weights }: Measure): PackedMeasure {
  const runs = new Int32Array(3 * y.length)
  let end = 0
  let isUniform = y.length > 0
  for (let i = 0; i < y.length; i++) {
    const continues = i > 0 && y[i] === y[i - 1] && x[i] === x[i - 1] + 1
    if (continues) runs[end - 1]++
    else {
      runs[end++] = y[i]
      runs[end++] = x[i]
      runs[end++] = 1
    }
    if (weights[i] !== weights[0]) isUniform = false
  }
  return { runs: runs.slice(0, end), weights: isUniform ? weights[0] : weights, count: y.length }
}

function unpack({ runs, weights, count }: PackedMeasure): Measure {
  const y = new Int32Array(count)
  const x = new Int32Array(count)
  let next = 0
  for (let r = 0; r < runs.length; r += 3) {
    for (let k = 0; k < runs[r + 2]; k++) {
      y[next] = runs[r]
      x[next] = runs[r + 1] + k
      next++
    }
  }
  return { y, x, weights: typeof weights === 'number' ? new Float64Array(count).fill(weights) : weights }
}
