import fc from 'fast-check'
import { seededRandom } from '../../src/core/random.ts'
import { type Measure, massOf, measureFromGrid, scaleMeasure } from '../../src/core/transport/measure.ts'
import type { TransportProblem } from '../../src/core/transport/problem.ts'
import { logUniform, moved } from './transport-problems.ts'

/** Whether a pixel lies in a shape of that size; the third number is the shape's own, from 0 to 1. */
type Inside = (y: number, x: number, size: Size, own: number) => boolean

interface Size {
  readonly heightPx: number
  readonly widthPx: number
}

/** squared distance from the middle, 1 where the box's ellipse ends */
function fromMiddle(y: number, x: number, { heightPx, widthPx }: Size): number {
  return ((2 * y + 1) / heightPx - 1) ** 2 + ((2 * x + 1) / widthPx - 1) ** 2
}

const SHAPES: Readonly<Record<string, Inside>> = {
  box: () => true,
  blob: (y, x, size) => fromMiddle(y, x, size) <= 1,
  ring: (y, x, size, own) => fromMiddle(y, x, size) <= 1 && fromMiddle(y, x, size) >= 0.3 + 0.6 * own,
  stripes: (y, _, __, own) => y % (2 + Math.floor(6 * own)) < 1 + Math.floor(3 * own),
  diagonals: (y, x, _, own) => (y + x) % (3 + Math.floor(9 * own)) < 2,
  row: (y, _, { heightPx }) => y === heightPx >> 1,
  column: (_, x, { widthPx }) => x === widthPx >> 1,
  // two to four disks in opposite corners
  disks: (y, x, { heightPx, widthPx }, own) => {
    const half = { heightPx: heightPx / 2, widthPx: widthPx / 2 }
    const quadrant = (y >= half.heightPx ? 2 : 0) + (x >= half.widthPx ? 1 : 0)
    return own * 3 >= [0, 2, 1, 0][quadrant] && fromMiddle(y % half.heightPx, x % half.widthPx, half) <= 0.8
  },
  // a tapered body whose end is bent
  body: (y, x, { heightPx, widthPx }, own) => {
    const s = x / widthPx
    return Math.abs(y / heightPx - 0.3 - 0.5 * own * s * s) <= 0.3 - 0.25 * s
  },
  dot: (y, x, { heightPx, widthPx }) => y === heightPx >> 1 && x === widthPx >> 1,
}

/**
 * A measure of mass 1 in one of many shapes, within a square of so many px at the origin: from one pixel to the whole square, its weights
 * even or spread over a factor of 100, all of its pixels or a sample of them.
 */
export function anyShape(largestPx: number): fc.Arbitrary<Measure> {
  const side = fc.oneof(fc.integer({ min: 1, max: Math.min(largestPx, 20) }), fc.integer({ min: 1, max: largestPx }))
  return fc
    .record({
      heightPx: side,
      widthPx: side,
      shape: fc.constantFrom(...Object.values(SHAPES)),
      own: fc.double({ min: 0, max: 1, noNaN: true }),
      isEven: fc.boolean(),
      kept: fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, fc.double({ min: 0.05, max: 0.9, noNaN: true })),
      seed: fc.nat(),
    })
    .map(({ heightPx, widthPx, shape, own, isEven, kept, seed }) => {
      const random = seededRandom(seed)
      const values = Float64Array.from({ length: heightPx * widthPx }, (_, i) => {
        const weight = isEven ? 1 : 10 ** random.uniform(-2, 0)
        const isIn = shape(Math.floor(i / widthPx), i % widthPx, { heightPx, widthPx }, own)
        return isIn && random.uniform() < kept ? weight : 0
      })
      // a shape so small or sampled so thinly that nothing is left of it is a point
      if (values.every((value) => value === 0)) values[0] = 1
      const measure = measureFromGrid({ heightPx, widthPx, values })
      return scaleMeasure(measure, 1 / massOf(measure))
    })
}

/** Between ends that lie over one another, side by side, or far apart. */
const anyOffset = fc.oneof(
  fc.constant({ dy: 0, dx: 0 }),
  fc.record({ dy: fc.integer({ min: -12, max: 12 }), dx: fc.integer({ min: -12, max: 12 }) }),
  fc.constant('beside' as const),
  fc.record({ dy: fc.integer({ min: -60, max: 60 }), dx: fc.integer({ min: -200, max: 200 }) }),
)

/** Problems between shapes over the whole range of ε, λ and masses that a study may use, on a grid of 576 px or a coarser one. */
export function anyShapedProblem(
  largestPx = 64,
  [smallestEpsilon, largestEpsilon] = [1e-4, 1e-2],
): fc.Arbitrary<TransportProblem> {
  return fc
    .record({
      source: anyShape(largestPx),
      target: anyShape(largestPx),
      offset: anyOffset,
      targetMass: fc.oneof(fc.constant(1), logUniform(0.3, 3)),
      gridPx: fc.constantFrom(576, 288, 144),
      epsilon: logUniform(smallestEpsilon, largestEpsilon),
      regM: logUniform(1e-3, 1e2),
    })
    .map(({ source, target, offset, targetMass, gridPx, epsilon, regM }) => {
      const { dy, dx } = offset === 'beside' ? { dy: 0, dx: Math.max(...source.x) + 1 } : offset
      return {
        source,
        target: scaleMeasure(moved(target, dy, dx), targetMass),
        metric: 'sqeuclidean',
        coordScale: 1 / gridPx,
        epsilon,
        regM,
      }
    })
}
