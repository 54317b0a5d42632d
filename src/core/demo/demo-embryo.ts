import type { Random } from '../random.ts'
import { bodyExtent } from './draw-embryo.ts'
import type { EmbryoBody } from './embryo-body.ts'
import type { EmbryoShape } from './embryo-shape.ts'
import type { Pose } from './pose.ts'

export const GENOTYPES = ['wt', 'curl-ventral', 'curl-dorsal'] as const
export type Genotype = (typeof GENOTYPES)[number]

/** The two stages at which every embryo was filmed, in hours post fertilisation. */
export const STAGES_HPF = [30, 48] as const
export type StageHpf = (typeof STAGES_HPF)[number]

/** What sets one embryo off from another of its age: factors on sizes, and the curl of its tail. */
export interface Individual {
  readonly length: number
  readonly head: number
  readonly trunk: number
  readonly tail: number
  readonly yolkLength: number
  readonly yolkDepth: number
  readonly curlDeg: number
}

const CURL_START_S = 0.55
const CURL_DEG = [30, 150] as const
const LENGTH_VARIATION = 0.03
const WIDTH_VARIATION = 0.04
const BEND_VARIATION_DEG = 3
/** free pixels between an embryo and the edge of its image */
const MARGIN_PX = 4

/** A straight embryo of mean size at either stage; over 18 hours it grows longer and uses up yolk. */
const MEAN_SHAPES: Readonly<Record<StageHpf, EmbryoShape>> = {
  30: {
    lengthUm: 1900,
    headWidthUm: 340,
    trunkWidthUm: 240,
    tailWidthUm: 90,
    yolk: { s: 0.29, lengthUm: 640, depthUm: 360 },
    trunkBendDeg: 0,
    curl: { startS: CURL_START_S, angleDeg: 0 },
  },
  48: {
    lengthUm: 3000,
    headWidthUm: 430,
    trunkWidthUm: 270,
    tailWidthUm: 90,
    yolk: { s: 0.24, lengthUm: 660, depthUm: 250 },
    trunkBendDeg: 0,
    curl: { startS: CURL_START_S, angleDeg: 0 },
  },
}

/** Draws an embryo: sizes vary naturally, and mutants' tails curl by 30° to 150°. */
export function drawIndividual(genotype: Genotype, random: Random): Individual {
  const width = () => 1 + vary(random, WIDTH_VARIATION)
  return {
    length: 1 + vary(random, LENGTH_VARIATION),
    head: width(),
    trunk: width(),
    tail: width(),
    yolkLength: width(),
    yolkDepth: width(),
    curlDeg: curlSign(genotype) * random.uniform(CURL_DEG[0], CURL_DEG[1]),
  }
}

/** The individual's shape at a stage, its trunk a little bent as it happened to lie. */
export function shapeOf(individual: Individual, stageHpf: StageHpf, random: Random): EmbryoShape {
  const mean = MEAN_SHAPES[stageHpf]
  return {
    lengthUm: mean.lengthUm * individual.length,
    headWidthUm: mean.headWidthUm * individual.head,
    trunkWidthUm: mean.trunkWidthUm * individual.trunk,
    tailWidthUm: mean.tailWidthUm * individual.tail,
    yolk: {
      s: mean.yolk.s,
      lengthUm: mean.yolk.lengthUm * individual.yolkLength,
      depthUm: mean.yolk.depthUm * individual.yolkDepth,
    },
    trunkBendDeg: vary(random, BEND_VARIATION_DEG),
    curl: { startS: mean.curl.startS, angleDeg: individual.curlDeg },
  }
}

/** A pose at random, the whole body inside a square image. */
export function drawPose(body: EmbryoBody, sizePx: number, umPerPx: number, random: Random): Pose {
  const reachPx = bodyExtent(body).radiusUm / umPerPx + MARGIN_PX
  const centre = () => random.uniform(reachPx, sizePx - 1 - reachPx)
  return {
    heightPx: sizePx,
    widthPx: sizePx,
    umPerPx,
    rotationDeg: random.uniform(0, 360),
    flip: random.uniform() < 0.5,
    centreYx: [centre(), centre()],
  }
}

/** Gaussian, its standard deviation half of the largest deviation, which it never exceeds. */
function vary(random: Random, largest: number): number {
  return Math.min(largest, Math.max(-largest, random.normal(0, largest / 2)))
}

function curlSign(genotype: Genotype): -1 | 0 | 1 {
  switch (genotype) {
    case 'wt':
      return 0
    case 'curl-ventral':
      return 1
    case 'curl-dorsal':
      return -1
  }
}
