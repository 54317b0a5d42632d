import type { CostKernel, KernelMoments } from './kernel.ts'
import type { Measure } from './measure.ts'
import { extent, NEGLIGIBLE } from './numbers.ts'

/**
 * The kernel of the `sqeuclidean` cost. On a grid |x_i − y_j|² = dy² + dx², so the kernel factors, K = K_y ⊗ K_x, and one
 * application is two one-dimensional passes: along the rows that hold points of `from`, then down the columns to the points of
 * `to` (Solomon et al. 2015, Convolutional Wasserstein Distances).
 *
 * Each application first runs in the linear domain, exponents shifted by the largest. Where a result comes near float64's underflow
 * it can't be trusted, and the whole application is done again with a log-sum-exp in each pass: slower, never wrong.
 */
export function separableKernel(from: Measure, to: Measure, coordScale: number, epsilon: number): CostKernel {
  const rows = rowSpans(from)
  const outputRows = rowSpans(to)
  const [xLow, xHigh] = extent(to.x)
  const widthPx = xHigh - xLow + 1
  const scale = (coordScale * coordScale) / epsilon
  const yKernel = offsetKernel(from.y, to.y, scale)
  const xKernel = offsetKernel(from.x, to.x, scale)

  function logSumExp(h: Float64Array): Float64Array {
    const shift = largest(h)
    if (shift === -Infinity) return new Float64Array(to.weights.length).fill(-Infinity)
    const lines = alongRows(exponentials(h, shift), xKernel.gauss)
    return logOf(downColumns(lines, yKernel.gauss), shift) ?? logDomain(h).logSum
  }

  function moments(h: Float64Array): KernelMoments {
    const shift = largest(h)
    if (shift === -Infinity) return logDomain(h)
    const weights = exponentials(h, shift)
    const lines = alongRows(weights, xKernel.gauss)
    const total = downColumns(lines, yKernel.gauss)
    const logSum = logOf(total, shift)
    if (logSum === undefined) return logDomain(h)
    const meanDy = downColumns(lines, yKernel.gaussTimesOffset)
    const meanDx = downColumns(alongRows(weights, xKernel.gaussTimesOffset), yKernel.gauss)
    const meanSquare = downColumns(lines, yKernel.gaussTimesSquare)
    const squareX = downColumns(alongRows(weights, xKernel.gaussTimesSquare), yKernel.gauss)
    for (let i = 0; i < total.length; i++) {
      meanDy[i] /= total[i]
      meanDx[i] /= total[i]
      meanSquare[i] = ((meanSquare[i] + squareX[i]) / total[i]) * coordScale * coordScale
    }
    return { logSum, meanDy, meanDx, meanCost: meanSquare }
  }

  /** Σ_x weights(y, x) · kernel(x − x′) for every row y of `from` and every column x′ that `to` spans: rows × widthPx */
  function alongRows(weights: Float64Array, kernel: Float64Array): Float64Array {
    const lines = new Float64Array(rows.length * widthPx)
    for (let r = 0; r < rows.length; r++) {
      const line = r * widthPx
      for (let j = rows[r].start; j < rows[r].end; j++) {
        const weight = weights[j]
        const offset = from.x[j] - xLow + xKernel.zero
        for (let x = 0; x < widthPx; x++) lines[line + x] += weight * kernel[offset - x]
      }
    }
    return lines
  }

  /** Σ_y lines(y, x′) · kernel(y − y′) at every point (y′, x′) of `to` */
  function downColumns(lines: Float64Array, kernel: Float64Array): Float64Array {
    const out = new Float64Array(to.weights.length)
    const line = new Float64Array(widthPx)
    for (const { y, start, end } of outputRows) {
      const low = to.x[start] - xLow
      const high = to.x[end - 1] - xLow
      line.fill(0, low, high + 1)
      for (let r = 0; r < rows.length; r++) {
        const weight = kernel[rows[r].y - y + yKernel.zero]
        if (weight === 0) continue
        const input = r * widthPx
        for (let x = low; x <= high; x++) line[x] += weight * lines[input + x]
      }
      for (let i = start; i < end; i++) out[i] = line[to.x[i] - xLow]
    }
    return out
  }

  /** both passes with a log-sum-exp: exact for any range of exponents */
  function logDomain(h: Float64Array): KernelMoments {
    const lineLogSum = new Float64Array(rows.length * widthPx)
    const lineDx = new Float64Array(rows.length * widthPx)
    const lineSquare = new Float64Array(rows.length * widthPx)
    for (let r = 0; r < rows.length; r++) {
      const { start, end } = rows[r]
      for (let x = 0; x < widthPx; x++) {
        const at = r * widthPx + x
        const column = x + xLow
        const top = largestShifted(start, end, (j) => h[j] - scale * (from.x[j] - column) ** 2)
        if (top === -Infinity) {
          lineLogSum[at] = -Infinity
          continue
        }
        let total = 0
        let sumDx = 0
        let sumSquare = 0
        for (let j = start; j < end; j++) {
          const dx = from.x[j] - column
          const exponent = h[j] - scale * dx * dx - top
          if (exponent < -NEGLIGIBLE) continue
          const weight = Math.exp(exponent)
          total += weight
          sumDx += weight * dx
          sumSquare += weight * dx * dx
        }
        lineLogSum[at] = top + Math.log(total)
        lineDx[at] = sumDx / total
        lineSquare[at] = sumSquare / total
      }
    }
    const n = to.weights.length
    const logSum = new Float64Array(n)
    const meanDy = new Float64Array(n)
    const meanDx = new Float64Array(n)
    const meanCost = new Float64Array(n)
    for (let i = 0; i < n; i++) {
      const y = to.y[i]
      const x = to.x[i] - xLow
      const top = largestShifted(0, rows.length, (r) => lineLogSum[r * widthPx + x] - scale * (rows[r].y - y) ** 2)
      let total = 0
      let sumDy = 0
      let sumDx = 0
      let sumSquare = 0
      for (let r = 0; r < rows.length; r++) {
        const at = r * widthPx + x
        const dy = rows[r].y - y
        const exponent = lineLogSum[at] - scale * dy * dy - top
        if (!(exponent >= -NEGLIGIBLE)) continue
        const weight = Math.exp(exponent)
        total += weight
        sumDy += weight * dy
        sumDx += weight * lineDx[at]
        sumSquare += weight * (lineSquare[at] + dy * dy)
      }
      logSum[i] = top === -Infinity ? -Infinity : top + Math.log(total)
      meanDy[i] = sumDy / total
      meanDx[i] = sumDx / total
      meanCost[i] = (sumSquare / total) * coordScale * coordScale
    }
    return { logSum, meanDy, meanDx, meanCost }
  }

  return { logSumExp, moments, costs: moments }
}

/** A sum this small may have lost terms to underflow (float64 ends near 1e-308); any larger one has lost less than 1e-20 of itself. */
const TRUSTED = 1e-280

/** The points of one row: indices `start` to `end` (half-open). */
interface RowSpan {
  readonly y: number
  readonly start: number
  readonly end: number
}

function rowSpans(measure: Measure): RowSpan[] {
  const spans: RowSpan[] = []
  const { y } = measure
  for (let start = 0; start < y.length; ) {
    let end = start + 1
    while (end < y.length && y[end] === y[start]) end++
    spans.push({ y: y[start], start, end })
    start = end
  }
  return spans
}

/** exp(−scale·d²), and the same times d and d², for every offset d = from − to that occurs; `zero` is the index of d = 0. */
function offsetKernel(from: Int32Array, to: Int32Array, scale: number) {
  const [fromLow, fromHigh] = extent(from)
  const [toLow, toHigh] = extent(to)
  const lowest = Math.min(fromLow - toHigh, 0)
  const length = Math.max(fromHigh - toLow, 0) - lowest + 1
  const gauss = Float64Array.from({ length }, (_, k) => Math.exp(-scale * (k + lowest) ** 2))
  return {
    zero: -lowest,
    gauss,
    gaussTimesOffset: gauss.map((value, k) => value * (k + lowest)),
    gaussTimesSquare: gauss.map((value, k) => value * (k + lowest) ** 2),
  }
}

function largest(values: Float64Array): number {
  let top = -Infinity
  for (const value of values) if (value > top) top = value
  return top
}

function largestShifted(start: number, end: number, exponent: (index: number) => number): number {
  let top = -Infinity
  for (let index = start; index < end; index++) {
    const value = exponent(index)
    if (value > top) top = value
  }
  return top
}

function exponentials(h: Float64Array, shift: number): Float64Array {
  return h.map((value) => Math.exp(value - shift))
}

/** log of each sum with the shift put back, or undefined where one is too small to be trusted */
function logOf(sums: Float64Array, shift: number): Float64Array | undefined {
  const logs = new Float64Array(sums.length)
  for (let i = 0; i < sums.length; i++) {
    if (!(sums[i] >= TRUSTED)) return undefined
    logs[i] = Math.log(sums[i]) + shift
  }
  return logs
}
