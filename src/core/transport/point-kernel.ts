import type { CostKernel, KernelMoments } from './kernel.ts'
import type { Measure } from './measure.ts'
import { extent, NEGLIGIBLE } from './numbers.ts'

/**
 * The kernel of the `euclidean` cost C_ij = |x_i − y_j| · coordScale, every pair of points on its own, without an n × m matrix in
 * memory: the cost depends only on (|dy|, |dx|), so one table of offsets holds it all.
 */
export function pointKernel(from: Measure, to: Measure, coordScale: number, epsilon: number): CostKernel {
  const table = offsetTable(from, to, coordScale / epsilon)

  function logSumExp(h: Float64Array): Float64Array {
    const logSum = new Float64Array(to.weights.length)
    const exponents = new Float64Array(h.length)
    for (let i = 0; i < logSum.length; i++) {
      const largest = fillExponents(exponents, h, i)
      let total = 0
      for (let j = 0; j < h.length; j++) {
        if (exponents[j] > largest - NEGLIGIBLE) total += Math.exp(exponents[j] - largest)
      }
      logSum[i] = largest === -Infinity ? -Infinity : largest + Math.log(total)
    }
    return logSum
  }

  function moments(h: Float64Array): KernelMoments {
    const n = to.weights.length
    const logSum = new Float64Array(n)
    const meanDy = new Float64Array(n)
    const meanDx = new Float64Array(n)
    const meanCost = new Float64Array(n)
    const exponents = new Float64Array(h.length)
    for (let i = 0; i < n; i++) {
      const largest = fillExponents(exponents, h, i)
      let total = 0
      let dy = 0
      let dx = 0
      let cost = 0
      for (let j = 0; j < h.length; j++) {
        if (!(exponents[j] > largest - NEGLIGIBLE)) continue
        const weight = Math.exp(exponents[j] - largest)
        total += weight
        dy += weight * (from.y[j] - to.y[i])
        dx += weight * (from.x[j] - to.x[i])
        cost += weight * (h[j] - exponents[j])
      }
      logSum[i] = largest === -Infinity ? -Infinity : largest + Math.log(total)
      meanDy[i] = dy / total
      meanDx[i] = dx / total
      meanCost[i] = (cost / total) * epsilon
    }
    return { logSum, meanDy, meanDx, meanCost }
  }

  /** h_j − C_ij/ε for every j; returns the largest */
  function fillExponents(exponents: Float64Array, h: Float64Array, i: number): number {
    const y = to.y[i]
    const x = to.x[i]
    let largest = -Infinity
    for (let j = 0; j < h.length; j++) {
      const exponent = h[j] - table.values[Math.abs(from.y[j] - y) * table.widthPx + Math.abs(from.x[j] - x)]
      exponents[j] = exponent
      if (exponent > largest) largest = exponent
    }
    return largest
  }

  return { logSumExp, moments, costs: moments }
}

/** scale · √(dy² + dx²) for every offset that occurs between the two measures */
function offsetTable(from: Measure, to: Measure, scale: number): { widthPx: number; values: Float64Array } {
  const heightPx = largestOffset(from.y, to.y) + 1
  const widthPx = largestOffset(from.x, to.x) + 1
  const values = new Float64Array(heightPx * widthPx)
  for (let dy = 0; dy < heightPx; dy++) {
    for (let dx = 0; dx < widthPx; dx++) values[dy * widthPx + dx] = scale * Math.hypot(dy, dx)
  }
  return { widthPx, values }
}

function largestOffset(from: Int32Array, to: Int32Array): number {
  const [fromLow, fromHigh] = extent(from)
  const [toLow, toHigh] = extent(to)
  return Math.max(fromHigh - toLow, toHigh - fromLow, 0)
}
