import { messageOf } from '../core/message-of.ts'
import { decodeNpy, encodeNpy, type NpyArray, type NpyDrawing, type NpyValue } from './npy.ts'
import { decodeZip, encodeZip, type FileToPack } from './zip.ts'

/** Encodes named arrays as numpy's `savez_compressed` does. The same arrays in the same order give the same bytes. */
export function encodeNpz(arrays: Readonly<Record<string, NpyValue | NpyDrawing>>): Uint8Array<ArrayBuffer> {
  return encodeZip(npyFiles(arrays))
}

/** one file at a time, drawings all in the same place: new ones for a pair's fields would be 9 MB */
function* npyFiles(arrays: Readonly<Record<string, NpyValue | NpyDrawing>>): Generator<FileToPack> {
  let room = new ArrayBuffer(0)
  for (const [name, value] of Object.entries(arrays)) {
    const bytes = encodeNpy(value, room)
    if ('draw' in value) room = bytes.buffer
    yield { name: `${name}.npy`, bytes, lookFor: redundancyOf(value) }
  }
}

/** Drawings are mostly zeros; positions, counts and even weights come again; of other measured values, deflating takes off 6 % at most. */
function redundancyOf(value: NpyValue | NpyDrawing): FileToPack['lookFor'] {
  if ('draw' in value) return 'runs'
  if ('text' in value) return 'nothing'
  const { data } = value
  const isMeasured = data instanceof Float32Array || data instanceof Float64Array
  return isMeasured && data.some((each) => each !== data[0]) ? 'nothing' : 'repeats'
}

/**
 * Decodes an npz file.
 *
 * @param names the arrays to decode, all where left out; those that the file has not are left out
 * @throws Error where the archive is damaged or an array is of a kind that `decodeNpy` does not take, naming it
 */
export function decodeNpz(bytes: Uint8Array, names?: readonly string[]): Record<string, NpyValue> {
  const arrayName = (fileName: string) => fileName.replace(/\.npy$/, '')
  const entries = decodeZip(bytes, (fileName) => names === undefined || names.includes(arrayName(fileName)))
  // fromEntries: a name such as __proto__ is a name like any other
  return Object.fromEntries(entries.map((entry) => decodeEntry(arrayName(entry.name), entry.bytes)))
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
