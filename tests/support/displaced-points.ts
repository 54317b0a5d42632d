import fc from 'fast-check'
import type { DisplacedPoints } from '../../src/core/motion/displaced-points.ts'

/** At least four points, not on one line, (y, x). */
export const anyPoints = fc
  .array(fc.tuple(fc.integer({ min: -40, max: 40 }), fc.integer({ min: -40, max: 40 })), {
    minLength: 1,
    maxLength: 30,
  })
  .map((points): readonly (readonly [number, number])[] => [[-50, -45], [-48, 47], [52, 44], ...points])

/** The points with weight 1 and the displacement to where `to` takes them. */
export function moved(
  points: readonly (readonly [number, number])[],
  to: (y: number, x: number) => readonly [number, number],
): DisplacedPoints {
  const targets = points.map(([y, x]) => to(y, x))
  return {
    y: points.map(([y]) => y),
    x: points.map(([, x]) => x),
    dy: Float64Array.from(points, ([y], i) => targets[i][0] - y),
    dx: Float64Array.from(points, ([, x], i) => targets[i][1] - x),
    weights: new Float64Array(points.length).fill(1),
  }
}
