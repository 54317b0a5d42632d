import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { canonicalGrid } from '../src/core/canonical/canonical-grid.ts'
import type { NpyValue } from '../src/study/npy.ts'
import { encodeNpz } from '../src/study/npz.ts'
import { FIELDS_FILE, METADATA_FILE } from '../src/study/pair-artifacts.ts'

/** Puts a made-up field in place of a pair's, defined at every pixel of the canonical grid: the most that a panel can be asked to draw. */
export function writeFullGridField(pairDir: string, seed: number): void {
  const { heightPx, widthPx } = canonicalGrid()
  const count = heightPx * widthPx
  const velocity = new Float32Array(2 * count)
  const support = new Int32Array(2 * count)
  for (let i = 0; i < count; i++) {
    const [y, x] = [Math.floor(i / widthPx), i % widthPx]
    velocity[2 * i] = 12 * Math.sin((x + 7 * seed) / 40)
    velocity[2 * i + 1] = 12 * Math.cos((y + 5 * seed) / 30)
    support[2 * i] = y
    support[2 * i + 1] = x
  }
  const mask = new Uint8Array(count).fill(1)
  const grid = [heightPx, widthPx]
  const arrays: Readonly<Record<string, NpyValue>> = {
    velocity_debiased_px_per_frame_yx: { shape: [...grid, 2], data: velocity },
    support_src_yx: { shape: [count, 2], data: support },
    support_tgt_yx: { shape: [count, 2], data: support },
    src_mask: { shape: grid, data: mask, dtype: 'bool' },
    tgt_mask: { shape: grid, data: mask, dtype: 'bool' },
  }
  writeFileSync(join(pairDir, FIELDS_FILE), encodeNpz(arrays))
  const path = join(pairDir, METADATA_FILE)
  const metadata = JSON.parse(readFileSync(path, 'utf8'))
  metadata.pair_frame = { ...metadata.pair_frame, crop_yxyx: [0, 0, heightPx, widthPx], downsample_factor: 1 }
  writeFileSync(path, JSON.stringify(metadata))
}
