import type { FieldPlace } from './pair-field.ts'

/**
 * Values smoothed for a picture (contract §10): a Gaussian over those that are defined, divided by the same Gaussian over where they are, so
 * that nothing fades at the edge and blank stays blank. Statistics are always of unsmoothed values.
 *
 * @param values row-major, as large as the place's box; NaN where undefined
 * @param sigmaUm standard deviation; 0 leaves the values as they are
 */
export function smooth(
  values: Float32Array,
  { box, umPerPx }: Pick<FieldPlace, 'box' | 'umPerPx'>,
  sigmaUm: number,
): Float32Array {
  const sigmaPx = sigmaUm / umPerPx
  if (!(sigmaPx > 0)) return values
  const weights = gaussian(sigmaPx)
  const size = { heightPx: box.y1 - box.y0, widthPx: box.x1 - box.x0 }
  const isDefined = Float64Array.from(values, (value) => (Number.isNaN(value) ? 0 : 1))
  const defined = Float64Array.from(values, (value) => (Number.isNaN(value) ? 0 : value))
  const sums = convolved(defined, size, weights)
  const shares = convolved(isDefined, size, weights)
  return Float32Array.from(sums, (sum, i) => (isDefined[i] === 1 ? sum / shares[i] : Number.NaN))
}

/** from the middle outwards, to four standard deviations */
function gaussian(sigmaPx: number): Float64Array {
  return Float64Array.from({ length: Math.ceil(4 * sigmaPx) + 1 }, (_, k) => Math.exp(-0.5 * (k / sigmaPx) ** 2))
}

function convolved(
  values: Float64Array,
  { heightPx, widthPx }: { readonly heightPx: number; readonly widthPx: number },
  weights: Float64Array,
): Float64Array {
  const alongX = convolvedLines(values, { lines: heightPx, length: widthPx, step: 1, lineStep: widthPx }, weights)
  return convolvedLines(alongX, { lines: widthPx, length: heightPx, step: widthPx, lineStep: 1 }, weights)
}

function convolvedLines(
  values: Float64Array,
  { lines, length, step, lineStep }: { lines: number; length: number; step: number; lineStep: number },
  weights: Float64Array,
): Float64Array {
  const out = new Float64Array(values.length)
  for (let line = 0; line < lines; line++) {
    const start = line * lineStep
    for (let i = 0; i < length; i++) {
      let sum = weights[0] * values[start + i * step]
      for (let k = 1; k < weights.length; k++) {
        if (i - k >= 0) sum += weights[k] * values[start + (i - k) * step]
        if (i + k < length) sum += weights[k] * values[start + (i + k) * step]
      }
      out[start + i * step] = sum
    }
  }
  return out
}
