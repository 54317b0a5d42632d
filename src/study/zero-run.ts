import { constants, crc32, deflateRawSync } from 'node:zlib'

/** runs are put together from runs of 1, 2, 4, … bytes, up to a megabyte */
const MOST_POWER = 20

/**
 * A run of zero bytes deflated: whole blocks of which none is the last, so that more may follow. Takes no longer for a long run than for a short one.
 *
 * @see RFC 1951
 */
export function deflatedZeros(count: number): Uint8Array[] {
  return powersOf(count).map(deflatedPower)
}

/** The CRC-32 of bytes whose own is `crc` followed by a run of zero bytes, in time that doesn't grow with the run's length. */
export function crcWithZeros(crc: number, count: number): number {
  return ~powersOf(count).reduce((register, power) => appliedTo(register, stepOf(power)), ~crc) >>> 0
}

/** powers of two that make up a count */
function powersOf(count: number): number[] {
  const powers = new Array<number>(Math.floor(count / 2 ** MOST_POWER)).fill(MOST_POWER)
  for (let power = 0; power < MOST_POWER; power++) if ((count >>> power) & 1) powers.push(power)
  return powers
}

const deflatedPowers: Uint8Array[] = []

function deflatedPower(power: number): Uint8Array {
  // flushed, a stream ends with a whole block on a whole byte
  deflatedPowers[power] ??= deflateRawSync(new Uint8Array(2 ** power), { finishFlush: constants.Z_SYNC_FLUSH })
  return deflatedPowers[power]
}

/**
 * What a run of zeros does to CRC-32's register is linear over the bits: what becomes of each bit alone, from which what becomes of any register
 * follows.
 */
type Step = Int32Array

const steps: Step[] = []

function stepOf(power: number): Step {
  steps[power] ??= power === 0 ? oneZero() : twice(stepOf(power - 1))
  return steps[power]
}

function oneZero(): Step {
  return Int32Array.from({ length: 32 }, (_, bit) => ~crc32(Uint8Array.of(0), ~(1 << bit) >>> 0))
}

function twice(step: Step): Step {
  return step.map((register) => appliedTo(register, step))
}

function appliedTo(register: number, step: Step): number {
  let sum = 0
  for (let bit = 0; bit < step.length; bit++) if ((register >>> bit) & 1) sum ^= step[bit]
  return sum
}
