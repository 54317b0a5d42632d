import { alongAndAcross, type BodyAxis } from './body-axis.ts'
import type { BodyProfile } from './body-profile.ts'

/**
 * How much deeper the outline's notches are on the one side of the axis (+: the side that `across` points to) than on the other: the area
 * between each side's outline and the tightest convex one about it, from the head's middle to the trunk, in px².
 */
export function notchDifference(profile: BodyProfile, axis: BodyAxis): number {
  const { mask, arcs } = profile
  const columns = Math.floor(axis.lengthPx) + 1
  const far = new Float64Array(columns).fill(-Infinity)
  const near = new Float64Array(columns).fill(-Infinity)
  for (let i = 0; i < mask.data.length; i++) {
    if (!(arcs[i] <= axis.trunkArcPx + axis.lengthPx / 4)) continue
    const [along, across] = alongAndAcross(axis, Math.floor(i / mask.widthPx), i % mask.widthPx)
    const column = Math.round(along)
    if (column < 0 || column >= columns) continue
    far[column] = Math.max(far[column], across)
    near[column] = Math.max(near[column], -across)
  }
  return notchArea(far) - notchArea(near)
}

/** area between a profile and its upper convex hull; a column without any of the body counts as none */
function notchArea(heights: Float64Array): number {
  const hull: number[] = []
  for (let x = 0; x < heights.length; x++) {
    if (!Number.isFinite(heights[x])) continue
    while (hull.length > 1 && isBelow(heights, hull[hull.length - 2], hull[hull.length - 1], x)) hull.pop()
    hull.push(x)
  }
  let area = 0
  for (let k = 0; k + 1 < hull.length; k++) {
    const [from, to] = [hull[k], hull[k + 1]]
    for (let x = from + 1; x < to; x++) {
      const chord = heights[from] + ((heights[to] - heights[from]) * (x - from)) / (to - from)
      if (Number.isFinite(heights[x])) area += chord - heights[x]
    }
  }
  return area
}

function isBelow(heights: Float64Array, a: number, b: number, c: number): boolean {
  return (heights[b] - heights[a]) * (c - a) <= (heights[c] - heights[a]) * (b - a)
}
