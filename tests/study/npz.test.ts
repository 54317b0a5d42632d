import { join } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeCouplingNpz } from '../../src/study/coupling-file.ts'
import { decodeNpy, encodeNpy, type NpyArray, type NpyValue } from '../../src/study/npy.ts'
import { decodeNpz, encodeNpz, npzArray } from '../../src/study/npz.ts'
import { decodeZip, encodeZip, hasZipEnd } from '../../src/study/zip.ts'
import { tempDir, tempFile } from '../support/temp-dir.ts'

const shapes = fc.array(fc.nat(4), { maxLength: 3 })
const size = (shape: readonly number[]) => shape.reduce((product, n) => product * n, 1)

const anyArray: fc.Arbitrary<NpyArray> = shapes.chain((shape) => {
  const length = { minLength: size(shape), maxLength: size(shape) }
  return fc.oneof(
    fc.float64Array(length).map((data) => ({ data, shape })),
    fc.float32Array(length).map((data) => ({ data, shape })),
    fc.int32Array(length).map((data) => ({ data, shape })),
    fc.uint8Array(length).map((data) => ({ data, shape })),
    fc.bigInt64Array(length).map((data) => ({ data, shape })),
    fc.uint8Array({ ...length, max: 1 }).map((data) => ({ data, shape, dtype: 'bool' as const })),
  )
})

const anyText: fc.Arbitrary<NpyValue> = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1 }).map((text) => ({ text: `${text}.`, dtype: 'unicode' as const })),
  fc.string({ unit: 'binary-ascii', minLength: 1 }).map((text) => ({ text: `${text}.`, dtype: 'bytes' as const })),
)

describe('npy', () => {
  test('any array or text comes back as it was', () => {
    fc.assert(
      fc.property(fc.oneof(anyArray, anyText), (value) => {
        expect(decodeNpy(encodeNpy(value))).toEqual(value)
      }),
    )
  })

  test('the bytes are those that numpy writes', () => {
    // numpy.save of numpy.array([[1, 2, 3]], '<i4')
    const header = `${"{'descr': '<i4', 'fortran_order': False, 'shape': (1, 3, ), }".padEnd(117)}\n`
    const expected = Buffer.concat([
      Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, 118, 0]),
      Buffer.from(header),
      Buffer.from([1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0]),
    ])
    expect(Buffer.from(encodeNpy({ data: Int32Array.of(1, 2, 3), shape: [1, 3] })).equals(expected)).toBe(true)
  })

  test('data begin at a multiple of 64 bytes', () => {
    fc.assert(
      fc.property(anyArray, (array) => {
        expect((encodeNpy(array).length - array.data.byteLength) % 64).toBe(0)
      }),
    )
  })

  const numpyFile = (header: string, data: number[], version = 1) => {
    const length = version === 1 ? [header.length, 0] : [header.length, 0, 0, 0]
    return Uint8Array.from([0x93, ...Buffer.from('NUMPY'), version, 0, ...length, ...Buffer.from(header), ...data])
  }

  test("numpy's own headers are read, of either version, wherever the bytes lie", () => {
    const header = "{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }\n"
    for (const version of [1, 2, 3]) {
      const shifted = Buffer.concat([Buffer.alloc(3), numpyFile(header, [7, 8], version)]).subarray(3)
      expect(decodeNpy(shifted)).toEqual({ data: Uint8Array.of(7, 8), shape: [2] })
    }
  })

  test.each([
    ["{'descr': '<f8', 'fortran_order': True, 'shape': (2, 2), }", /Fortran order/],
    ["{'descr': '>f8', 'fortran_order': False, 'shape': (2,), }", /big-endian/],
    ["{'descr': '<c16', 'fortran_order': False, 'shape': (0,), }", /<c16.*not supported/],
    ["{'descr': '|O', 'fortran_order': False, 'shape': (0,), }", /\|O.*not supported/],
    ["{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (0,), }", /header not understood/],
    ["{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }", /cut off/],
  ])('%s is refused', (header, message) => {
    expect(() => decodeNpy(numpyFile(header, []))).toThrow(message)
  })

  test('what is no npy file, or does not fit, is refused', () => {
    expect(() => decodeNpy(Uint8Array.of(1, 2, 3))).toThrow(/npy data invalid/)
    expect(() => encodeNpy({ data: Int32Array.of(1, 2), shape: [3] })).toThrow(/does not fit/)
    expect(() => encodeNpy({ data: Int32Array.of(1), shape: [1], dtype: 'bool' })).toThrow(/bool/)
    expect(() => encodeNpy({ text: 'é', dtype: 'bytes' })).toThrow(/ASCII/)
  })
})

describe('npz', () => {
  const anyArrays = fc.dictionary(fc.stringMatching(/^[a-z_]{1,12}$/), fc.oneof(anyArray, anyText), { maxKeys: 5 })

  test('any arrays come back, and the same arrays make the same bytes', () => {
    fc.assert(
      fc.property(anyArrays, (arrays) => {
        const bytes = encodeNpz(arrays)
        expect(decodeNpz(bytes)).toEqual({ ...arrays })
        expect(encodeNpz(arrays)).toEqual(bytes)
      }),
    )
  })

  test('a field that is mostly zeros becomes small', () => {
    const draw = (values: Float32Array) => {
      for (let i = 60_000; i < 66_000; i++) values[i] = Math.sin(i)
    }
    expect(encodeNpz({ field: { draw, shape: [256, 576] } }).length).toBeLessThan(26_000)
  })

  test('even weights become small too', () => {
    const weights = new Float64Array(6000).fill(1 / 6000)
    expect(encodeNpz({ weights: { data: weights, shape: [6000] } }).length).toBeLessThan(600)
  })

  test('an array that is drawn into its file is as if it had been given', () => {
    const data = Float32Array.of(0, 1.5, 0, -2, 0, 0)
    const draw = (values: Float32Array) => {
      values[1] = 1.5
      values[3] = -2
    }
    expect(decodeNpz(encodeNpz({ drawn: { shape: [3, 2], draw } }))).toEqual({ drawn: { shape: [3, 2], data } })
  })

  test('drawings of any size, one after the other, do not draw into each other', () => {
    const anyDrawn = fc.array(fc.float32Array({ maxLength: 40 }), { maxLength: 6 })
    fc.assert(
      fc.property(anyDrawn, (fields) => {
        const drawing = (data: Float32Array) => ({
          shape: [data.length],
          draw: (values: Float32Array) => values.set(data),
        })
        const bytes = encodeNpz(Object.fromEntries(fields.map((data, i) => [`f${i}`, drawing(data)])))
        const given = fields.map((data, i) => [`f${i}`, { data, shape: [data.length] }])
        expect(decodeNpz(bytes)).toEqual(Object.fromEntries(given))
      }),
    )
  })

  test('arrays are asked for by name', () => {
    const arrays = decodeNpz(
      encodeNpz({ f: { data: Float64Array.of(1), shape: [] }, t: { text: 'x', dtype: 'bytes' } }),
    )
    expect(npzArray(arrays, 'f').data).toEqual(Float64Array.of(1))
    expect(() => npzArray(arrays, 'g')).toThrow('no array "g", only f, t')
    expect(() => npzArray(arrays, 't')).toThrow(/is a text/)
  })

  test('a damaged array is named', () => {
    const bytes = encodeZip([{ name: 'velocity.npy', bytes: Uint8Array.of(1, 2, 3), lookFor: 'runs' }])
    expect(() => decodeNpz(bytes)).toThrow(/^velocity: npy data invalid/)
  })
})

describe('zip', () => {
  const entries = [
    { name: 'zeros', bytes: new Uint8Array(1000), lookFor: 'runs' },
    { name: 'µ.txt', bytes: Buffer.from('abc'), lookFor: 'nothing' },
  ] as const

  test('a file that does not shrink is stored', () => {
    const bytes = Buffer.from(encodeZip(entries))
    expect(bytes.includes('abc')).toBe(true)
    expect(Buffer.from(encodeZip([{ ...entries[1], lookFor: 'repeats' }])).includes('abc')).toBe(true)
    const dataStart = 30 + 'zeros'.length
    expect(inflateRawSync(bytes.subarray(dataStart, dataStart + bytes.readUInt32LE(18)))).toEqual(Buffer.alloc(1000))
  })

  test('an archive may be followed by a comment', () => {
    const bytes = Buffer.concat([encodeZip(entries), Buffer.from('a comment')])
    expect(decodeZip(bytes).map(({ name }) => name)).toEqual(['zeros', 'µ.txt'])
  })

  test('its end is on the disk, or missed', () => {
    const bytes = encodeZip(entries)
    expect(hasZipEnd(tempFile('whole', bytes))).toBe(true)
    expect(hasZipEnd(tempFile('cut off', bytes.subarray(0, -1)))).toBe(false)
    expect(hasZipEnd(tempFile('not yet on the disk', new Uint8Array(bytes.length)))).toBe(false)
    expect(hasZipEnd(tempFile('empty', ''))).toBe(false)
    expect(() => hasZipEnd(join(tempDir(), 'none'))).toThrow(/ENOENT/)
  })

  test('every cut and every flipped bit of the contents is noticed', () => {
    const bytes = encodeZip(entries)
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), (length) => {
        expect(() => decodeZip(bytes.subarray(0, length))).toThrow(/zip/)
      }),
    )
    const contents = Buffer.from(bytes).indexOf('abc')
    const flipped = Uint8Array.from(bytes)
    flipped[contents] ^= 1
    expect(() => decodeZip(flipped)).toThrow('µ.txt fails its checksum')
  })
})

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
