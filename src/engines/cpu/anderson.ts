import type { KernelMemory } from '../../core/kernels/kernel-memory.ts'

/** How many past steps the next one is made of. */
const WINDOW = 20
/** Keeps the small least-squares problem solvable when past steps are nearly dependent, relative to their lengths. */
const REGULARISATION = 1e-10

/** Accelerates a fixed-point iteration on vectors in the kernels' memory. */
export interface Anderson {
  /** Replaces G(x) at `value` by the next x. Both hold `count` values; x is left alone. */
  next(x: number, value: number): void
  /** Forgets the past: the next step is a plain one. */
  restart(): void
}

/**
 * Anderson acceleration of a fixed-point iteration x ← G(x) (Anderson 1965; type II, Walker and Ni 2011): of the past values G(x_k), the
 * affine combination whose residual r = G(x) − x is smallest in the norm of which `rootWeights` holds the square roots of the weights.
 */
export function anderson(memory: KernelMemory, rootWeights: number, count: number): Anderson {
  const { kernels } = memory
  const residual = memory.take(count)
  const lastResidual = memory.take(count)
  const lastValue = memory.take(count)
  // differences of consecutive residuals (weighted) and values; row k of both belongs to one past step, the oldest is overwritten
  const residualSteps = memory.takeUnset(WINDOW * count)
  const valueSteps = memory.takeUnset(WINDOW * count)
  const products = memory.take(WINDOW)
  const gram = Array.from({ length: WINDOW }, () => new Float64Array(WINDOW))
  let hasLast = false
  let steps = 0

  function remember(value: number): void {
    const k = steps % WINDOW
    const step = residualSteps + k * count * 8
    kernels.difference(residual, lastResidual, count, step)
    kernels.difference(value, lastValue, count, valueSteps + k * count * 8)
    steps++
    const held = Math.min(steps, WINDOW)
    kernels.rowProducts(residualSteps, count, held, step, count, products)
    const made = memory.float64(products, held)
    for (let j = 0; j < held; j++) {
      gram[k][j] = made[j]
      gram[j][k] = made[j]
    }
  }

  function next(x: number, value: number): void {
    kernels.scaledDifference(rootWeights, value, x, count, residual)
    if (hasLast) remember(value)
    hasLast = true
    copy(memory, residual, lastResidual, count)
    copy(memory, value, lastValue, count)
    const held = Math.min(steps, WINDOW)
    if (held === 0) return
    kernels.rowProducts(residualSteps, count, held, residual, count, products)
    const shares = leastSquares(gram, memory.float64(products, held))
    memory.float64(products, held).set(shares)
    kernels.takeRows(value, valueSteps, count, held, products, count)
  }

  function restart(): void {
    hasLast = false
    steps = 0
  }

  return { next, restart }
}

function copy(memory: KernelMemory, from: number, to: number, count: number): void {
  memory.float64(to, count).set(memory.float64(from, count))
}

/** How much of each past step to take back: argmin |r − Σ γ_k Δr_k|, from the steps' products with each other and with r. */
function leastSquares(gram: readonly Float64Array[], right: Float64Array): Float64Array {
  const size = right.length
  const lengths = new Float64Array(size)
  for (let k = 0; k < size; k++) lengths[k] = Math.sqrt(gram[k][k]) || 1
  const rows: Float64Array[] = []
  for (let j = 0; j < size; j++) {
    const row = new Float64Array(size + 1)
    for (let k = 0; k < size; k++) row[k] = gram[j][k] / (lengths[j] * lengths[k])
    row[j] += REGULARISATION
    row[size] = right[j] / lengths[j]
    rows.push(row)
  }
  const shares = solveSymmetric(rows)
  for (let k = 0; k < size; k++) shares[k] /= lengths[k]
  return shares
}

/** Solves a small positive definite system by elimination with pivoting; each of its rows ends with its right-hand side, and all are used up. */
function solveSymmetric(rows: Float64Array[]): Float64Array {
  const size = rows.length
  for (let i = 0; i < size; i++) {
    let pivot = i
    for (let k = i + 1; k < size; k++) if (Math.abs(rows[k][i]) > Math.abs(rows[pivot][i])) pivot = k
    ;[rows[i], rows[pivot]] = [rows[pivot], rows[i]]
    for (let k = i + 1; k < size; k++) {
      const factor = rows[k][i] / rows[i][i]
      for (let j = i; j <= size; j++) rows[k][j] -= factor * rows[i][j]
    }
  }
  const solution = new Float64Array(size)
  for (let i = size - 1; i >= 0; i--) {
    let value = rows[i][size]
    for (let j = i + 1; j < size; j++) value -= rows[i][j] * solution[j]
    solution[i] = value / rows[i][i]
  }
  return solution
}
