import type { Yx } from '../../src/core/canonical/affine.ts'
import { drawIndividual, GENOTYPES, type Individual, shapeOf } from '../../src/core/demo/demo-embryo.ts'
import { drawEmbryo } from '../../src/core/demo/draw-embryo.ts'
import { type EmbryoBody, layOutBody } from '../../src/core/demo/embryo-body.ts'
import type { EmbryoShape } from '../../src/core/demo/embryo-shape.ts'
import type { Pose } from '../../src/core/demo/pose.ts'
import type { Mask } from '../../src/core/mask/mask.ts'
import { type Random, seededRandom } from '../../src/core/random.ts'

/** A frame of a made-up film. */
export interface LapseFrame {
  readonly hours: number
  readonly body: EmbryoBody
  readonly pose: Pose
  readonly mask: Mask
  readonly yolk: Mask
}

/** An embryo that was filmed as it grew; the two of one well share their images. */
export interface LapseEmbryo {
  readonly embryoId: string
  readonly frames: readonly LapseFrame[]
}

export const LAPSE_UM_PER_PX = 10
/** holds two embryos of 3.2 mm beside one another, however they lie */
const IMAGE_HEIGHT_PX = 370
const IMAGE_WIDTH_PX = 740
const FIRST_HPF = 30
const LAST_HPF = 48
/** what differs from frame to frame though the embryo does not: outlines, how it lies, where it lies */
const OUTLINE_NOISE = 0.007
const POSITION_NOISE_PX = 3
const TURN_NOISE_DEG = 10

/** Films pairs of embryos, two a well, as they grow from 30 to 48 hpf, with a mutant or a wild type in either place. */
export function timeLapse(embryoCount: number, frameCount: number, seed: number): readonly LapseEmbryo[] {
  return Array.from({ length: embryoCount }, (_, k) => {
    const random = seededRandom(`lapse ${seed} ${k}`)
    const individual = drawIndividual(GENOTYPES[Math.floor(random.uniform(0, GENOTYPES.length))], random)
    const lies = { rotationDeg: random.uniform(0, 360), flip: random.uniform() < 0.5 }
    const centreX = (IMAGE_WIDTH_PX * (1 + 2 * (k % 2))) / 4
    const frames = Array.from({ length: frameCount }, (_, i) => {
      const share = frameCount > 1 ? i / (frameCount - 1) : 0
      const body = layOutBody(grown(individual, share, random))
      const pose: Pose = {
        heightPx: IMAGE_HEIGHT_PX,
        widthPx: IMAGE_WIDTH_PX,
        umPerPx: LAPSE_UM_PER_PX,
        rotationDeg: lies.rotationDeg + random.normal(0, TURN_NOISE_DEG),
        flip: lies.flip,
        centreYx: noisy([IMAGE_HEIGHT_PX / 2, centreX], random),
      }
      return { hours: share * (LAST_HPF - FIRST_HPF), body, pose, ...drawEmbryo(body, pose) }
    })
    return { embryoId: `well${Math.floor(k / 2) + 1}_e${(k % 2) + 1}`, frames }
  })
}

/** The individual's shape at a share of the way from the first stage to the last. */
function grown(individual: Individual, share: number, random: Random): EmbryoShape {
  const seen = noisyIndividual(individual, random)
  const from = shapeOf(seen, FIRST_HPF, random)
  const to = shapeOf(seen, LAST_HPF, random)
  const mix = (a: number, b: number) => a + (b - a) * share
  return {
    lengthUm: mix(from.lengthUm, to.lengthUm),
    headWidthUm: mix(from.headWidthUm, to.headWidthUm),
    trunkWidthUm: mix(from.trunkWidthUm, to.trunkWidthUm),
    tailWidthUm: mix(from.tailWidthUm, to.tailWidthUm),
    yolk: {
      s: mix(from.yolk.s, to.yolk.s),
      lengthUm: mix(from.yolk.lengthUm, to.yolk.lengthUm),
      depthUm: mix(from.yolk.depthUm, to.yolk.depthUm),
    },
    trunkBendDeg: mix(from.trunkBendDeg, to.trunkBendDeg),
    curl: from.curl,
  }
}

function noisyIndividual(individual: Individual, random: Random): Individual {
  const seen = (value: number) => value * (1 + random.normal(0, OUTLINE_NOISE))
  return {
    length: seen(individual.length),
    head: seen(individual.head),
    trunk: seen(individual.trunk),
    tail: seen(individual.tail),
    yolkLength: seen(individual.yolkLength),
    yolkDepth: seen(individual.yolkDepth),
    curlDeg: individual.curlDeg * (1 + random.normal(0, 5 * OUTLINE_NOISE)),
  }
}

function noisy([y, x]: Yx, random: Random): Yx {
  return [y + random.normal(0, POSITION_NOISE_PX), x + random.normal(0, POSITION_NOISE_PX)]
}
