import { join } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeZip, encodeZip, hasZipEnd, pack, packBand } from '../../src/study/zip.ts'
import { tempDir, tempFile } from '../support/temp-dir.ts'

describe('zip', () => {
  const entries = [
    { name: 'zeros', packed: pack({ bytes: new Uint8Array(1000), lookFor: 'repeats' }) },
    { name: 'µ.txt', packed: pack({ bytes: Buffer.from('abc'), lookFor: 'nothing' }) },
  ]

  test('a file that does not shrink is stored', () => {
    const bytes = Buffer.from(encodeZip(entries))
    expect(bytes.includes('abc')).toBe(true)
    const noise = Float64Array.from({ length: 100 }, (_, i) => Math.sin(i))
    const bytesOfNoise = new Uint8Array(noise.buffer)
    expect(pack({ bytes: bytesOfNoise, lookFor: 'repeats' }).data).toEqual(bytesOfNoise)
    const dataStart = 30 + 'zeros'.length
    expect(inflateRawSync(bytes.subarray(dataStart, dataStart + bytes.readUInt32LE(18)))).toEqual(Buffer.alloc(1000))
  })

  test('a band in zeros comes back as it was', () => {
    const anyBand = fc.record({
      head: fc.uint8Array({ maxLength: 200 }),
      zerosBefore: fc.nat(5000),
      band: fc.uint8Array({ maxLength: 2000 }).map((bytes) => Uint8Array.from(bytes)),
      zerosAfter: fc.nat(5000),
    })
    fc.assert(
      fc.property(anyBand, (contents) => {
        const { head, zerosBefore, band, zerosAfter } = contents
        const whole = Buffer.concat([head, Buffer.alloc(zerosBefore), band, Buffer.alloc(zerosAfter)])
        const [file] = decodeZip(encodeZip([{ name: 'band', packed: packBand(contents) }]))
        expect(whole.equals(file.bytes)).toBe(true)
      }),
    )
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
