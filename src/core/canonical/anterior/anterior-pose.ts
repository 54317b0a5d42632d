import type { Mask } from '../../mask/mask.ts'
import { type MaskMoments, maskMoments } from '../../mask/moments.ts'
import type { Yx } from '../affine.ts'
import type { BodyPose, OrientationEvidence } from '../body-pose.ts'
import { morphseqPose } from '../morphseq-pose.ts'
import { alongAndAcross, type BodyAxis, bodyAxis } from './body-axis.ts'
import { type BodyProfile, bodyProfile } from './body-profile.ts'
import { notchDifference } from './notches.ts'
import { type ReducedCopy, reducedCopy } from './reduced-copy.ts'

/** Evidence below these does not tell (docs/decisions/2026-11-25-anterior-placement.md says what shapes have). */
const CERTAIN_HEAD = 0.15
const CERTAIN_BACK = 0.12
const CERTAIN_NOTCH = -0.04
/** in diameters of the largest inscribed circle: shorter bodies are round, and have no axis */
const CERTAIN_LENGTH = 2.2

/** The disk around the yolk in which the back is looked for, in equivalent radii of the yolk (contract §2). */
const BACK_DISK_RADII = 1.75

/**
 * How a body lies by its anterior part alone, which a curl of the tail does not move (`placement = anterior`).
 *
 * The head is at the fat end of the centreline; the axis runs from its middle to the trunk just behind the yolk; the back is where the body
 * lies about the yolk or, without one, the side to which the body between the axis' ends does not hang. Anchored on the axis, beside the
 * yolk's centroid or, without one, the middle of what is fat. A body without an axis (round, or cut behind the yolk) is turned as
 * by `placement = morphseq`, and uncertain.
 *
 * @param mask one piece without holes
 * @param yolk same size
 */
export function anteriorPose(mask: Mask, moments: MaskMoments, yolk: Mask | undefined, umPerPx: number): BodyPose {
  const copy = reducedCopy(mask, yolk, umPerPx)
  const profile = copy && bodyProfile(copy)
  const axis = profile && bodyAxis(profile)
  if (!copy || !profile || !axis) return roundPose(mask, moments, yolk, { kind: 'axis', value: 0, threshold: 1 })
  const length = lengthEvidence(profile)
  return length.value < length.threshold ? roundPose(mask, moments, yolk, length) : posed(copy, profile, axis, length)
}

function posed(copy: ReducedCopy, profile: BodyProfile, axis: BodyAxis, length: OrientationEvidence): BodyPose {
  const hanging = profile.yolk ? yolkBelowBody(profile, profile.yolk, axis) : bulge(profile, axis)
  const signY = hanging < 0 ? -1 : 1
  return {
    alignment: profile.yolk ? 'yolk' : 'shape',
    angleRad: Math.atan2(axis.along[0], axis.along[1]),
    signX: 1,
    signY,
    anchorYx: copy.toRaw(anchorFoot(profile, axis)),
    evidence: [
      length,
      { kind: 'head', value: profile.headEvidence, threshold: CERTAIN_HEAD },
      { kind: 'back', value: Math.abs(hanging), threshold: CERTAIN_BACK },
      ...(profile.yolk ? [] : [notchEvidence(profile, axis, signY)]),
    ],
  }
}

function roundPose(mask: Mask, moments: MaskMoments, yolk: Mask | undefined, why: OrientationEvidence): BodyPose {
  const pose = morphseqPose(mask, moments, yolk?.data.includes(1) ? maskMoments(yolk) : undefined)
  return { ...pose, evidence: [why, ...pose.evidence] }
}

function lengthEvidence({ line, largestRadius }: BodyProfile): OrientationEvidence {
  const lengthPx = line.arcPx[line.arcPx.length - 1]
  return { kind: 'length', value: largestRadius > 0 ? lengthPx / (2 * largestRadius) : 0, threshold: CERTAIN_LENGTH }
}

function notchEvidence(profile: BodyProfile, axis: BodyAxis, signY: 1 | -1): OrientationEvidence {
  const difference = signY * notchDifference(profile, axis)
  return { kind: 'notch', value: difference / profile.largestRadius ** 2, threshold: CERTAIN_NOTCH }
}

/** from the centroid of the body about the yolk to the yolk's, across the axis, in radii of the yolk */
function yolkBelowBody({ mask, arcs }: BodyProfile, yolk: NonNullable<BodyProfile['yolk']>, axis: BodyAxis): number {
  const radius = Math.sqrt(yolk.moments.areaPx / Math.PI)
  const [centreY, centreX] = yolk.moments.centroidYx
  const [, yolkAcross] = alongAndAcross(axis, centreY, centreX)
  let [sum, count] = [0, 0]
  for (let i = 0; i < mask.data.length; i++) {
    if (yolk.mask.data[i] === 1 || !(arcs[i] <= axis.trunkArcPx)) continue
    const [y, x] = [Math.floor(i / mask.widthPx), i % mask.widthPx]
    if (Math.hypot(y - centreY, x - centreX) > BACK_DISK_RADII * radius) continue
    sum += alongAndAcross(axis, y, x)[1]
    count++
  }
  return count > 0 ? (yolkAcross - sum / count) / radius : 0
}

/** how far the centroid of the body between the axis' ends lies to its side, in radii of the largest inscribed circle */
function bulge(profile: BodyProfile, axis: BodyAxis): number {
  let [sum, count] = [0, 0]
  forEachBeside(profile, axis, (_, across) => {
    sum += across
    count++
  })
  return count > 0 ? sum / count / profile.largestRadius : 0
}

/** the point of the axis beside the yolk's centroid, or beside the middle of the body between its ends, the fat parts weighing more */
function anchorFoot(profile: BodyProfile, axis: BodyAxis): Yx {
  const { yolk, radii } = profile
  let [sum, weights] = [0, 0]
  forEachBeside(profile, axis, (along, _, pixel) => {
    const weight = radii[pixel] ** 2
    sum += weight * along
    weights += weight
  })
  const middle = weights > 0 ? sum / weights : axis.lengthPx / 2
  const foot = yolk ? alongAndAcross(axis, ...yolk.moments.centroidYx)[0] : middle
  return [axis.headYx[0] + foot * axis.along[0], axis.headYx[1] + foot * axis.along[1]]
}

/** the pixels of the anterior body that lie beside the axis, between its ends */
function forEachBeside(
  { mask, arcs, line }: BodyProfile,
  axis: BodyAxis,
  visit: (along: number, across: number, pixel: number) => void,
): void {
  // a tail that curls back beside the head is not meant
  const untilPx = Math.min(line.arcPx[line.arcPx.length - 1], axis.trunkArcPx + axis.lengthPx / 4)
  for (let i = 0; i < mask.data.length; i++) {
    if (!(arcs[i] <= untilPx)) continue
    const [along, across] = alongAndAcross(axis, Math.floor(i / mask.widthPx), i % mask.widthPx)
    if (along >= 0 && along <= axis.lengthPx) visit(along, across, i)
  }
}
