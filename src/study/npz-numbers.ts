import type { NpyValue } from './npy.ts'
import { npzArray } from './npz.ts'

/**
 * The numbers of an array of an npz file, as float64.
 *
 * @throws Error naming an array that is missing, holds 64-bit integers, or has not `length` values
 */
export function npzNumbers(values: Readonly<Record<string, NpyValue>>, name: string, length?: number): Float64Array {
  const { data } = npzArray(values, name)
  if (data instanceof BigInt64Array) throw new Error(`the array ${name} holds 64-bit integers, expected plain numbers`)
  if (length !== undefined && data.length !== length) {
    throw new Error(`the array ${name} has ${data.length} values, expected ${length}`)
  }
  return Float64Array.from(data)
}
