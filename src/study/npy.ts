import type { BandInZeros } from './zip.ts'

/** Values as an npy file holds them. */
export type NpyData = Float64Array | Float32Array | Int32Array | Uint8Array | BigInt64Array

/** An array of numbers, row-major; `shape` is empty for a single one. With `dtype` bool, `data` is a Uint8Array of 0 and 1. */
export interface NpyArray {
  readonly data: NpyData
  readonly shape: readonly number[]
  readonly dtype?: 'bool'
}

/** A single string, as ASCII bytes (numpy's `S`) or as characters (`U`). */
export interface NpyText {
  readonly text: string
  readonly dtype: 'bytes' | 'unicode'
}

export type NpyValue = NpyArray | NpyText

/** A float32 array that is zero but for some of its rows (along its first axis), which are drawn straight into its file: `rows` are zeros, row-major. */
export interface NpyDrawing {
  readonly shape: readonly number[]
  readonly firstRow: number
  readonly rowCount: number
  readonly draw: (rows: Float32Array) => void
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]

/** numpy wants the data to begin at a multiple of this */
const ALIGNMENT_BYTES = 64

/**
 * Encodes a value as an npy file, format version 1.0: little-endian, C order.
 *
 * @throws Error where shape, type and number of values disagree, or a bytes text is not ASCII
 */
export function encodeNpy(value: NpyValue): Uint8Array<ArrayBuffer> {
  const { descr, shape, data } = 'text' in value ? textParts(value) : arrayParts(value)
  const header = npyHeader(descr, shape)
  const file = new Uint8Array(header.length + data.byteLength)
  file.set(header)
  file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), header.length)
  return file
}

/**
 * Encodes a drawing as `encodeNpy` would the whole array, with the zeros around its rows counted, not made.
 *
 * @param room where the rows go if it is large enough; a new place otherwise
 */
export function encodeDrawing({ shape, firstRow, rowCount, draw }: NpyDrawing, room: ArrayBuffer): BandInZeros {
  const rowValues = sizeOf(shape.slice(1))
  const bytesOf = (rows: number) => rows * rowValues * Float32Array.BYTES_PER_ELEMENT
  const rows =
    room.byteLength >= bytesOf(rowCount)
      ? new Float32Array(room, 0, rowCount * rowValues).fill(0)
      : new Float32Array(rowCount * rowValues)
  draw(rows)
  return {
    head: npyHeader('<f4', shape),
    zerosBefore: bytesOf(firstRow),
    band: new Uint8Array(rows.buffer, 0, rows.byteLength),
    zerosAfter: bytesOf(shape[0] - firstRow - rowCount),
  }
}

/** All that comes before an npy file's data. */
function npyHeader(descr: string, shape: readonly number[]): Uint8Array {
  const sizes = shape.map((size) => `${size}, `).join('')
  const dictionary = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${sizes}), }`
  const prefixBytes = MAGIC.length + 4
  const dataStart = Math.ceil((prefixBytes + dictionary.length + 1) / ALIGNMENT_BYTES) * ALIGNMENT_BYTES
  const textBytes = dataStart - prefixBytes
  const prefix = [...MAGIC, 1, 0, textBytes & 0xff, textBytes >> 8]
  return Uint8Array.from([...prefix, ...new TextEncoder().encode(`${dictionary.padEnd(textBytes - 1)}\n`)])
}

/**
 * Decodes an npy file (format versions 1.0 to 3.0) of one of the kinds that `NpyValue` has.
 *
 * @throws Error where it is no npy file, is cut off, or holds another kind of data (big-endian, Fortran order, objects, …)
 */
export function decodeNpy(bytes: Uint8Array): NpyValue {
  if (!MAGIC.every((byte, i) => bytes[i] === byte))
    throw new Error('npy data invalid: it does not begin with \\x93NUMPY')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const isFirstVersion = bytes[6] === 1
  const headerStart = isFirstVersion ? 10 : 12
  if (bytes.length < headerStart) throw new Error('npy data cut off within its header')
  const dataStart = headerStart + (isFirstVersion ? view.getUint16(8, true) : view.getUint32(8, true))
  const { descr, shape } = parseHeader(new TextDecoder().decode(bytes.subarray(headerStart, dataStart)))
  const dataBytes = sizeOf(shape) * itemSizeBytes(descr)
  const found = bytes.length - dataStart
  if (found < dataBytes)
    throw new Error(`npy data cut off: ${dataBytes} bytes of values are announced, ${found} follow`)
  // a copy of its own is aligned for any type
  return decodeData(descr, shape, new Uint8Array(bytes.subarray(dataStart, dataStart + dataBytes)))
}

interface NpyParts {
  readonly descr: string
  readonly shape: readonly number[]
  readonly data: NpyData
}

function arrayParts({ data, shape, dtype }: NpyArray): NpyParts {
  if (sizeOf(shape) !== data.length)
    throw new Error(`npy shape (${shape.join(', ')}) does not fit ${data.length} values`)
  if (dtype === 'bool' && !(data instanceof Uint8Array)) throw new Error('npy bool data must be a Uint8Array')
  return { descr: dtype === 'bool' ? '|b1' : descrOf(data), shape, data }
}

function textParts({ text, dtype }: NpyText): NpyParts {
  const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0)
  if (dtype === 'unicode') return { descr: `<U${codes.length}`, shape: [], data: Int32Array.from(codes) }
  if (codes.some((code) => code > 127)) throw new Error(`npy bytes must be ASCII, not ${JSON.stringify(text)}`)
  return { descr: `|S${codes.length}`, shape: [], data: Uint8Array.from(codes) }
}

function descrOf(data: NpyData): string {
  if (data instanceof Float64Array) return '<f8'
  if (data instanceof Float32Array) return '<f4'
  if (data instanceof Int32Array) return '<i4'
  return data instanceof Uint8Array ? '|u1' : '<i8'
}

function parseHeader(header: string): { readonly descr: string; readonly shape: readonly number[] } {
  const descr = /'descr':\s*'([^']*)'/.exec(header)?.[1]
  const order = /'fortran_order':\s*(True|False)/.exec(header)?.[1]
  const sizes = /'shape':\s*\(([\d\s,]*)\)/.exec(header)?.[1]
  if (descr === undefined || order === undefined || sizes === undefined) {
    throw new Error(`npy header not understood: ${header.trim()}`)
  }
  const shape = sizes.split(',').flatMap((size) => (size.trim() === '' ? [] : [Number(size)]))
  if (order === 'True' && shape.length > 1) throw new Error('npy data in Fortran order: save it in C order')
  return { descr, shape }
}

function itemSizeBytes(descr: string): number {
  const [, order, kind, size] = /^([<>|=])([a-zA-Z])(\d+)$/.exec(descr) ?? []
  if (order === '>') throw new Error(`npy data is big-endian (${descr}): save it little-endian`)
  if (size === undefined) throw new Error(`npy data of type ${descr} is not supported`)
  return Number(size) * (kind === 'U' ? 4 : 1)
}

function decodeData(descr: string, shape: readonly number[], bytes: Uint8Array<ArrayBuffer>): NpyValue {
  const { buffer } = bytes
  switch (descr) {
    case '<f8':
      return { data: new Float64Array(buffer), shape }
    case '<f4':
      return { data: new Float32Array(buffer), shape }
    case '<i4':
      return { data: new Int32Array(buffer), shape }
    case '<i8':
      return { data: new BigInt64Array(buffer), shape }
    case '|u1':
      return { data: bytes, shape }
    case '|b1':
      return { data: bytes, shape, dtype: 'bool' }
  }
  if (sizeOf(shape) === 1 && descr.startsWith('|S')) return { text: textOf(bytes), dtype: 'bytes' }
  if (sizeOf(shape) === 1 && descr.startsWith('<U')) return { text: textOf(new Int32Array(buffer)), dtype: 'unicode' }
  throw new Error(`npy data of type ${descr} and shape (${shape.join(', ')}) is not supported`)
}

/** numpy fills a string up with zeros */
function textOf(codes: Uint8Array | Int32Array): string {
  return String.fromCodePoint(...codes).replace(/\0+$/, '')
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1)
}
