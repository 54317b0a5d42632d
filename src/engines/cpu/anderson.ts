/** How many past steps the next one is made of. */
const WINDOW = 20
/** Keeps the small least-squares problem solvable when past steps are nearly dependent, relative to their lengths. */
const REGULARISATION = 1e-10

/**
 * Anderson acceleration of a fixed-point iteration x ← G(x) (Anderson 1965; type II, Walker and Ni 2011): of the past values G(x_k), the
 * affine combination whose residual r = G(x) − x is smallest in the norm weighted by `weights`.
 */
export class Anderson {
  readonly #weights: Float64Array
  #residual: Float64Array | undefined
  #value: Float64Array | undefined
  /** differences of consecutive residuals and values, oldest first, and the residual differences' products */
  #residualSteps: Float64Array[] = []
  #valueSteps: Float64Array[] = []
  #products: number[][] = []

  constructor(weights: Float64Array) {
    this.#weights = weights
  }

  /** The next x, given x and G(x); both are left alone. */
  next(x: Float64Array, value: Float64Array): Float64Array {
    const residual = value.map((v, i) => v - x[i])
    if (this.#residual && this.#value) this.#remember(minus(residual, this.#residual), minus(value, this.#value))
    this.#residual = residual
    this.#value = value.slice()
    const shares = this.#shares(residual)
    const combined = value.slice()
    shares.forEach((share, k) => {
      const step = this.#valueSteps[k]
      for (let i = 0; i < combined.length; i++) combined[i] -= share * step[i]
    })
    return combined
  }

  /** Forgets the past: the next step is a plain one. */
  restart(): void {
    this.#residual = undefined
    this.#value = undefined
    this.#residualSteps = []
    this.#valueSteps = []
    this.#products = []
  }

  #remember(residualStep: Float64Array, valueStep: Float64Array): void {
    if (this.#residualSteps.length === WINDOW) {
      this.#residualSteps.shift()
      this.#valueSteps.shift()
      this.#products = this.#products.slice(1).map((row) => row.slice(1))
    }
    this.#residualSteps.push(residualStep)
    this.#valueSteps.push(valueStep)
    const row = this.#residualSteps.map((step) => this.#product(step, residualStep))
    this.#products.forEach((known, k) => {
      known.push(row[k])
    })
    this.#products.push(row)
  }

  /** How much of each past step to take back: argmin |r − Σ γ_k Δr_k| */
  #shares(residual: Float64Array): number[] {
    const lengths = this.#products.map((row, k) => Math.sqrt(row[k]) || 1)
    const matrix = this.#products.map((row, j) =>
      row.map((value, k) => value / (lengths[j] * lengths[k]) + (j === k ? REGULARISATION : 0)),
    )
    const right = this.#residualSteps.map((step, k) => this.#product(step, residual) / lengths[k])
    return solveSymmetric(matrix, right).map((share, k) => share / lengths[k])
  }

  #product(a: Float64Array, b: Float64Array): number {
    let total = 0
    for (let i = 0; i < a.length; i++) total += this.#weights[i] * a[i] * b[i]
    return total
  }
}

function minus(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - b[i])
}

/** Solves a small positive definite system by elimination with pivoting. */
function solveSymmetric(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const size = right.length
  const rows = matrix.map((row, i) => [...row, right[i]])
  for (let i = 0; i < size; i++) {
    let pivot = i
    for (let k = i + 1; k < size; k++) if (Math.abs(rows[k][i]) > Math.abs(rows[pivot][i])) pivot = k
    ;[rows[i], rows[pivot]] = [rows[pivot], rows[i]]
    for (let k = i + 1; k < size; k++) {
      const factor = rows[k][i] / rows[i][i]
      for (let j = i; j <= size; j++) rows[k][j] -= factor * rows[i][j]
    }
  }
  const solution = new Array<number>(size).fill(0)
  for (let i = size - 1; i >= 0; i--) {
    let value = rows[i][size]
    for (let j = i + 1; j < size; j++) value -= rows[i][j] * solution[j]
    solution[i] = value / rows[i][i]
  }
  return solution
}
