/** Solves a small linear system by Gaussian elimination with pivoting, on copies. */
export function solveDenseSystem(matrix: readonly Float64Array[], right: Float64Array): Float64Array {
  const rows = matrix.map((row, i) => Float64Array.of(...row, right[i]))
  const size = rows.length
  for (let k = 0; k < size; k++) {
    let pivot = k
    for (let r = k + 1; r < size; r++) if (Math.abs(rows[r][k]) > Math.abs(rows[pivot][k])) pivot = r
    const line = rows[pivot]
    rows[pivot] = rows[k]
    rows[k] = line
    for (let r = 0; r < size; r++) {
      if (r === k) continue
      const factor = rows[r][k] / line[k]
      if (factor !== 0) for (let c = k; c <= size; c++) rows[r][c] -= factor * line[c]
    }
  }
  return Float64Array.from(rows, (row, i) => row[size] / row[i])
}
