import { expect, test } from 'vitest'
import { encodeCouplingNpz } from '../../src/study/coupling-file.ts'
import { decodeNpz } from '../../src/study/npz.ts'

test("a coupling has the entries of scipy.sparse.save_npz's CSR layout", () => {
  const coupling = {
    shape: [3, 4] as const,
    rowPointers: Int32Array.of(0, 2, 2, 3),
    columns: Int32Array.of(0, 3, 1),
    values: Float32Array.of(1, 2, 3),
  }
  expect(decodeNpz(encodeCouplingNpz(coupling))).toEqual({
    indices: { data: coupling.columns, shape: [3] },
    indptr: { data: coupling.rowPointers, shape: [4] },
    format: { text: 'csr', dtype: 'bytes' },
    shape: { data: BigInt64Array.of(3n, 4n), shape: [2] },
    data: { data: coupling.values, shape: [3] },
  })
})
