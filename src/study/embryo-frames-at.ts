import { open } from 'node:fs/promises'
import { readCsvRecordAt } from './csv-records.ts'
import { type EmbryoFrame, embryoFrameOf } from './embryo-table.ts'
import { refusal } from './problem.ts'
import type { TableIndex } from './table-index.ts'

/**
 * Reads frames of an indexed table with their masks, from where they stand: some thousand rows a second, whatever the table's size.
 *
 * @param rows indices into the index's rows
 * @returns in the order asked for
 * @throws ProblemsError where the file is no longer the one that was indexed
 */
export async function readFramesAt(table: TableIndex, rows: readonly number[]): Promise<readonly EmbryoFrame[]> {
  const file = await open(table.path)
  try {
    const frames: EmbryoFrame[] = []
    for (const row of rows) {
      const place = table.rows[row]
      const record = await readCsvRecordAt(file, place)
      const frame = record && embryoFrameOf(table.path, table.header, record)
      if (frame?.embryoId !== place.embryoId || frame.frameIndex !== place.frameIndex) throw changed(table.path)
      frames.push(frame)
    }
    return frames
  } finally {
    await file.close()
  }
}

function changed(path: string) {
  return refusal('table-changed', 'the table was changed while it was read: read it again', path)
}
