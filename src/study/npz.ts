import { messageOf } from '../core/message-of.ts'
import { decodeNpy, encodeNpy, type NpyArray, type NpyValue } from './npy.ts'
import { decodeZip, encodeZip } from './zip.ts'

/** Encodes named arrays as numpy's `savez_compressed` does. The same arrays in the same order give the same bytes. */
export function encodeNpz(arrays: Readonly<Record<string, NpyValue>>): Uint8Array<ArrayBuffer> {
  return encodeZip(Object.entries(arrays).map(([name, array]) => ({ name: `${name}.npy`, bytes: encodeNpy(array) })))
}

/**
 * Decodes an npz file.
 *
 * @throws Error where the archive is damaged or an array is of a kind that `decodeNpy` does not take, naming it
 */
export function decodeNpz(bytes: Uint8Array): Record<string, NpyValue> {
  // fromEntries: a name such as __proto__ is a name like any other
  return Object.fromEntries(decodeZip(bytes).map((entry) => decodeEntry(entry.name.replace(/\.npy$/, ''), entry.bytes)))
}

function decodeEntry(name: string, bytes: Uint8Array): [name: string, value: NpyValue] {
  try {
    return [name, decodeNpy(bytes)]
  } catch (error) {
    throw new Error(`${name}: ${messageOf(error)}`, { cause: error })
  }
}

/**
 * The array of that name.
 *
 * @throws Error where there is none, or it is a text
 */
export function npzArray(values: Readonly<Record<string, NpyValue>>, name: string): NpyArray {
  const value = values[name]
  if (value === undefined)
    throw new Error(`the npz file has no array "${name}", only ${Object.keys(values).join(', ')}`)
  if ('text' in value) throw new Error(`"${name}" in the npz file is a text, not an array`)
  return value
}
