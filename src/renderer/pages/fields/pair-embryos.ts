import type { Api } from '../../data/api-context.ts'
import { pairColumns, textAt } from '../explore/pair-columns.ts'

/** The target embryo of each solved pair of a run, in manifest order. */
export async function pairEmbryos(
  api: Api,
  studyDir: string,
  runId: string,
): Promise<readonly { readonly pairId: string; readonly embryoId: string }[]> {
  const pairs = pairColumns(await api.explore.table.call({ studyDir, runIds: [runId] }))
  return Array.from({ length: pairs.rowCount }, (_, row) => row).flatMap((row) => {
    const [pairId, state, embryoId] = ['pair_id', 'state', 'tgt_embryo_id'].map((name) => textAt(pairs, name, row))
    return pairId && embryoId && (state === 'ok' || state === 'unconverged') ? [{ pairId, embryoId }] : []
  })
}
