import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeNpy, encodeNpy, type NpyArray, type NpyValue } from '../../src/study/npy.ts'
import { decodeNpz, encodeNpz, npzArray, packNpy } from '../../src/study/npz.ts'
import { encodeZip, pack } from '../../src/study/zip.ts'

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
    const draw = (rows: Float32Array) => {
      for (let i = 0; i < 6000; i++) rows[i] = Math.sin(i)
    }
    const field = { shape: [256, 576], firstRow: 104, rowCount: 11, draw }
    expect(encodeNpz({ field }).length).toBeLessThan(26_000)
  })

  test('even weights become small too', () => {
    const weights = new Float64Array(6000).fill(1 / 6000)
    expect(encodeNpz({ weights: { data: weights, shape: [6000] } }).length).toBeLessThan(600)
  })

  test('rows that are drawn into their file, of any size and one after the other, are as if the whole arrays had been given', () => {
    const anyRows = fc.record({
      before: fc.nat(300),
      after: fc.nat(300),
      rows: fc.nat(3).chain((columns) => {
        const row = fc.float32Array({ minLength: columns, maxLength: columns })
        return fc.record({ columns: fc.constant(columns), values: fc.array(row, { maxLength: 5 }) })
      }),
    })
    fc.assert(
      fc.property(fc.array(anyRows, { maxLength: 6 }), (fields) => {
        const drawings = fields.map(({ before, after, rows: { columns, values } }) => ({
          shape: [before + values.length + after, columns],
          firstRow: before,
          rowCount: values.length,
          draw: (rows: Float32Array) => rows.set(values.flatMap((row) => [...row])),
        }))
        const whole = drawings.map(({ shape, firstRow, draw }) => {
          const data = new Float32Array(shape[0] * shape[1])
          draw(data.subarray(firstRow * shape[1]))
          return { data, shape }
        })
        const named = <T>(values: readonly T[]) => Object.fromEntries(values.map((value, i) => [`f${i}`, value]))
        expect(decodeNpz(encodeNpz(named(drawings)))).toEqual(named(whole))
      }),
    )
  })

  test('an array packed beforehand is as if it had been given', () => {
    const points = { data: Int32Array.from({ length: 500 }, (_, i) => i % 20), shape: [250, 2] }
    expect(encodeNpz({ points: packNpy(points) })).toEqual(encodeNpz({ points }))
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
    const bytes = encodeZip([
      { name: 'velocity.npy', packed: pack({ bytes: Uint8Array.of(1, 2, 3), lookFor: 'repeats' }) },
    ])
    expect(() => decodeNpz(bytes)).toThrow(/^velocity: npy data invalid/)
  })
})
