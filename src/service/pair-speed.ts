import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { messageOf } from '../core/message-of.ts'
import type { NpyValue } from '../study/npy.ts'
import { decodeNpz } from '../study/npz.ts'
import { npzNumbers } from '../study/npz-numbers.ts'
import { FIELDS_FILE, METADATA_FILE } from '../study/pair-artifacts.ts'
import { refusal } from '../study/problem.ts'
import { artifactsDirOf } from './artifacts-dir.ts'
import type { PathGuard } from './path-guard.ts'
import { readStudy } from './read-study.ts'
import { requirePair, requireRun } from './require-run.ts'

/** How fast each source pixel of a pair moves, on the pair's crop of the canonical grid. */
export interface PairSpeed {
  readonly heightPx: number
  readonly widthPx: number
  /** float32, row-major, little-endian; NaN where no source point is */
  readonly speedUmBase64: string
  readonly maxUm: number
}

const VELOCITY = 'velocity_debiased_px_per_frame_yx'
const SUPPORT = 'support_src_yx'
const MASK = 'src_mask'

/** what is needed of a pair's metadata */
const metadataSchema = z.object({
  canonical_grid: z.object({ height_px: z.int(), width_px: z.int(), um_per_px: z.number() }),
  pair_frame: z.object({
    crop_yxyx: z.tuple([z.int(), z.int(), z.int(), z.int()]),
    downsample_factor: z.int().positive(),
  }),
})
type Metadata = z.output<typeof metadataSchema>

/**
 * A pair's debiased speed.
 *
 * @throws ProblemsError where the run has not solved the pair, or its files are missing or damaged
 */
export async function pairSpeed(
  pair: { readonly studyDir: string; readonly runId: string; readonly pairId: string },
  paths: PathGuard,
): Promise<PairSpeed> {
  const { studyDir, runId, pairId } = pair
  const run = readStudy(studyDir, (store) => {
    requirePair(store, studyDir, pair)
    return requireRun(store, studyDir, runId)
  })
  const dir = paths.require(artifactsDirOf(studyDir, run, pairId))
  try {
    const metadata = metadataSchema.parse(JSON.parse(await readFile(join(dir, METADATA_FILE), 'utf8')))
    return encoded(speedOnCrop(decodeNpz(await readFile(join(dir, FIELDS_FILE)), [VELOCITY, SUPPORT, MASK]), metadata))
  } catch (error) {
    throw refusal('no-fields', `the pair's fields can't be read: ${messageOf(error)}. Run the pair again`, dir)
  }
}

interface SpeedField {
  readonly heightPx: number
  readonly widthPx: number
  readonly speedUm: Float32Array
}

/** Speeds at the source's pixels that a point of its support stands for, itself or, where pixels are pooled, with its block. */
function speedOnCrop(
  fields: Readonly<Record<string, NpyValue>>,
  { canonical_grid: grid, pair_frame }: Metadata,
): SpeedField {
  const [y0, x0, y1, x1] = pair_frame.crop_yxyx
  const block = pair_frame.downsample_factor
  const [heightPx, widthPx] = [y1 - y0, x1 - x0]
  const gridPx = grid.height_px * grid.width_px
  const velocity = npzNumbers(fields, VELOCITY, 2 * gridPx)
  const mask = npzNumbers(fields, MASK, gridPx)
  const support = npzNumbers(fields, SUPPORT)
  const speedUm = new Float32Array(heightPx * widthPx).fill(Number.NaN)
  for (let point = 0; point < support.length; point += 2) {
    const [top, left] = [support[point] * block, support[point + 1] * block]
    for (let y = top; y < Math.min(top + block, heightPx); y++) {
      for (let x = left; x < Math.min(left + block, widthPx); x++) {
        const pixel = (y0 + y) * grid.width_px + x0 + x
        if (mask[pixel] === 0) continue
        speedUm[y * widthPx + x] = Math.hypot(velocity[2 * pixel], velocity[2 * pixel + 1]) * grid.um_per_px
      }
    }
  }
  return { heightPx, widthPx, speedUm }
}

function encoded({ heightPx, widthPx, speedUm }: SpeedField): PairSpeed {
  const bytes = new DataView(new ArrayBuffer(4 * speedUm.length))
  let maxUm = 0
  for (let i = 0; i < speedUm.length; i++) {
    bytes.setFloat32(4 * i, speedUm[i], true)
    if (speedUm[i] > maxUm) maxUm = speedUm[i]
  }
  return { heightPx, widthPx, speedUmBase64: Buffer.from(bytes.buffer).toString('base64'), maxUm }
}
