import { type Affine, applyAffine, type Yx } from '../canonical/affine.ts'
import type { Mask } from '../mask/mask.ts'
import { besideCentreline, type EmbryoBody, materialToBody } from './embryo-body.ts'
import { yolkSpan, yolkWidthsUm } from './embryo-shape.ts'
import { fillPolygon } from './fill-polygon.ts'
import { bodyToImage, type Pose } from './pose.ts'

/** An embryo's raw masks: the whole silhouette, and the part of it that is yolk. */
export interface DrawnEmbryo {
  readonly mask: Mask
  readonly yolk: Mask
}

/** points of an outline along either side: a few µm apart on a body of 3 mm */
const OUTLINE_STEPS = 1000

/** The map from the body's frame (µm) to the image (px) of a pose. */
export function poseBody(body: EmbryoBody, pose: Pose): Affine {
  return bodyToImage(pose, bodyExtent(body).middleYx)
}

/** The masks of a body as it lies in an image of the pose's size; what lies outside the image is lost. */
export function drawEmbryo(body: EmbryoBody, pose: Pose): DrawnEmbryo {
  const map = poseBody(body, pose)
  const fill = (outline: readonly Yx[]) =>
    fillPolygon(
      outline.map((point) => applyAffine(map, point)),
      pose.heightPx,
      pose.widthPx,
    )
  const mask = fill(bodyOutline(body))
  const yolk = fill(yolkOutline(body))
  return { mask, yolk: { ...yolk, data: yolk.data.map((inside, i) => inside & mask.data[i]) } }
}

/** The closed outline in the body's frame, µm: along the back, then along the belly from the tail on. */
export function bodyOutline(body: EmbryoBody): readonly Yx[] {
  const back = steps().map((t) => materialToBody(body, [t, -1]))
  const belly = steps().map((t) => materialToBody(body, [t, 1]))
  return [...back, ...belly.reverse()]
}

/** The middle of the body's bounding box, and how far from it the outline reaches, µm. */
export function bodyExtent(body: EmbryoBody): { readonly middleYx: Yx; readonly radiusUm: number } {
  const outline = bodyOutline(body)
  const middleYx = [middleOf(outline.map(([y]) => y)), middleOf(outline.map(([, x]) => x))] as const
  return { middleYx, radiusUm: Math.max(...outline.map(([y, x]) => Math.hypot(y - middleYx[0], x - middleYx[1]))) }
}

function yolkOutline(body: EmbryoBody): readonly Yx[] {
  const [fromS, toS] = yolkSpan(body.shape)
  const at = steps().map((t) => fromS + t * (toS - fromS))
  const upper = at.map((s) => besideCentreline(body, s, yolkWidthsUm(body.shape, s)[0]))
  const lower = at.map((s) => besideCentreline(body, s, yolkWidthsUm(body.shape, s)[1]))
  return [...upper, ...lower.reverse()]
}

/** 0 … 1, closer together towards both ends, where outlines are round */
function steps(): number[] {
  return Array.from({ length: OUTLINE_STEPS + 1 }, (_, i) => (1 - Math.cos((Math.PI * i) / OUTLINE_STEPS)) / 2)
}

function middleOf(values: readonly number[]): number {
  return (Math.min(...values) + Math.max(...values)) / 2
}
