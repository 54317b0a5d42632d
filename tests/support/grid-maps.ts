import type { CanonicalGrid } from '../../src/core/canonical/canonical-grid.ts'
import type { Box } from '../../src/core/mask/tight-box.ts'
import type { CanonicalMaps } from '../../src/core/pair/canonical-maps.ts'
import type { ComputedPair } from '../../src/runner/compute-pair.ts'

/** A pair's maps on the whole canonical grid, zero outside the pair's box. */
export function gridMaps({ maps, solved }: ComputedPair): CanonicalMaps {
  const { grid, frame } = solved.pair
  const whole = (field: Float64Array) => onGrid(field, frame.box, grid)
  return {
    velocityDy: whole(maps.velocityDy),
    velocityDx: whole(maps.velocityDx),
    velocityDebiasedDy: whole(maps.velocityDebiasedDy),
    velocityDebiasedDx: whole(maps.velocityDebiasedDx),
    velocityRestDy: whole(maps.velocityRestDy),
    velocityRestDx: whole(maps.velocityRestDx),
    massDestroyed: whole(maps.massDestroyed),
    massCreated: whole(maps.massCreated),
    massCreatedOnSource: whole(maps.massCreatedOnSource),
    massChangeSource: whole(maps.massChangeSource),
    massChangeTarget: whole(maps.massChangeTarget),
    costSource: whole(maps.costSource),
    costTarget: whole(maps.costTarget),
    costDebiasedSource: whole(maps.costDebiasedSource),
  }
}

/** A field of the box on the whole grid, row-major, zero outside the box. */
export function onGrid(
  values: Float64Array,
  box: Box,
  { heightPx, widthPx }: Omit<CanonicalGrid, 'umPerPx'>,
): Float64Array {
  const out = new Float64Array(heightPx * widthPx)
  const boxWidthPx = box.x1 - box.x0
  values.forEach((value, i) => {
    out[(box.y0 + Math.floor(i / boxWidthPx)) * widthPx + box.x0 + (i % boxWidthPx)] = value
  })
  return out
}
