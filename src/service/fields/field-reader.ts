import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { PairField } from '../../core/analysis/pair-field.ts'
import { FIELDS_FILE } from '../../study/pair-artifacts.ts'
import { pairFieldBytes, readPairField } from '../../study/pair-field-file.ts'
import { ByteCache } from './byte-cache.ts'

const BOUND_BYTES = 256 * 2 ** 20

/** Reads pairs' maps and keeps those that were looked at last. */
export class FieldReader {
  readonly #cache = new ByteCache<PairField>(BOUND_BYTES, pairFieldBytes)

  /**
   * A pair's maps, by its folder.
   *
   * @throws Error where a file is missing or damaged
   */
  async read(dir: string): Promise<PairField> {
    // a pair that was run again is another one
    const { mtimeMs, size } = await stat(join(dir, FIELDS_FILE))
    return this.#cache.get(`${dir}\n${mtimeMs} ${size}`, () => readPairField(dir))
  }
}
