import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Mask } from '../core/mask/mask.ts'
import type { Box } from '../core/mask/tight-box.ts'
import type { CanonicalMaps } from '../core/pair/canonical-maps.ts'
import type { SolvedPair } from '../core/pair/solved-pair.ts'
import { type SparseCoupling, sparseCoupling } from '../core/transport/sparse-coupling.ts'
import { writeFileUnflushedSync } from './atomic-file.ts'
import { encodeCouplingNpz } from './coupling-file.ts'
import type { NpyArray, NpyDrawing } from './npy.ts'
import { encodeNpz, type PackedNpy } from './npz.ts'
import { type PointArrays, pairedArray, pointArrays, potentialArrays, type SavedPotentials } from './potentials-file.ts'
import { hasZipEnd } from './zip.ts'

/** Files of a pair's folder (contract §8). */
export const FIELDS_FILE = 'fields.npz'
export const POTENTIALS_FILE = 'potentials.npz'
export const COUPLING_FILE = 'coupling.npz'
export const BARYCENTRIC_FILE = 'barycentric_projection.npz'
export const METADATA_FILE = 'metadata.json'

/** What `--coupling` takes: the potentials alone, or the sparse plan beside them. */
export const COUPLING_OUTPUTS = ['none', 'potentials', 'sparse'] as const
export type CouplingOutput = (typeof COUPLING_OUTPUTS)[number]

/** A solved pair with what is written of it. */
export interface PairArtifacts {
  readonly solved: SolvedPair
  readonly maps: CanonicalMaps
  readonly sourceMask: Mask
  readonly targetMask: Mask
  readonly coupling: CouplingOutput
  /** `metadata.json` as it will stand in the file */
  readonly metadata: object
}

/**
 * Writes a pair's folder, each file whole or not at all. `metadata.json` comes last and lists the others, so that `isWholePair` can tell what
 * the machine's death may have left: waiting for the disk after each file would take longer than solving the pair.
 */
export function writePairArtifacts(dir: string, artifacts: PairArtifacts): void {
  const { solved, coupling } = artifacts
  const saved = { problem: solved.pair.problem, potentials: solved.potentials, massPx: solved.pair.source.massPx }
  const points = pointArrays(saved.problem)
  const files: string[] = []
  const write = (file: string, bytes: Uint8Array) => {
    writeFileUnflushedSync(join(dir, file), bytes)
    files.push(file)
  }
  mkdirSync(dir, { recursive: true })
  write(FIELDS_FILE, encodeNpz(fieldArrays(artifacts, points)))
  if (coupling !== 'none') write(POTENTIALS_FILE, encodeNpz(potentialArrays(saved, points)))
  if (coupling === 'sparse') write(COUPLING_FILE, encodeCouplingNpz(couplingOf(saved)))
  write(BARYCENTRIC_FILE, encodeNpz(barycentricArrays(solved, points)))
  writeFileUnflushedSync(join(dir, METADATA_FILE), `${JSON.stringify({ ...artifacts.metadata, files }, null, 2)}\n`)
}

/** Whether everything that was written into a pair's folder is there, and none of it cut off. */
export function isWholePair(dir: string): boolean {
  try {
    const metadata: { readonly files?: unknown } = JSON.parse(readFileSync(join(dir, METADATA_FILE), 'utf8'))
    return Array.isArray(metadata.files) && metadata.files.every((file) => hasZipEnd(join(dir, String(file))))
  } catch {
    return false
  }
}

/** The plan of saved potentials in pixels of mass, sparse. */
export function couplingOf({ problem, potentials, massPx }: SavedPotentials): SparseCoupling {
  return sparseCoupling(problem, potentials, massPx)
}

function fieldArrays(
  { solved, maps, sourceMask, targetMask }: PairArtifacts,
  points: PointArrays,
): Record<string, NpyArray | NpyDrawing | PackedNpy> {
  const { grid, frame } = solved.pair
  const pxAreaUm2 = grid.umPerPx ** 2
  const { box } = frame
  const rows = { firstRow: box.y0, rowCount: box.y1 - box.y0 }
  const map = (values: Float64Array, factor = 1): NpyDrawing => ({
    shape: [grid.heightPx, grid.widthPx],
    ...rows,
    draw: (out) => drawRows(values, out, { box, widthPx: grid.widthPx, factor }),
  })
  const vectors = (dy: Float64Array, dx: Float64Array): NpyDrawing => ({
    shape: [grid.heightPx, grid.widthPx, 2],
    ...rows,
    draw: (out) => {
      const place = { box, widthPx: grid.widthPx, components: 2 }
      drawRows(dy, out, place)
      drawRows(dx, out.subarray(1), place)
    },
  })
  return {
    velocity_px_per_frame_yx: vectors(maps.velocityDy, maps.velocityDx),
    velocity_debiased_px_per_frame_yx: vectors(maps.velocityDebiasedDy, maps.velocityDebiasedDx),
    velocity_rest_px_per_frame_yx: vectors(maps.velocityRestDy, maps.velocityRestDx),
    mass_created_px: map(maps.massCreated),
    mass_destroyed_px: map(maps.massDestroyed),
    mass_created_um2: map(maps.massCreated, pxAreaUm2),
    mass_destroyed_um2: map(maps.massDestroyed, pxAreaUm2),
    mass_created_on_src_px: map(maps.massCreatedOnSource),
    mass_change_src_px: map(maps.massChangeSource),
    mass_change_tgt_px: map(maps.massChangeTarget),
    cost_src_px: map(maps.costSource),
    cost_tgt_px: map(maps.costTarget),
    cost_debiased_src_px: map(maps.costDebiasedSource),
    support_src_yx: points.source,
    support_tgt_yx: points.target,
    src_mask: maskArray(sourceMask),
    tgt_mask: maskArray(targetMask),
    crop_origin_yx: { data: Int32Array.of(box.y0, box.x0), shape: [2] },
  }
}

/** Barycentric projection in crop coordinates, work px, as the original writes it. */
function barycentricArrays({ pair, maps }: SolvedPair, points: PointArrays): Record<string, NpyArray | PackedNpy> {
  const { y, x } = pair.source.support
  const { velocityDy, velocityDx, transportedMass } = maps.source
  const paired = (dy: Float64Array, dx: Float64Array) => pairedArray(dy, dx, new Float32Array(2 * dy.length))
  return {
    src_yx: points.source,
    barycentric_tgt_yx: paired(displaced(y, velocityDy), displaced(x, velocityDx)),
    barycentric_velocity_yx: paired(velocityDy, velocityDx),
    transported_mass_src: { data: new Float32Array(transportedMass), shape: [transportedMass.length] },
  }
}

/** where points come to, in float64: positions in float32 would lose what the sums have */
function displaced(positions: Int32Array, displacements: Float64Array): Float64Array {
  const out = new Float64Array(positions.length)
  for (let i = 0; i < out.length; i++) out[i] = positions[i] + displacements[i]
  return out
}

/** Where a field of the pair's box lies in the box's rows of the whole grid, of which each pixel has so many components. */
interface Place {
  readonly box: Box
  readonly widthPx: number
  readonly components?: number
  readonly factor?: number
}

function drawRows(values: Float64Array, out: Float32Array, { box, widthPx, components = 1, factor = 1 }: Place): void {
  let i = 0
  for (let y = 0; y < box.y1 - box.y0; y++) {
    for (let x = box.x0; x < box.x1; x++) out[(y * widthPx + x) * components] = values[i++] * factor
  }
}

function maskArray(mask: Mask): NpyArray {
  return { data: mask.data, shape: [mask.heightPx, mask.widthPx], dtype: 'bool' }
}
