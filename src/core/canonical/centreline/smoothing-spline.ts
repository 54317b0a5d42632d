/**
 * The cubic smoothing spline through values at knots t, taken at the knots: the f that minimises Σ h (f(tᵢ) − vᵢ)² + scale⁴ ∫ f″², h the mean
 * distance of the knots (Reinsch 1967, Smoothing by spline functions; Green & Silverman 1994, §2.3). On a long evenly spaced curve it
 * damps a wave of angular frequency ω by 1 / (1 + (scale · ω)⁴), and it keeps every straight line.
 *
 * @param t ascending
 * @param scale in the unit of t: what is shorter is smoothed away, what is longer stays
 */
export function smoothingSpline(t: ArrayLike<number>, values: ArrayLike<number>, scale: number): Float64Array {
  const n = t.length
  const smooth = Float64Array.from(values)
  if (n < 3) return smooth
  const h = new Float64Array(n - 1)
  for (let i = 0; i < n - 1; i++) h[i] = t[i + 1] - t[i]
  const lambda = scale ** 4 / ((t[n - 1] - t[0]) / (n - 1))
  // R + λ QᵀQ, of two bands beside its diagonal
  const bands = [0, 1, 2].map(() => new Float64Array(n - 2))
  const right = new Float64Array(n - 2)
  for (let j = 0; j < n - 2; j++) {
    bands[0][j] = (h[j] + h[j + 1]) / 3 + lambda * (qOf(h, j, 0) ** 2 + qOf(h, j, 1) ** 2 + qOf(h, j, 2) ** 2)
    if (j + 1 < n - 2)
      bands[1][j] = h[j + 1] / 6 + lambda * (qOf(h, j, 1) * qOf(h, j + 1, 0) + qOf(h, j, 2) * qOf(h, j + 1, 1))
    if (j + 2 < n - 2) bands[2][j] = lambda * qOf(h, j, 2) * qOf(h, j + 2, 0)
    right[j] = qOf(h, j, 0) * values[j] + qOf(h, j, 1) * values[j + 1] + qOf(h, j, 2) * values[j + 2]
  }
  const second = solveBanded(bands, right)
  for (let j = 0; j < n - 2; j++) {
    for (let k = 0; k < 3; k++) smooth[j + k] -= lambda * qOf(h, j, k) * second[j]
  }
  return smooth
}

/** the k-th of the three entries, at j, j + 1 and j + 2, that column j of Q has */
function qOf(h: Float64Array, j: number, k: number): number {
  if (k === 0) return 1 / h[j]
  return k === 2 ? 1 / h[j + 1] : -1 / h[j] - 1 / h[j + 1]
}

/** solves a symmetric positive definite system with two bands beside its diagonal, by L D Lᵀ */
function solveBanded(bands: readonly Float64Array[], right: Float64Array): Float64Array {
  const n = right.length
  const [d, l1, l2] = bands.map((band) => band.slice())
  const x = right.slice()
  for (let i = 0; i < n; i++) {
    if (i >= 1) d[i] -= l1[i - 1] ** 2 * d[i - 1]
    if (i >= 2) d[i] -= l2[i - 2] ** 2 * d[i - 2]
    if (i >= 1) l1[i] -= l2[i - 1] * l1[i - 1] * d[i - 1]
    l1[i] /= d[i]
    l2[i] /= d[i]
    if (i >= 1) x[i] -= l1[i - 1] * x[i - 1]
    if (i >= 2) x[i] -= l2[i - 2] * x[i - 2]
  }
  for (let i = n - 1; i >= 0; i--) {
    x[i] /= d[i]
    if (i + 1 < n) x[i] -= l1[i] * x[i + 1]
    if (i + 2 < n) x[i] -= l2[i] * x[i + 2]
  }
  return x
}
