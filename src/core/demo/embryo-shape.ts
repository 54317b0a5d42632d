/**
 * The shape of a made-up embryo in lateral view.
 *
 * Its body lies along a centreline that runs from the snout to the tip of the tail. S in [0, 1] is the arc length along it over the
 * body's length; widths are measured across it, angles are + towards the belly.
 */
export interface EmbryoShape {
  readonly lengthUm: number
  /** back to belly, without the yolk */
  readonly headWidthUm: number
  readonly trunkWidthUm: number
  readonly tailWidthUm: number
  readonly yolk: {
    /** where along the body its middle lies */
    readonly s: number
    readonly lengthUm: number
    /** from its equator, near the belly, to its underside */
    readonly depthUm: number
  }
  /** how far the trunk is bent: every embryo lies a little differently */
  readonly trunkBendDeg: number
  readonly curl: {
    /** where the tail begins to bend; it goes on to the tip */
    readonly startS: number
    /** how far the tip is turned: + ventral, − dorsal, 0 straight */
    readonly angleDeg: number
  }
}

/** lengths of the rounded ends */
const SNOUT_S = 0.075
const TIP_S = 0.045
/** where the head becomes trunk, and where the trunk bends */
const NECK_S = [0.1, 0.32] as const
const TRUNK_BEND_S = [0.3, 0.75] as const
/** the yolk's equator, over the trunk's width: inside the belly, so that the underside starts from within the body */
const YOLK_EQUATOR = 0.4

/** Direction of the centreline at S, radians from +x towards +y; 0 in the head. */
export function headingRad(shape: EmbryoShape, s: number): number {
  const bendDeg = shape.trunkBendDeg * smoothStep(TRUNK_BEND_S[0], TRUNK_BEND_S[1], s)
  const curlDeg = shape.curl.angleDeg * smoothStep(shape.curl.startS, 1, s)
  return ((bendDeg + curlDeg) * Math.PI) / 180
}

/** From the centreline to the back at S, µm. */
export function dorsalWidthUm(shape: EmbryoShape, s: number): number {
  const trunkUm = mix(shape.trunkWidthUm, shape.tailWidthUm, rampUp(NECK_S[1], 1, s))
  const widthUm = mix(shape.headWidthUm, trunkUm, smoothStep(NECK_S[0], NECK_S[1], s))
  return (widthUm / 2) * roundedEnd(s / SNOUT_S) * roundedEnd((1 - s) / TIP_S)
}

/** From the centreline to the belly at S, or to the yolk's underside where that hangs lower, µm. */
export function ventralWidthUm(shape: EmbryoShape, s: number): number {
  const bellyUm = dorsalWidthUm(shape, s)
  const [fromS, toS] = yolkSpan(shape)
  return s < fromS || s > toS ? bellyUm : Math.max(bellyUm, yolkWidthsUm(shape, s)[1])
}

/** Where along the body the yolk begins and ends. */
export function yolkSpan({ lengthUm, yolk }: EmbryoShape): readonly [fromS: number, toS: number] {
  const half = yolk.lengthUm / 2 / lengthUm
  return [yolk.s - half, yolk.s + half]
}

/** From the centreline to the yolk's upper side and underside at an S within its span, µm: two half ellipses on one equator. */
export function yolkWidthsUm(shape: EmbryoShape, s: number): readonly [upperUm: number, lowerUm: number] {
  const { lengthUm, yolk } = shape
  const equatorUm = YOLK_EQUATOR * shape.trunkWidthUm
  const along = ((s - yolk.s) * lengthUm) / (yolk.lengthUm / 2)
  const profile = Math.sqrt(Math.max(0, 1 - along * along))
  return [equatorUm * (1 - profile), equatorUm + yolk.depthUm * profile]
}

function mix(a: number, b: number, share: number): number {
  return a + (b - a) * share
}

function rampUp(from: number, to: number, s: number): number {
  return Math.min(1, Math.max(0, (s - from) / (to - from)))
}

function smoothStep(from: number, to: number, s: number): number {
  const t = rampUp(from, to, s)
  return t * t * (3 - 2 * t)
}

/** height of a quarter circle from its rim (0) inwards, 1 from 1 on */
function roundedEnd(t: number): number {
  const inward = Math.min(1, Math.max(0, t))
  return Math.sqrt(1 - (1 - inward) ** 2)
}
