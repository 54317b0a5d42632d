import { crc32, inflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { crcWithZeros, deflatedZeros } from '../../src/study/zero-run.ts'

/** the last block of deflated data, with nothing in it */
const LAST_BLOCK = Uint8Array.of(3, 0)

// around a whole megabyte too, from which on runs are put together of several
const anyCount = fc.oneof(
  fc.nat(5000),
  fc.integer({ min: 2 ** 20 - 3, max: 2 ** 20 + 3 }),
  fc.constant(3 * 2 ** 20 + 5),
)

describe('a run of zeros', () => {
  test('inflates to as many, in next to no space', () => {
    fc.assert(
      fc.property(anyCount, (count) => {
        const deflated = Buffer.concat([...deflatedZeros(count), LAST_BLOCK])
        expect(inflateRawSync(deflated).equals(Buffer.alloc(count))).toBe(true)
        expect(deflated.length).toBeLessThan(300 + count / 900)
      }),
      { numRuns: 60 },
    )
  })

  test('changes a checksum as the zeros themselves do', () => {
    fc.assert(
      fc.property(fc.uint8Array(), anyCount, (bytes, count) => {
        expect(crcWithZeros(crc32(bytes), count)).toBe(crc32(Buffer.concat([bytes, Buffer.alloc(count)])))
      }),
      { numRuns: 60 },
    )
  })
})
