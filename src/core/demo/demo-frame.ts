import { type Affine, applyAffine, type Yx } from '../canonical/affine.ts'
import { encodeCocoRle } from '../mask/coco-rle.ts'
import type { Mask } from '../mask/mask.ts'
import { encodeRowMajorRle } from '../mask/row-major-rle.ts'
import { type Random, seededRandom } from '../random.ts'
import { drawIndividual, drawPose, type Genotype, type Individual, type StageHpf, shapeOf } from './demo-embryo.ts'
import { drawEmbryo, poseBody } from './draw-embryo.ts'
import { layOutBody } from './embryo-body.ts'
import { type EmbryoShape, headingRad } from './embryo-shape.ts'
import { landmarks } from './landmarks.ts'
import type { Pose } from './pose.ts'

/** An embryo in its well. */
export interface Resident {
  readonly embryoId: string
  readonly genotype: Genotype
  readonly clutch: number
  /** yyyymmdd */
  readonly experimentDate: string
  readonly well: string
}

/** A row of the embryo table (contract §1.1). */
export interface DemoEmbryoRow {
  readonly embryo_id: string
  readonly frame_index: number
  readonly time_int: number
  readonly experiment_date: string
  readonly experiment_id: string
  readonly well: string
  readonly image_id: string
  readonly snip_id: string
  readonly relative_time_s: number
  readonly predicted_stage_hpf: number
  readonly genotype: Genotype
  readonly clutch: string
  readonly mean_curvature_per_um: number
  readonly mask_rle: string
  readonly mask_rle_format: MaskEncoding
  readonly mask_height_px: number
  readonly mask_width_px: number
  readonly 'Height (um)': number
  readonly 'Height (px)': number
  readonly 'Width (um)': number
  readonly 'Width (px)': number
  readonly use_embryo_flag: boolean
  readonly dead_flag: boolean
  readonly dead_flag2: boolean
  readonly sam2_qc_flag: boolean
  readonly sa_outlier_flag: boolean
  readonly frame_flag: boolean
  readonly no_yolk_flag: boolean
}

export const MASK_ENCODINGS = ['coco_rle', 'morphseq_rle_v1'] as const
export type MaskEncoding = (typeof MASK_ENCODINGS)[number]

/** What is known of a frame because it was made up; plain JSON. */
export interface DemoFrameTruth {
  readonly embryoId: string
  readonly frameIndex: number
  readonly shape: EmbryoShape
  readonly pose: Pose
  /** from the body's frame (µm) to the raw image (px) */
  readonly bodyToImage: Affine
  /** where the landmarks lie in the raw image, (y, x) in px */
  readonly landmarksYxPx: readonly Yx[]
}

/** A frame of the demo study: its row of the embryo table, the masks as drawn (`row.mask_rle` is `mask`), and the truth. */
export interface DemoFrame {
  readonly row: DemoEmbryoRow
  readonly mask: Mask
  readonly yolk: Mask
  readonly truth: DemoFrameTruth
}

/** holds a body of 3.1 mm in any direction, and some room beside it */
const IMAGE_PX = 512
/** by clutch, in turn: two days at the microscope, two magnifications */
const UM_PER_PX = [7.5, 7.2] as const
const FILM_STARTS_HPF = 24
const FRAMES_PER_HOUR = 2
const STAGE_ERROR_HPF = 0.3

/** An embryo's frames at the given stages. Masks are encoded in one way and the other, the odd clutches beginning with the second. */
export function drawFrames(resident: Resident, stagesHpf: readonly StageHpf[], seed: number | string): DemoFrame[] {
  // a stream of its own, so that an embryo does not depend on how many there are
  const random = seededRandom(`${seed}/${resident.embryoId}`)
  const individual = drawIndividual(resident.genotype, random)
  return stagesHpf.map((stageHpf, index) => {
    const encoding = MASK_ENCODINGS[(resident.clutch + index) % MASK_ENCODINGS.length]
    return drawFrame(resident, individual, stageHpf, encoding, random)
  })
}

function drawFrame(
  resident: Resident,
  individual: Individual,
  stageHpf: StageHpf,
  encoding: MaskEncoding,
  random: Random,
): DemoFrame {
  const body = layOutBody(shapeOf(individual, stageHpf, random))
  const pose = drawPose(body, IMAGE_PX, UM_PER_PX[resident.clutch % UM_PER_PX.length], random)
  const { mask, yolk } = drawEmbryo(body, pose)
  const map = poseBody(body, pose)
  const frameIndex = (stageHpf - FILM_STARTS_HPF) * FRAMES_PER_HOUR
  const sizeUm = IMAGE_PX * pose.umPerPx
  return {
    row: {
      ...identity(resident, frameIndex),
      relative_time_s: (stageHpf - FILM_STARTS_HPF) * 3600,
      predicted_stage_hpf: Math.round(10 * random.normal(stageHpf, STAGE_ERROR_HPF)) / 10,
      genotype: resident.genotype,
      clutch: `clutch-${resident.clutch + 1}`,
      mean_curvature_per_um: Math.abs(headingRad(body.shape, 1)) / body.shape.lengthUm,
      mask_rle: encoding === 'coco_rle' ? encodeCocoRle(mask) : JSON.stringify(encodeRowMajorRle(mask)),
      mask_rle_format: encoding,
      mask_height_px: IMAGE_PX,
      mask_width_px: IMAGE_PX,
      'Height (um)': sizeUm,
      'Height (px)': IMAGE_PX,
      'Width (um)': sizeUm,
      'Width (px)': IMAGE_PX,
      use_embryo_flag: true,
      dead_flag: false,
      dead_flag2: false,
      sam2_qc_flag: false,
      sa_outlier_flag: false,
      frame_flag: false,
      no_yolk_flag: false,
    },
    mask,
    yolk,
    truth: {
      embryoId: resident.embryoId,
      frameIndex,
      shape: body.shape,
      pose,
      bodyToImage: map,
      landmarksYxPx: landmarks(body).map((point) => applyAffine(map, point)),
    },
  }
}

function identity({ embryoId, experimentDate, well }: Resident, frameIndex: number) {
  const time = String(frameIndex).padStart(4, '0')
  return {
    embryo_id: embryoId,
    frame_index: frameIndex,
    time_int: frameIndex,
    experiment_date: experimentDate,
    experiment_id: experimentDate,
    well,
    image_id: `${experimentDate}_${well}_ch00_t${time}`,
    snip_id: `${embryoId}_s${time}`,
  }
}
