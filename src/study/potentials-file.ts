import type { Measure } from '../core/transport/measure.ts'
import type { Potentials, TransportProblem } from '../core/transport/problem.ts'
import type { NpyArray, NpyValue } from './npy.ts'
import { type PackedNpy, packNpy } from './npz.ts'
import { npzNumbers } from './npz-numbers.ts'

/** What `potentials.npz` holds: a pair's problem and its solution, from which the whole plan can be made again (contract §8). */
export interface SavedPotentials {
  readonly problem: TransportProblem
  readonly potentials: Potentials
  /** the source's mass, px: coupling = plan × this */
  readonly massPx: number
}

/** Where a pair's points lie, as (n, 2) arrays of (y, x): several of its files have them. */
export interface PointArrays {
  readonly source: PackedNpy
  readonly target: PackedNpy
}

export function pointArrays({ source, target }: TransportProblem): PointArrays {
  return { source: packNpy(pointArray(source)), target: packNpy(pointArray(target)) }
}

/** The arrays of `potentials.npz`. */
export function potentialArrays(
  { problem, potentials, massPx }: SavedPotentials,
  points: PointArrays,
): Record<string, NpyArray | PackedNpy> {
  const { source, target } = problem
  return {
    f: vector(potentials.f),
    g: vector(potentials.g),
    support_src_yx: points.source,
    support_tgt_yx: points.target,
    weights_src: vector(source.weights),
    weights_tgt: vector(target.weights),
    epsilon: scalar(problem.epsilon),
    reg_m: scalar(problem.regM),
    coord_scale: scalar(problem.coordScale),
    mass_src_px: scalar(massPx),
    metric_is_squared: { data: Uint8Array.of(problem.metric === 'sqeuclidean' ? 1 : 0), shape: [], dtype: 'bool' },
  }
}

/**
 * Reads the arrays of `potentials.npz` back.
 *
 * @throws Error naming an array that is missing or does not fit the others
 */
export function savedPotentials(arrays: Readonly<Record<string, NpyValue>>): SavedPotentials {
  const numbers = (name: string, length?: number) => npzNumbers(arrays, name, length)
  const measure = (end: 'src' | 'tgt', n: number): Measure => {
    const points = numbers(`support_${end}_yx`, 2 * n)
    return {
      y: Int32Array.from({ length: n }, (_, i) => points[2 * i]),
      x: Int32Array.from({ length: n }, (_, i) => points[2 * i + 1]),
      weights: numbers(`weights_${end}`, n),
    }
  }
  const f = numbers('f')
  const g = numbers('g')
  return {
    problem: {
      source: measure('src', f.length),
      target: measure('tgt', g.length),
      metric: numbers('metric_is_squared', 1)[0] === 1 ? 'sqeuclidean' : 'euclidean',
      coordScale: numbers('coord_scale', 1)[0],
      epsilon: numbers('epsilon', 1)[0],
      regM: numbers('reg_m', 1)[0],
    },
    potentials: { f, g },
    massPx: numbers('mass_src_px', 1)[0],
  }
}

function pointArray({ y, x }: Measure): NpyArray {
  return pairedArray(y, x, new Int32Array(2 * y.length))
}

/** n values of y and of x as an (n, 2) array of (y, x), in `data`. */
export function pairedArray(y: ArrayLike<number>, x: ArrayLike<number>, data: Int32Array | Float32Array): NpyArray {
  for (let i = 0; i < y.length; i++) {
    data[2 * i] = y[i]
    data[2 * i + 1] = x[i]
  }
  return { data, shape: [y.length, 2] }
}

function vector(data: Float64Array): NpyArray {
  return { data, shape: [data.length] }
}

function scalar(value: number): NpyArray {
  return { data: Float64Array.of(value), shape: [] }
}
