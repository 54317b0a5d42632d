import { encodeNpz } from './npz.ts'

/** A sparse matrix of `shape` (rows, columns), compressed by row: row i holds entries `rowPointers[i]` to `rowPointers[i + 1]`. */
export interface CsrMatrix {
  readonly shape: readonly [rows: number, columns: number]
  readonly rowPointers: Int32Array
  readonly columns: Int32Array
  readonly values: Float32Array
}

/** Encodes a sparse coupling in the layout of `scipy.sparse.save_npz`; `scipy.sparse.load_npz` reads it (contract §8). */
export function encodeCouplingNpz({ shape, rowPointers, columns, values }: CsrMatrix): Uint8Array {
  return encodeNpz({
    indices: { data: columns, shape: [columns.length] },
    indptr: { data: rowPointers, shape: [rowPointers.length] },
    format: { text: 'csr', dtype: 'bytes' },
    shape: { data: BigInt64Array.from(shape, BigInt), shape: [2] },
    data: { data: values, shape: [values.length] },
  })
}
