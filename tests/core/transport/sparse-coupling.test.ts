import fc from 'fast-check'
import { expect, test } from 'vitest'
import { solveReference } from '../../../src/core/transport/solve-reference.ts'
import { sparseCoupling } from '../../../src/core/transport/sparse-coupling.ts'
import { evaluateDense } from '../../support/dense-oracle.ts'
import { anyProblem } from '../../support/transport-problems.ts'

const solved = anyProblem({ steepest: 100 }).map((problem) => {
  const { potentials } = solveReference(problem, { tolerance: 1e-7, maxIterations: 2000 })
  return { problem, potentials, dense: evaluateDense(problem, potentials) }
})
const anyMass = fc.double({ min: 1, max: 10_000, noNaN: true })

test('holds entries of the plan, and of each row and each column at least 99.9 %', () => {
  fc.assert(
    fc.property(solved, anyMass, ({ problem, potentials, dense }, massPx) => {
      // float32 keeps its digits down to 1e-38
      fc.pre(Math.min(...dense.rows, ...dense.columns) > 1e-34)
      const { shape, rowPointers, columns, values } = sparseCoupling(problem, potentials, massPx)
      const [n, m] = [dense.rows.length, dense.columns.length]
      expect(shape).toEqual([n, m])
      expect(rowPointers.length).toBe(n + 1)
      expect(rowPointers[0]).toBe(0)
      expect(rowPointers[n]).toBe(values.length)
      expect(columns.length).toBe(values.length)
      const columnSums = new Float64Array(m)
      for (let i = 0; i < n; i++) {
        let rowSum = 0
        for (let k = rowPointers[i]; k < rowPointers[i + 1]; k++) {
          if (k > rowPointers[i]) expect(columns[k]).toBeGreaterThan(columns[k - 1])
          expect(values[k] / (dense.plan[i][columns[k]] * massPx)).toBeCloseTo(1, 6)
          rowSum += values[k]
          columnSums[columns[k]] += values[k]
        }
        const share = rowSum / (dense.rows[i] * massPx)
        expect(share).toBeGreaterThanOrEqual(0.999 - 1e-6)
        expect(share).toBeLessThanOrEqual(1 + 1e-6)
      }
      columnSums.forEach((sum, j) => {
        const share = sum / (dense.columns[j] * massPx)
        expect(Math.abs(share - 1)).toBeLessThanOrEqual(0.002)
      })
    }),
  )
})

test('leaves out what nobody misses', () => {
  fc.assert(
    fc.property(solved, ({ problem, potentials, dense }) => {
      const { rowPointers, columns } = sparseCoupling(problem, potentials, 1)
      dense.plan.forEach((line, i) => {
        const kept = new Set(columns.subarray(rowPointers[i], rowPointers[i + 1]))
        line.forEach((p, j) => {
          // an entry without which both its row and its column still hold 99.95 %, with all smaller ones gone too, is not kept
          const smallerInRow = line.reduce((sum, other) => sum + (other <= p ? other : 0), 0)
          const smallerInColumn = dense.plan.reduce((sum, { [j]: other }) => sum + (other <= p ? other : 0), 0)
          const missed = smallerInRow > 5e-4 * dense.rows[i] || smallerInColumn > 5e-4 * dense.columns[j]
          if (!missed) expect(kept.has(j)).toBe(false)
        })
      })
    }),
  )
})
