import { EMBRYO_TABLE_COLUMNS, frameKey } from '../study/embryo-table.ts'
import type { RunStore } from '../study/run-store.ts'

/** What an embryo table has beside the columns that the pipeline reads: treatment, clutch, phenotype … (contract §1.1). */
export interface OwnColumns {
  readonly names: readonly string[]
  /** null where the frame has none */
  cellOf(frame: { readonly embryoId: string; readonly frameIndex: number }, name: string): string | null
}

const READ = new Set([...EMBRYO_TABLE_COLUMNS.required.flat(), ...EMBRYO_TABLE_COLUMNS.optional, 'mask_rle_format'])

/** Those of a study's frames, in the order of the table. */
export function ownColumns(store: RunStore): OwnColumns {
  const frames = new Map(store.frameCells().map((frame) => [frameKey(frame.embryoId, frame.frameIndex), frame.cells]))
  const names = new Set([...frames.values()].flatMap((cells) => Object.keys(cells)).filter((name) => !READ.has(name)))
  return {
    names: [...names],
    cellOf: ({ embryoId, frameIndex }, name) => frames.get(frameKey(embryoId, frameIndex))?.[name] || null,
  }
}
