import { type Affine, composed } from '../canonical/affine.ts'
import type { CanonicalGrid } from '../canonical/canonical-grid.ts'
import { warpedExtent, warpMask } from '../canonical/warp.ts'
import type { Mask } from '../mask/mask.ts'
import type { ProblemParameters } from '../pair/work-pair.ts'
import type { Potentials } from '../transport/problem.ts'
import { type AnteriorSource, type SolveLoosely, shownMotion } from './anterior-motion.ts'
import { undoing } from './rigid-motion.ts'

/** What was done to lay a target's anterior body over its source's. */
export interface Refinement {
  /** times that the target was moved */
  readonly rounds: number
  /** how far in all: the turn, + clockwise on the screen, and the way of the anterior body's centre, canonical px */
  readonly angleDeg: number
  readonly shiftYPx: number
  readonly shiftXPx: number
  /** what is left, the turn as it truly is; NaN where it can't be told */
  readonly residualAngleDeg: number
  readonly residualShiftPx: number
}

/** A target that lies over its source. */
export interface RefinedTarget extends PlacedTarget {
  readonly refinement: Refinement
  /** of the source's transport onto it, as loose as they were asked for: a start for a tight solve */
  readonly potentials: Potentials
}

/** A target on the grid, and the map that put it there. */
export interface PlacedTarget {
  readonly mask: Mask
  /** raw px → canonical px */
  readonly transform: Affine
}

/** What targets are laid over. */
export interface RefinedSource extends AnteriorSource {
  /** how much of a turn its transport shows; undefined where turns can't be told, and are not made */
  readonly turnResponse: number | undefined
}

/** Turned and shifted by less than this, the anterior bodies lie over one another. */
const SETTLED_DEG = 0.2
const SETTLED_PX = 0.2
const MOST_ROUNDS = 8

/** What is left, over what may be left of it; the turn counts where it can be told. */
export function residualShare({
  residualAngleDeg,
  residualShiftPx,
}: Pick<Refinement, 'residualAngleDeg' | 'residualShiftPx'>): number {
  const angleShare = Number.isNaN(residualAngleDeg) ? 0 : Math.abs(residualAngleDeg) / SETTLED_DEG
  return Math.max(angleShare, residualShiftPx / SETTLED_PX)
}

/**
 * Lays a target over a source by their anterior bodies: solve, take the rigid part of the debiased displacement there, of which transport
 * shows only a part of the turn (`turnResponse`; none of a round body's, which is only shifted), undo it on the target, and again, until what is
 * left is under 0.2° and 0.2 px. A round that would move the target off the grid is not made.
 *
 * @param rawMask the target's cleaned mask as it was filmed
 */
export function refineTarget(
  source: RefinedSource,
  target: PlacedTarget,
  rawMask: Mask,
  grid: CanonicalGrid,
  parameters: ProblemParameters,
  solve: SolveLoosely,
): RefinedTarget {
  let placed = target
  const moved = { rounds: 0, angleDeg: 0, shiftYPx: 0, shiftXPx: 0 }
  for (;;) {
    const { motion: shown, potentials } = shownMotion(source, placed.mask, grid, parameters, solve)
    const angleRad = (shown?.angleRad ?? Number.NaN) / (source.turnResponse ?? Number.NaN)
    const isTurnKnown = Number.isFinite(angleRad)
    const motion = shown && { ...shown, angleRad: isTurnKnown ? angleRad : 0 }
    const residualAngleDeg = degrees(angleRad)
    const residualShiftPx = motion ? Math.hypot(motion.shiftY, motion.shiftX) : Number.NaN
    const refinement = { ...moved, residualAngleDeg, residualShiftPx }
    if (!motion || residualShare(refinement) <= 1 || moved.rounds === MOST_ROUNDS)
      return { ...placed, refinement, potentials }
    const transform = composed(undoing(motion), placed.transform)
    if (!liesInside(rawMask, transform, grid)) return { ...placed, refinement, potentials }
    placed = { mask: warpMask(rawMask, transform, grid), transform }
    moved.rounds++
    moved.angleDeg -= degrees(motion.angleRad)
    moved.shiftYPx -= motion.shiftY
    moved.shiftXPx -= motion.shiftX
  }
}

/** whether a pixel stays free between the mask and the grid's edge (contract §2.5) */
function liesInside(mask: Mask, transform: Affine, grid: CanonicalGrid): boolean {
  const { y, x } = warpedExtent(mask, transform)
  return y[0] >= 1 && x[0] >= 1 && y[1] <= grid.heightPx - 2 && x[1] <= grid.widthPx - 2
}

function degrees(angleRad: number): number {
  return (angleRad * 180) / Math.PI
}
