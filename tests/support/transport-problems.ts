import fc from 'fast-check'
import { type Measure, massOf, measureFromGrid, scaleMeasure } from '../../src/core/transport/measure.ts'
import type { Metric, TransportProblem } from '../../src/core/transport/problem.ts'

/** A measure of mass 1 on two or more of the pixels of a small grid (a lone point's self-transport costs 0), anywhere near the origin. */
export function anyMeasure(largestPx = 7): fc.Arbitrary<Measure> {
  const size = fc.integer({ min: 1, max: largestPx })
  const weight = fc.oneof(fc.constant(0), fc.double({ min: 0.05, max: 1, noNaN: true }))
  const corner = fc.integer({ min: -6, max: 6 })
  return fc
    .tuple(size, size, corner, corner)
    .filter(([heightPx, widthPx]) => heightPx * widthPx > 1)
    .chain(([heightPx, widthPx, y, x]) =>
      fc
        .array(weight, { minLength: heightPx * widthPx, maxLength: heightPx * widthPx })
        .filter((values) => values.filter((value) => value > 0).length > 1)
        .map((values) => moved(measureFromGrid({ heightPx, widthPx, values: Float64Array.from(values) }), y, x)),
    )
    .map((measure) => scaleMeasure(measure, 1 / massOf(measure)))
}

export function moved(measure: Measure, dy: number, dx: number): Measure {
  return { ...measure, y: measure.y.map((y) => y + dy), x: measure.x.map((x) => x + dx) }
}

/** A measure of mass 1, even on the pixels for which the test says so. */
export function measureWhere(
  heightPx: number,
  widthPx: number,
  isInside: (y: number, x: number) => boolean,
  weightAt: (y: number, x: number) => number = () => 1,
): Measure {
  const values = Float64Array.from({ length: heightPx * widthPx }, (_, i) => {
    const [y, x] = [Math.floor(i / widthPx), i % widthPx]
    return isInside(y, x) ? weightAt(y, x) : 0
  })
  const measure = measureFromGrid({ heightPx, widthPx, values })
  return scaleMeasure(measure, 1 / massOf(measure))
}

/** Any order of magnitude alike. Not of `fc.double`, which draws floats alike: of a range of logarithms around 0 nearly all are nearly 0. */
export function logUniform(low: number, high: number): fc.Arbitrary<number> {
  const steps = 1_000_000
  return fc.nat(steps).map((step) => low * (high / low) ** (step / steps))
}

export interface ProblemOptions {
  readonly metrics?: readonly Metric[]
  readonly largestPx?: number
  /** the cost of 8 px over ε, at most: how sharp the plan is */
  readonly steepest?: number
}

/** Small problems over the whole range of ε and λ that a study may use, masses of either end included. */
export function anyProblem({
  metrics = ['sqeuclidean', 'euclidean'],
  largestPx = 7,
  steepest = 40,
}: ProblemOptions = {}): fc.Arbitrary<TransportProblem> {
  return fc
    .record({
      source: anyMeasure(largestPx),
      target: anyMeasure(largestPx),
      targetMass: fc.oneof(fc.constant(1), fc.double({ min: 0.7, max: 1.4, noNaN: true })),
      metric: fc.constantFrom(...metrics),
      epsilon: logUniform(1e-4, 1e-2),
      regM: logUniform(1e-3, 1e2),
      steepness: logUniform(0.1, steepest),
    })
    .map(({ source, target, targetMass, metric, epsilon, regM, steepness }) => ({
      source,
      target: scaleMeasure(target, targetMass),
      metric,
      epsilon,
      regM,
      coordScale: (metric === 'sqeuclidean' ? Math.sqrt(steepness * epsilon) : steepness * epsilon) / 8,
    }))
}

/** A problem together with any potentials at all, most of them far from optimal. */
export function problemWithPotentials(options: ProblemOptions = {}) {
  return anyProblem(options).chain((problem) => {
    const potential = (length: number) =>
      fc
        .array(fc.double({ min: -12, max: 12, noNaN: true }), { minLength: length, maxLength: length })
        .map((values) => Float64Array.from(values, (value) => value * problem.epsilon))
    return fc.record({
      problem: fc.constant(problem),
      potentials: fc.record({
        f: potential(problem.source.weights.length),
        g: potential(problem.target.weights.length),
      }),
    })
  })
}

/** A body of 80 × 160 px whose tail bends by `bend` px; its head is thicker, so it has no symmetry to hide behind. */
export function bentBody(bend: number): Measure {
  return measureWhere(80, 160, (y, x) => Math.abs(y - 30 - bend * (x / 160) ** 2) <= 12 - 10 * (x / 160) && x > 4)
}
