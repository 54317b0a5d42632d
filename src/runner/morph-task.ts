import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { morphFrames } from '../core/analysis/morph.ts'
import type { FieldPlace } from '../core/analysis/pair-field.ts'
import { decodeNpz } from '../study/npz.ts'
import { METADATA_FILE, POTENTIALS_FILE } from '../study/pair-artifacts.ts'
import { savedPotentials } from '../study/potentials-file.ts'

/** A pair's morph, to be made in a worker: four million entries of a plan are moved. */
export interface MorphTask {
  /** the pair's folder */
  readonly dir: string
  readonly frameCount: number
}

/** A pair's mass on its way, as bytes of the pair's box. */
export interface Morph extends FieldPlace {
  /** what 255 stands for, px of mass a pixel */
  readonly fullMassPx: number
  readonly frames: readonly Uint8Array[]
}

const metadataSchema = z.object({
  canonical_grid: z.object({ height_px: z.int(), width_px: z.int(), um_per_px: z.number() }),
  pair_frame: z.object({
    crop_yxyx: z.tuple([z.int(), z.int(), z.int(), z.int()]),
    downsample_factor: z.int().positive(),
    work_height_px: z.int(),
    work_width_px: z.int(),
  }),
  support: z.object({ mass_tgt_px: z.number() }),
})

/** Of the pixels that carry mass, in all frames, so many are denser than what 255 stands for. */
const DENSER_SHARE = 0.001

/** @throws Error where a file is missing or damaged */
export function runMorphTask({ dir, frameCount }: MorphTask): Morph {
  const metadata = metadataSchema.parse(JSON.parse(readFileSync(join(dir, METADATA_FILE), 'utf8')))
  const saved = savedPotentials(decodeNpz(readFileSync(join(dir, POTENTIALS_FILE))))
  const { canonical_grid: grid, pair_frame: frame } = metadata
  const [y0, x0, y1, x1] = frame.crop_yxyx
  const masses = morphFrames(
    {
      ...saved,
      targetMassPx: metadata.support.mass_tgt_px,
      heightPx: frame.work_height_px,
      widthPx: frame.work_width_px,
    },
    frameCount,
  )
  const fullWorkMass = fullMass(masses)
  const place = {
    heightPx: y1 - y0,
    widthPx: x1 - x0,
    workWidthPx: frame.work_width_px,
    blockPx: frame.downsample_factor,
  }
  return {
    gridHeightPx: grid.height_px,
    gridWidthPx: grid.width_px,
    umPerPx: grid.um_per_px,
    box: { y0, x0, y1, x1 },
    fullMassPx: fullWorkMass / frame.downsample_factor ** 2,
    frames: masses.map((mass) => bytesOf(mass, fullWorkMass, place)),
  }
}

/** The ends are never too dense; on the way a few pixels may be, where the plan draws mass together. */
function fullMass(frames: readonly Float32Array[]): number {
  const largest = (frame: Float32Array) => frame.reduce((most, mass) => Math.max(most, mass), 0)
  const dense = Float32Array.from(frames.flatMap((frame) => [...frame.filter((mass) => mass > 0)])).sort()
  return Math.max(
    largest(frames[0]),
    largest(frames[frames.length - 1]),
    dense[Math.floor((1 - DENSER_SHARE) * (dense.length - 1))],
  )
}

function bytesOf(
  mass: Float32Array,
  full: number,
  {
    heightPx,
    widthPx,
    workWidthPx,
    blockPx,
  }: { heightPx: number; widthPx: number; workWidthPx: number; blockPx: number },
): Uint8Array {
  const bytes = new Uint8Array(heightPx * widthPx)
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const work = mass[Math.floor(y / blockPx) * workWidthPx + Math.floor(x / blockPx)]
      bytes[y * widthPx + x] = Math.min(255, Math.round((255 * work) / full))
    }
  }
  return bytes
}
