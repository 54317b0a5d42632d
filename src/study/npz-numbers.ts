import type { NpyArray } from './npy.ts'

/**
 * The numbers of an array of an npz file, as float64.
 *
 * @throws Error naming an array that is missing, holds no plain numbers, or has not `length` values
 */
export function npzNumbers(arrays: Readonly<Record<string, NpyArray>>, name: string, length?: number): Float64Array {
  const array = arrays[name]
  if (!array) throw new Error(`the file has no array ${name}, only ${Object.keys(arrays).join(', ')}`)
  const { data } = array
  if (data instanceof BigInt64Array) throw new Error(`the array ${name} holds 64-bit integers, expected plain numbers`)
  if (length !== undefined && data.length !== length) {
    throw new Error(`the array ${name} has ${data.length} values, expected ${length}`)
  }
  return Float64Array.from(data)
}
