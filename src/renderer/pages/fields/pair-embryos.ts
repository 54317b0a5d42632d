import { bytesOf } from '../../../api/panel-field-view.ts'
import type { Api } from '../../data/api-context.ts'

/** The target embryo of each solved pair of a run, in manifest order. */
export async function pairEmbryos(
  api: Api,
  studyDir: string,
  runId: string,
): Promise<readonly { readonly pairId: string; readonly embryoId: string }[]> {
  const { rowCount, columns } = await api.explore.table.call({ studyDir, runIds: [runId] })
  const textsOf = (wanted: string): readonly string[] => {
    const column = columns.find(({ name }) => name === wanted)
    if (column?.kind !== 'text') return []
    const codes = new Uint32Array(bytesOf(column.codesBase64).buffer)
    return Array.from(codes, (code) => column.texts[code] ?? '')
  }
  const [pairIds, states, embryos] = [textsOf('pair_id'), textsOf('state'), textsOf('tgt_embryo_id')]
  return Array.from({ length: rowCount }, (_, row) => row).flatMap((row) => {
    const [pairId, state, embryoId] = [pairIds[row], states[row], embryos[row]]
    return pairId && embryoId && (state === 'ok' || state === 'unconverged') ? [{ pairId, embryoId }] : []
  })
}
