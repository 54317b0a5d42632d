import type { Potentials, TransportProblem } from '../../src/core/transport/problem.ts'

/** A plan as a full matrix and everything of contract §4 evaluated on it by its definition, sum by sum. */
export interface DenseEvaluation {
  /** P_ij, n rows of m */
  readonly plan: readonly Float64Array[]
  /** P1 and Pᵀ1 */
  readonly rows: Float64Array
  readonly columns: Float64Array
  readonly marginalError: number
  readonly primal: number
  readonly dual: number
}

export interface DenseSolution extends DenseEvaluation {
  readonly potentials: Potentials
}

/** The cost matrix by its definition. */
export function denseCost({ source, target, metric, coordScale }: TransportProblem): Float64Array[] {
  return Array.from(source.weights, (_, i) =>
    Float64Array.from(target.weights, (_, j) => {
      const squared = ((source.y[i] - target.y[j]) * coordScale) ** 2 + ((source.x[i] - target.x[j]) * coordScale) ** 2
      return metric === 'sqeuclidean' ? squared : Math.sqrt(squared)
    }),
  )
}

/** Evaluates potentials on the full matrices. */
export function evaluateDense(problem: TransportProblem, { f, g }: Potentials): DenseEvaluation {
  const { epsilon, regM } = problem
  const a = problem.source.weights
  const b = problem.target.weights
  const cost = denseCost(problem)
  const plan = cost.map((line, i) => line.map((c, j) => a[i] * b[j] * Math.exp((f[i] + g[j] - c) / epsilon)))
  const rows = Float64Array.from(plan, total)
  const columns = Float64Array.from(b, (_, j) => total(plan.map((line) => line[j])))

  let transport = 0
  let entropy = 0
  plan.forEach((line, i) => {
    line.forEach((p, j) => {
      transport += p * cost[i][j]
      entropy += klTerm(p, a[i] * b[j])
    })
  })
  const relaxed = total(rows.map((p, i) => klTerm(p, a[i]))) + total(columns.map((p, j) => klTerm(p, b[j])))
  const penalty = (weights: Float64Array, potential: Float64Array) =>
    total(weights.map((weight, i) => weight * (Math.exp(-potential[i] / regM) - 1)))
  const mismatch = (marginal: Float64Array, weights: Float64Array, potential: Float64Array) =>
    total(marginal.map((p, i) => Math.abs(p - weights[i] * Math.exp(-potential[i] / regM))))
  return {
    plan,
    rows,
    columns,
    marginalError: mismatch(rows, a, f) + mismatch(columns, b, g),
    primal: transport + epsilon * entropy + regM * relaxed,
    dual: -regM * (penalty(a, f) + penalty(b, g)) - epsilon * (total(rows) - total(a) * total(b)),
  }
}

/**
 * What rounding alone leaves of the marginal error: potentials that shift mass t = (λ/2) log(m_a/m_b) between the ends are rounded at
 * 1e-16 t, and the plan feels that over ε.
 */
export function roundingFloor({ source, target, epsilon, regM }: TransportProblem): number {
  const sourceMass = total(source.weights)
  const targetMass = total(target.weights)
  const shift = regM * Math.abs(Math.log(sourceMass / targetMass))
  return 1e-14 * (sourceMass + targetMass) * (1 + (0.1 * shift) / epsilon)
}

const PLAIN_ITERATIONS = 300
const NEWTON_STEPS = 60

/**
 * Solves a small problem on full matrices, by means that share nothing with the code under test: plain alternating updates to come
 * near, then Newton's method on the dual (which is concave) with backtracking.
 *
 * @throws Error where it doesn't get down to rounding: an oracle that isn't sure says nothing
 */
export function solveDense(problem: TransportProblem): DenseSolution {
  let potentials = plainIterations(problem)
  let evaluation = evaluateDense(problem, potentials)
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const next = newtonStep(problem, potentials, evaluation)
    if (next === undefined) break
    const nextEvaluation = evaluateDense(problem, next)
    if (evaluation.marginalError < 1e-9 && !(nextEvaluation.marginalError < evaluation.marginalError)) break
    potentials = next
    evaluation = nextEvaluation
  }
  if (!(evaluation.marginalError <= 20 * roundingFloor(problem))) {
    throw new Error(`the oracle only came down to a marginal error of ${evaluation.marginalError}`)
  }
  return { ...evaluation, potentials }
}

function plainIterations(problem: TransportProblem): Potentials {
  const { epsilon, regM } = problem
  const a = problem.source.weights
  const b = problem.target.weights
  const cost = denseCost(problem)
  const tau = regM / (regM + epsilon)
  let f = new Float64Array(a.length)
  let g = new Float64Array(b.length)
  for (let iteration = 0; iteration < PLAIN_ITERATIONS; iteration++) {
    f = f.map((_, i) => -tau * epsilon * logSumExp(g.map((p, j) => Math.log(b[j]) + (p - cost[i][j]) / epsilon)))
    g = g.map((_, j) => -tau * epsilon * logSumExp(f.map((p, i) => Math.log(a[i]) + (p - cost[i][j]) / epsilon)))
    // the best constant to shift from g to f, or this mode alone takes λ/ε iterations
    const shift =
      (regM / 2) *
      Math.log(total(a.map((w, i) => w * Math.exp(-f[i] / regM))) / total(b.map((w, j) => w * Math.exp(-g[j] / regM))))
    f = f.map((p) => p + shift)
    g = g.map((p) => p - shift)
  }
  return { f, g }
}

/** One step of Newton's method, as long as raises the dual; undefined where none does. */
function newtonStep(
  problem: TransportProblem,
  { f, g }: Potentials,
  { plan, rows, columns, dual }: DenseEvaluation,
): Potentials | undefined {
  const { epsilon, regM } = problem
  const n = f.length
  const size = n + g.length
  const weights = [...problem.source.weights, ...problem.target.weights]
  const potential = [...f, ...g]
  const marginals = [...rows, ...columns]
  const wanted = weights.map((weight, k) => weight * Math.exp(-potential[k] / regM))
  const hessian = Array.from({ length: size }, (_, k) => {
    const line = new Float64Array(size)
    line[k] = marginals[k] / epsilon + wanted[k] / regM
    if (k < n) for (let j = 0; j < g.length; j++) line[n + j] = plan[k][j] / epsilon
    else for (let i = 0; i < n; i++) line[i] = plan[i][k - n] / epsilon
    return line
  })
  const step = solveLinear(
    hessian,
    Float64Array.from(wanted, (value, k) => value - marginals[k]),
  )
  for (let length = 1; length > 1e-6; length /= 2) {
    const next = {
      f: f.map((value, i) => value + length * step[i]),
      g: g.map((value, j) => value + length * step[n + j]),
    }
    if (evaluateDense(problem, next).dual >= dual - 1e-14 * (1 + regM)) return next
  }
  return undefined
}

/** Gaussian elimination with pivoting; overwrites its arguments. */
function solveLinear(matrix: Float64Array[], right: Float64Array): Float64Array {
  const size = right.length
  for (let k = 0; k < size; k++) {
    let pivot = k
    for (let r = k + 1; r < size; r++) if (Math.abs(matrix[r][k]) > Math.abs(matrix[pivot][k])) pivot = r
    const line = matrix[pivot]
    matrix[pivot] = matrix[k]
    matrix[k] = line
    const value = right[pivot]
    right[pivot] = right[k]
    right[k] = value
    for (let r = k + 1; r < size; r++) {
      const factor = matrix[r][k] / line[k]
      if (factor === 0) continue
      for (let c = k; c < size; c++) matrix[r][c] -= factor * line[c]
      right[r] -= factor * value
    }
  }
  for (let k = size - 1; k >= 0; k--) {
    for (let c = k + 1; c < size; c++) right[k] -= matrix[k][c] * right[c]
    right[k] /= matrix[k][k]
  }
  return right
}

/** p log(p/q) − p + q */
function klTerm(p: number, q: number): number {
  return p === 0 ? q : p * Math.log(p / q) - p + q
}

export function logSumExp(values: Float64Array): number {
  const top = values.reduce((a, b) => Math.max(a, b), -Infinity)
  return top === -Infinity ? top : top + Math.log(total(values.map((value) => Math.exp(value - top))))
}

function total(values: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]
  return sum
}
