import { messageOf } from '../core/message-of.ts'
import { decodeNpy, encodeDrawing, encodeNpy, type NpyArray, type NpyDrawing, type NpyValue } from './npy.ts'
import { type Contents, decodeZip, encodeZip, type Packed, pack, packBand } from './zip.ts'

/** An array packed beforehand, for one that stands in several files. */
export interface PackedNpy {
  readonly packed: Packed
}

/** Packs an array for npz files. */
export function packNpy(value: NpyValue): PackedNpy {
  return { packed: pack({ bytes: encodeNpy(value), lookFor: redundancyOf(value) }) }
}

/** Encodes named arrays as numpy's `savez_compressed` does. The same arrays in the same order give the same bytes. */
export function encodeNpz(
  arrays: Readonly<Record<string, NpyValue | NpyDrawing | PackedNpy>>,
): Uint8Array<ArrayBuffer> {
  // drawings all in the same place
  let room = new ArrayBuffer(0)
  const files = Object.entries(arrays).map(([name, value]) => {
    const fileName = `${name}.npy`
    if ('packed' in value) return { name: fileName, packed: value.packed }
    if (!('draw' in value)) return { name: fileName, ...packNpy(value) }
    const drawn = encodeDrawing(value, room)
    room = drawn.band.buffer
    return { name: fileName, packed: packBand(drawn) }
  })
  return encodeZip(files)
}

/** Positions, counts and even weights come again; of other measured values, deflating takes off 6 % at most. */
function redundancyOf(value: NpyValue): Contents['lookFor'] {
  if ('text' in value) return 'nothing'
  const { data } = value
  const isMeasured = data instanceof Float32Array || data instanceof Float64Array
  return isMeasured && !isEven(data) ? 'nothing' : 'repeats'
}

function isEven(values: Float32Array | Float64Array): boolean {
  for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return false
  return true
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
