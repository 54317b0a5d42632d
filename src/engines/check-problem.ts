import { type Measure, massOf, measureFromGrid, scaleMeasure } from '../core/transport/measure.ts'
import type { TransportProblem } from '../core/transport/problem.ts'

const HEIGHT_PX = 40
const WIDTH_PX = 60

/** The small problem on which an engine has to show that it is right here: two ellipses of some 390 px each, apart and unlike. */
export const CHECK_PROBLEM: TransportProblem = {
  source: ellipse(17, 24, 8, 16),
  target: ellipse(22, 34, 10, 12.5),
  metric: 'sqeuclidean',
  coordScale: 1 / 576,
  epsilon: 1e-4,
  regM: 10,
}

/** What the reference solver finds for it at a tolerance of 1e-12; kept, since finding it takes longer than all the rest of a check. */
export const CHECK_ANSWER = { cost: 4.6768326155e-4, mass: 0.9999720397884 }

function ellipse(y: number, x: number, radiusYPx: number, radiusXPx: number): Measure {
  const values = new Float64Array(HEIGHT_PX * WIDTH_PX)
  for (let i = 0; i < values.length; i++) {
    const dy = (Math.floor(i / WIDTH_PX) - y) / radiusYPx
    const dx = ((i % WIDTH_PX) - x) / radiusXPx
    if (dy * dy + dx * dx < 1) values[i] = 1
  }
  const measure = measureFromGrid({ heightPx: HEIGHT_PX, widthPx: WIDTH_PX, values })
  return scaleMeasure(measure, 1 / massOf(measure))
}
