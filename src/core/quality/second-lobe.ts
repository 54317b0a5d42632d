import { foregroundComponents } from '../mask/connected-components.ts'
import { distanceTransform } from '../mask/distance-transform.ts'
import type { Mask } from '../mask/mask.ts'

/** What is nearer to the outline than this share of the thickest part's radius is thin. */
const THIN = 0.5

/** Area of the second largest thick part over that of the largest; 0 where the mask has only one. */
export function secondLobeShare(mask: Mask): number {
  const distances = distanceTransform(mask)
  const thin = THIN * distances.reduce((most, distance) => Math.max(most, distance), 0)
  const thick: Mask = { ...mask, data: Uint8Array.from(distances, (distance) => (distance > thin ? 1 : 0)) }
  const [largest = 0, second = 0] = foregroundComponents(thick).areasPx.toSorted((a, b) => b - a)
  return largest > 0 ? second / largest : 0
}
