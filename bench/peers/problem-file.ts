import { writeFileSync } from 'node:fs'
import type { WorkPair } from '../../src/core/pair/work-pair.ts'
import type { Measure } from '../../src/core/transport/measure.ts'
import type { NpyArray } from '../../src/study/npy.ts'
import { encodeNpz } from '../../src/study/npz.ts'

/** Writes the transport problem of a pair where problem.py reads it. */
export function writeProblem(path: string, { frame, source, problem }: WorkPair): void {
  const arrays = {
    coord_scale: scalar(problem.coordScale),
    epsilon: scalar(problem.epsilon),
    reg_m: scalar(problem.regM),
    source_mass_px: scalar(source.massPx),
    crop_shape: vector(Int32Array.of(frame.heightPx, frame.widthPx)),
    source_yx: positions(problem.source),
    target_yx: positions(problem.target),
    source_weights: vector(problem.source.weights),
    target_weights: vector(problem.target.weights),
  }
  writeFileSync(path, encodeNpz(arrays))
}

function scalar(value: number): NpyArray {
  return { data: Float64Array.of(value), shape: [] }
}

function vector(data: Float64Array | Int32Array): NpyArray {
  return { data, shape: [data.length] }
}

/** (y, x) in pixels of the crop */
function positions({ y, x }: Measure): NpyArray {
  const data = new Int32Array(2 * y.length)
  y.forEach((value, i) => {
    data[2 * i] = value
    data[2 * i + 1] = x[i]
  })
  return { data, shape: [y.length, 2] }
}
