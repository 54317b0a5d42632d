import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { FIELD_ARRAYS, type FieldArray, type PairField } from '../core/analysis/pair-field.ts'
import type { Box } from '../core/mask/tight-box.ts'
import { decodeNpz, npzArray } from './npz.ts'
import { FIELDS_FILE, METADATA_FILE } from './pair-artifacts.ts'

/** what is needed of a pair's metadata */
const metadataSchema = z.object({
  canonical_grid: z.object({ height_px: z.int(), width_px: z.int(), um_per_px: z.number() }),
  pair_frame: z.object({
    crop_yxyx: z.tuple([z.int(), z.int(), z.int(), z.int()]),
    downsample_factor: z.int().positive(),
  }),
  coord_scale: z.number(),
})
export type FieldMetadata = z.output<typeof metadataSchema>

type End = 'src' | 'tgt'

/** Where `fields.npz` has each array: name, whose pixels, and of vectors which component. */
const STORED = {
  debiasedDy: ['velocity_debiased_px_per_frame_yx', 'src', 0],
  debiasedDx: ['velocity_debiased_px_per_frame_yx', 'src', 1],
  plainDy: ['velocity_px_per_frame_yx', 'src', 0],
  plainDx: ['velocity_px_per_frame_yx', 'src', 1],
  restDy: ['velocity_rest_px_per_frame_yx', 'src', 0],
  restDx: ['velocity_rest_px_per_frame_yx', 'src', 1],
  destroyed: ['mass_destroyed_px', 'src'],
  created: ['mass_created_px', 'tgt'],
  createdOnSource: ['mass_created_on_src_px', 'src'],
  changeSource: ['mass_change_src_px', 'src'],
  changeTarget: ['mass_change_tgt_px', 'tgt'],
  costSource: ['cost_src_px', 'src'],
  costTarget: ['cost_tgt_px', 'tgt'],
  costDebiased: ['cost_debiased_src_px', 'src'],
} as const satisfies Record<FieldArray, readonly [name: string, end: End, component?: number]>

/**
 * Reads a pair's maps from its folder.
 *
 * @throws Error where a file is missing or damaged; an array that the file lacks throws when it is asked for
 */
export async function readPairField(dir: string): Promise<PairField> {
  const [metadata, bytes] = await Promise.all([
    readFile(join(dir, METADATA_FILE), 'utf8'),
    readFile(join(dir, FIELDS_FILE)),
  ])
  return pairField(bytes, metadataSchema.parse(JSON.parse(metadata)))
}

/**
 * A pair's maps out of the bytes of `fields.npz`. Arrays are unpacked when they are first asked for: a picture needs two or three of
 * fourteen.
 */
export function pairField(
  npz: Uint8Array,
  { canonical_grid: grid, pair_frame, coord_scale }: FieldMetadata,
): PairField {
  const [y0, x0, y1, x1] = pair_frame.crop_yxyx
  const crop: Crop = { box: { y0, x0, y1, x1 }, gridPx: grid.height_px * grid.width_px, gridWidthPx: grid.width_px }
  const blockPx = pair_frame.downsample_factor
  const masks = { src: cropped(npz, 'src_mask', crop), tgt: cropped(npz, 'tgt_mask', crop) }
  const defined = {
    src: once(() => definedPixels(npz, 'src', masks.src, crop.box, blockPx)),
    tgt: once(() => definedPixels(npz, 'tgt', masks.tgt, crop.box, blockPx)),
  }
  const vectors = new Map<string, () => Float32Array>()
  const arrays = {}
  for (const array of FIELD_ARRAYS) {
    const [name, end, component = 0] = STORED[array]
    const components = STORED[array].length === 3 ? 2 : 1
    const whole = vectors.get(name) ?? once(() => Float32Array.from(cropped(npz, name, crop, components)))
    vectors.set(name, whole)
    const get = once(() => atDefined(whole(), defined[end](), component, components))
    Object.defineProperty(arrays, array, { get, enumerable: true })
  }
  return {
    gridHeightPx: grid.height_px,
    gridWidthPx: grid.width_px,
    umPerPx: grid.um_per_px,
    box: crop.box,
    sourceMask: Uint8Array.from(masks.src),
    targetMask: Uint8Array.from(masks.tgt),
    arrays: arrays as PairField['arrays'],
    coordScale: coord_scale / blockPx,
  }
}

/** Bytes that a pair's field takes at most, all its arrays unpacked. */
export function pairFieldBytes({ box }: PairField): number {
  const areaPx = (box.y1 - box.y0) * (box.x1 - box.x0)
  // vectors lie there once together and once by component
  return areaPx * (2 + 4 * (FIELD_ARRAYS.length + 6))
}

interface Crop {
  readonly box: Box
  readonly gridPx: number
  readonly gridWidthPx: number
}

/** the crop's part of an array of the whole grid, row-major, components together */
function cropped(
  npz: Uint8Array,
  name: string,
  { box, gridPx, gridWidthPx }: Crop,
  components = 1,
): Float32Array | Uint8Array {
  const { data } = npzArray(decodeNpz(npz, [name]), name)
  if (!(data instanceof Float32Array || data instanceof Uint8Array))
    throw new Error(`the array ${name} is of another type`)
  if (data.length !== gridPx * components) {
    throw new Error(`the array ${name} has ${data.length} values, expected ${gridPx * components}`)
  }
  const rowLength = (box.x1 - box.x0) * components
  const out =
    data instanceof Uint8Array
      ? new Uint8Array(rowLength * (box.y1 - box.y0))
      : new Float32Array(rowLength * (box.y1 - box.y0))
  for (let y = box.y0; y < box.y1; y++) {
    const start = (y * gridWidthPx + box.x0) * components
    out.set(data.subarray(start, start + rowLength), (y - box.y0) * rowLength)
  }
  return out
}

/** The mask's pixels that a point of the support stands for, itself or, where pixels are pooled, with its block. */
function definedPixels(npz: Uint8Array, end: End, mask: ArrayLike<number>, box: Box, blockPx: number): Int32Array {
  const name = `support_${end}_yx`
  const { data: support } = npzArray(decodeNpz(npz, [name]), name)
  const [heightPx, widthPx] = [box.y1 - box.y0, box.x1 - box.x0]
  const pixels = new Int32Array(mask.length)
  let count = 0
  for (let point = 0; point < support.length; point += 2) {
    const [top, left] = [Number(support[point]) * blockPx, Number(support[point + 1]) * blockPx]
    for (let y = top; y < Math.min(top + blockPx, heightPx); y++) {
      for (let x = left; x < Math.min(left + blockPx, widthPx); x++) {
        const pixel = y * widthPx + x
        if (mask[pixel] !== 0) pixels[count++] = pixel
      }
    }
  }
  return pixels.slice(0, count)
}

function atDefined(values: Float32Array, pixels: Int32Array, component: number, components: number): Float32Array {
  const out = new Float32Array(values.length / components).fill(Number.NaN)
  for (const pixel of pixels) out[pixel] = values[pixel * components + component]
  return out
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
