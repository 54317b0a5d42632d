import { isUncertain, type OrientationEvidence } from '../canonical/body-pose.ts'
import { type PlacedFrame, type RawFrame, RETAINED_AREA_WARNING } from '../canonical/place-frame.ts'
import { SHORTEST_CUT_PX, straightCut, touchesImageEdge } from '../mask/edge-checks.ts'
import type { Mask } from '../mask/mask.ts'
import type { FrameMeasures } from './measure-frame.ts'
import { percent, type QualityFlag } from './quality-flag.ts'
import { type YolkFigures, yolkFlags } from './yolk-flags.ts'

/** What cleaning took away, as a share of what it left, may be so much: specks are, a second body is not. */
const LARGEST_REMOVED_SHARE = 0.05

/** What one frame by itself gives reason to doubt. */
export function frameFlags(
  raw: RawFrame,
  placed: PlacedFrame,
  measures: FrameMeasures,
  yolk: YolkFigures | undefined,
): readonly QualityFlag[] {
  return [
    ...edgeFlags(raw.mask),
    ...cutFlags(raw.mask),
    ...pieceFlags(placed, raw.umPerPx ** 2 / measures.areaUm2),
    ...areaFlags(placed),
    ...yolkFlags(yolk),
    ...orientationFlags(placed),
  ]
}

function edgeFlags(mask: Mask): QualityFlag[] {
  return touchesImageEdge(mask).map(({ side, lengthPx }) => ({
    kind: 'touches-image-edge',
    number: lengthPx,
    threshold: 1,
    message: `the mask touches the image's ${side} edge over ${lengthPx} px`,
  }))
}

function cutFlags(mask: Mask): QualityFlag[] {
  const cut = straightCut(mask)
  if (cut === undefined) return []
  const message = `the mask ends in a straight cut of ${cut.lengthPx} px facing ${cut.side}: part of the embryo may be missing`
  return [{ kind: 'straight-cut', number: cut.lengthPx, threshold: SHORTEST_CUT_PX, message }]
}

function pieceFlags({ cleaning }: PlacedFrame, perPx: number): QualityFlag[] {
  const number = cleaning.removedAreaPx * perPx
  if (number <= LARGEST_REMOVED_SHARE) return []
  const pieces = cleaning.removedComponents + 1
  const message = `the mask came in ${pieces} pieces, the largest was kept and ${percent(number)} of its area removed`
  return [{ kind: 'several-pieces', number, threshold: LARGEST_REMOVED_SHARE, message }]
}

function areaFlags({ retainedAreaFraction }: PlacedFrame): QualityFlag[] {
  if (retainedAreaFraction >= RETAINED_AREA_WARNING) return []
  const message = `placement kept ${percent(retainedAreaFraction)} of the mask's area`
  return [{ kind: 'area-lost', number: retainedAreaFraction, threshold: RETAINED_AREA_WARNING, message }]
}

/** As uncertain as its weakest evidence. */
function orientationFlags({ evidence }: PlacedFrame): QualityFlag[] {
  const weak = evidence.filter((one) => isUncertain([one]))
  if (weak.length === 0) return []
  const { value, threshold } = weak.reduce((least, one) => (marginOf(one) < marginOf(least) ? one : least))
  const figures = weak.map((one) => `${one.kind} ${one.value.toFixed(3)}, certain from ${one.threshold}`)
  const message = `its orientation is uncertain (${figures.join('; ')}): look at it, or give yolk masks by --data-root`
  return [{ kind: 'orientation-uncertain', number: value, threshold, message }]
}

function marginOf({ value, threshold }: OrientationEvidence): number {
  return (value - threshold) / Math.abs(threshold)
}
