import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { PairField } from '../../core/analysis/pair-field.ts'
import { areaPx } from '../../core/analysis/placed-map.ts'
import { FIELDS_FILE } from '../../study/pair-artifacts.ts'
import { pairFieldBytes, readPairField } from '../../study/pair-field-file.ts'
import { ByteCache } from './byte-cache.ts'
import type { GroupReading } from './group-reading.ts'

const PAIRS_BOUND_BYTES = 192 * 2 ** 20
const GROUPS_BOUND_BYTES = 64 * 2 ** 20

/** How far the reading of groups is. */
export interface ReadingProgress {
  readonly pairsRead: number
  readonly pairCount: number
}

type Progress = (pairsRead: number, pairCount: number) => void

/** Reads pairs' maps, and keeps those that were looked at last, and what was made of groups of them. */
export class FieldReader {
  readonly #pairs = new ByteCache<PairField>(PAIRS_BOUND_BYTES, pairFieldBytes)
  readonly #groups = new ByteCache<GroupReading>(GROUPS_BOUND_BYTES, groupBytes)
  readonly #readings = new Map<object, ReadingProgress>()

  /**
   * A pair's maps, by its folder.
   *
   * @throws Error where a file is missing or damaged
   */
  async read(dir: string): Promise<PairField> {
    return this.#pairs.get(await keyOf(dir), () => readPairField(dir))
  }

  /** The same for one reading of many: what is not at hand is not kept, so that a group does not push out the pairs that are looked at. */
  async readOnce(dir: string): Promise<PairField> {
    return this.#pairs.peek(await keyOf(dir)) ?? readPairField(dir)
  }

  /** What was read of a group before, or reads it. */
  group(key: string, read: (progress: Progress) => Promise<GroupReading>): Promise<GroupReading> {
    return this.#groups.get(key, () => this.whileReading(read))
  }

  /** Counts a reading of many pairs into `progress` as long as it goes on. */
  async whileReading<Value>(read: (progress: Progress) => Promise<Value>): Promise<Value> {
    const reading = {}
    try {
      return await read((pairsRead, pairCount) => this.#readings.set(reading, { pairsRead, pairCount }))
    } finally {
      this.#readings.delete(reading)
    }
  }

  /** All groups that are being read, together; null for none. */
  progress(): ReadingProgress | null {
    if (this.#readings.size === 0) return null
    const readings = [...this.#readings.values()]
    const sum = (of: (reading: ReadingProgress) => number) => readings.reduce((total, each) => total + of(each), 0)
    return { pairsRead: sum(({ pairsRead }) => pairsRead), pairCount: sum(({ pairCount }) => pairCount) }
  }
}

/** a pair that was run again is another one */
async function keyOf(dir: string): Promise<string> {
  const { mtimeMs, size } = await stat(join(dir, FIELDS_FILE))
  return `${dir}\n${mtimeMs} ${size}`
}

/** means, squares and displacements in float64, counts and mask */
function groupBytes({ map }: GroupReading): number {
  return areaPx(map.box) * (4 * 8 + 2 + 1)
}
