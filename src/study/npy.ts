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

/** A float32 array that is drawn straight into its file: `values` are zeros, row-major. */
export interface NpyDrawing {
  readonly shape: readonly number[]
  readonly draw: (values: Float32Array) => void
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]

/** numpy wants the data to begin at a multiple of this */
const ALIGNMENT_BYTES = 64

/**
 * Encodes a value as an npy file, format version 1.0: little-endian, C order.
 *
 * @param room where a drawing goes if it is large enough; a new place otherwise
 * @throws Error where shape, type and number of values disagree, or a bytes text is not ASCII
 */
export function encodeNpy(value: NpyValue | NpyDrawing, room?: ArrayBuffer): Uint8Array<ArrayBuffer> {
  if ('draw' in value) return drawnNpy(value, room)
  const { descr, shape, data } = 'text' in value ? textParts(value) : arrayParts(value)
  const { file, dataStart } = emptyFile(descr, shape, data.byteLength)
  file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), dataStart)
  return file
}

function drawnNpy({ shape, draw }: NpyDrawing, room?: ArrayBuffer): Uint8Array<ArrayBuffer> {
  const length = sizeOf(shape)
  const { file, dataStart } = emptyFile('<f4', shape, length * Float32Array.BYTES_PER_ELEMENT, room)
  draw(new Float32Array(file.buffer, dataStart, length))
  return file
}

interface EmptyFile {
  /** header, then zeros */
  readonly file: Uint8Array<ArrayBuffer>
  readonly dataStart: number
}

function emptyFile(descr: string, shape: readonly number[], dataBytes: number, room?: ArrayBuffer): EmptyFile {
  const sizes = shape.map((size) => `${size}, `).join('')
  const dictionary = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${sizes}), }`
  const prefixBytes = MAGIC.length + 4
  const dataStart = Math.ceil((prefixBytes + dictionary.length + 1) / ALIGNMENT_BYTES) * ALIGNMENT_BYTES
  const headerBytes = dataStart - prefixBytes
  const header = `${dictionary.padEnd(headerBytes - 1)}\n`

  const fileBytes = dataStart + dataBytes
  const hasRoom = room !== undefined && room.byteLength >= fileBytes
  const file = hasRoom ? new Uint8Array(room, 0, fileBytes).fill(0) : new Uint8Array(fileBytes)
  file.set([...MAGIC, 1, 0, headerBytes & 0xff, headerBytes >> 8])
  new TextEncoder().encodeInto(header, file.subarray(prefixBytes))
  return { file, dataStart }
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
