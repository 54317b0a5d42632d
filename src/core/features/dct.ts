import { type KernelMemory, kernelMemory } from '../kernels/kernel-memory.ts'
import type { Box } from '../mask/tight-box.ts'

/** The coefficients of a transform: that of the waves ky and kx is at ky · stride + kx. */
export interface Spectrum {
  readonly coefficients: Float64Array
  readonly stride: number
}

interface Size {
  readonly heightPx: number
  readonly widthPx: number
}

/** What the kernel transforms side by side. */
const LANES = 4

const BYTES = Float64Array.BYTES_PER_ELEMENT

/**
 * The orthonormal type-II 2-D DCT of fields on a grid of the given size.
 *
 * @param fields as large as `box`, row-major; outside of it they are zero
 * @param use is given each field's spectrum, to be read before it returns
 */
export function mapSpectra<T>(
  fields: readonly Float64Array[],
  box: Box,
  size: Size,
  use: (spectrum: Spectrum) => T,
  memory: KernelMemory = kernelMemory(),
): T[] {
  return memory.scope(() => {
    const transform = transformer(memory, box, size)
    return fields.map((field) => use(transform(field)))
  })
}

/** What transforms one field after another: first along the box's rows, then down all columns. */
function transformer(memory: KernelMemory, box: Box, { heightPx, widthPx }: Size) {
  const stride = Math.ceil(widthPx / LANES) * LANES
  // the last rows of the box go in fours too
  const data = memory.take((heightPx + LANES) * stride)
  const alongX = lineTransform(memory, widthPx)
  const alongY = lineTransform(memory, heightPx)
  const coefficients = memory.float64(data, heightPx * stride)
  const scale = 2 / Math.sqrt(heightPx * widthPx)

  return (field: Float64Array): Spectrum => {
    draw(field, box, coefficients.fill(0), stride, scale)
    for (let y = box.y0; y < box.y1; y += LANES) alongX(data + y * stride * BYTES, 1, stride)
    for (let x = 0; x < widthPx; x += LANES) alongY(data + x * BYTES, stride, 1)
    // a constant's norm is √2 times a wave's
    for (let kx = 0; kx < widthPx; kx++) coefficients[kx] *= Math.SQRT1_2
    for (let ky = 0; ky < heightPx; ky++) coefficients[ky * stride] *= Math.SQRT1_2
    return { coefficients, stride }
  }
}

function draw(field: Float64Array, box: Box, out: Float64Array, stride: number, scale: number): void {
  let i = 0
  for (let y = box.y0; y < box.y1; y++) {
    for (let x = box.x0; x < box.x1; x++) out[y * stride + x] = scale * field[i++]
  }
}

/** The transform of four lines of `count` values, in place: `step` from one value to the next, `lane` from one line to the next. */
function lineTransform(memory: KernelMemory, count: number): (at: number, step: number, lane: number) => void {
  const { halvings, values } = cosineTables(count)
  const tables = memory.take(values.length)
  const work = memory.take(2 * LANES * count)
  memory.float64(tables, values.length).set(values)
  return (at, step, lane) => memory.kernels.dctFour(at, step * BYTES, lane * BYTES, count, halvings, work, tables)
}

interface CosineTables {
  readonly halvings: number
  readonly values: Float64Array
}

/** Below this, summing all cosines is as fast as halving once more. */
const SHORT_COUNT = 8

const tablesByCount = new Map<number, CosineTables>()

/** What kernels/dct.ts wants: 1 / (2 cos (π (2n + 1) / (2 size))) for every size that is halved, then cos (π (2n + 1) k / (2 size)) by (k, n). */
function cosineTables(count: number): CosineTables {
  const known = tablesByCount.get(count)
  if (known) return known
  const values: number[] = []
  let halvings = 0
  let size = count
  for (; size > SHORT_COUNT && size % 2 === 0; size /= 2) {
    for (let n = 0; n < size / 2; n++) values.push(1 / (2 * cosine(2 * n + 1, size)))
    halvings++
  }
  for (let k = 0; k < size; k++) {
    for (let n = 0; n < size; n++) values.push(cosine((2 * n + 1) * k, size))
  }
  const tables = { halvings, values: Float64Array.from(values) }
  tablesByCount.set(count, tables)
  return tables
}

/** cos (π step / (2 size)); its period is 4 size steps: reduced as integers, the angle stays exact */
function cosine(step: number, size: number): number {
  return Math.cos((Math.PI * (step % (4 * size))) / (2 * size))
}
