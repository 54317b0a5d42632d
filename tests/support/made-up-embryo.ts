import type { Affine } from '../../src/core/canonical/affine.ts'
import type { RawFrame } from '../../src/core/canonical/place-frame.ts'
import { drawIndividual, drawPose, type Individual, type StageHpf, shapeOf } from '../../src/core/demo/demo-embryo.ts'
import { drawEmbryo, poseBody } from '../../src/core/demo/draw-embryo.ts'
import { type EmbryoBody, layOutBody } from '../../src/core/demo/embryo-body.ts'
import type { Mask } from '../../src/core/mask/mask.ts'
import { type Random, seededRandom } from '../../src/core/random.ts'

/** What sets a body off from the average one of its stage. */
export type BodyChange = Partial<Individual> & { readonly trunkBendDeg?: number }

const AVERAGE: Individual = { length: 1, head: 1, trunk: 1, tail: 1, yolkLength: 1, yolkDepth: 1, curlDeg: 0 }
const UM_PER_PX = 7.5
/** holds 3.2 mm in any direction */
const IMAGE_PX = 520

/** The average body of a stage, straight, but for what is changed. */
export function bodyOf(stageHpf: StageHpf, { trunkBendDeg = 0, ...change }: BodyChange = {}): EmbryoBody {
  return layOutBody({ ...shapeOf({ ...AVERAGE, ...change }, stageHpf, seededRandom(0)), trunkBendDeg })
}

/** A body as it was filmed. */
export interface FilmedBody extends RawFrame {
  readonly yolk: Mask
  /** from the body's frame (µm) to the raw image (px) */
  readonly bodyToImage: Affine
}

/** Films a body that lies in its image at random: turned, mirrored or not, and shifted. */
export function filmed(body: EmbryoBody, random: Random, umPerPx = UM_PER_PX): FilmedBody {
  const pose = drawPose(body, Math.round((IMAGE_PX * UM_PER_PX) / umPerPx), umPerPx, random)
  return { ...drawEmbryo(body, pose), umPerPx, bodyToImage: poseBody(body, pose) }
}

/** An individual's natural variation, and how its trunk happened to lie. */
export function variation(random: Random): BodyChange {
  return { ...drawIndividual('wt', random), trunkBendDeg: random.uniform(-3, 3) }
}
