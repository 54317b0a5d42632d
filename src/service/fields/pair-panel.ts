import { arrowValues, type FieldMapName, fieldMap, mapValues } from '../../core/analysis/field-map.ts'
import type { PanelField } from '../../core/analysis/panel-field.ts'
import { messageOf } from '../../core/message-of.ts'
import { refusal } from '../../study/problem.ts'
import type { Cell, PairRecord, RunRecord } from '../../study/run-store.ts'
import { artifactsDirOf } from '../artifacts-dir.ts'
import { readStudy } from '../read-study.ts'
import { requirePair, requireRun } from '../require-run.ts'
import type { ServiceContext } from '../service-context.ts'

/** A pair of a study's run, and a map of it. */
export interface PairMap {
  readonly studyDir: string
  readonly runId: string
  readonly pairId: string
  readonly map: FieldMapName
}

/**
 * A pair's map as a panel draws it.
 *
 * @throws ProblemsError where the run has not solved the pair, or its files are missing or damaged
 */
export async function pairPanel(
  asked: PairMap,
  { paths, fields }: Pick<ServiceContext, 'paths' | 'fields'>,
): Promise<PanelField> {
  const { studyDir, runId, pairId, map } = asked
  const { run, pair } = readStudy(studyDir, (store): { run: RunRecord; pair: PairRecord } => ({
    run: requireRun(store, studyDir, runId),
    pair: requirePair(store, studyDir, asked),
  }))
  const dir = paths.require(artifactsDirOf(studyDir, run, pairId))
  try {
    const field = await fields.read(dir)
    const { kind, unit } = fieldMap(map)
    return {
      gridHeightPx: field.gridHeightPx,
      gridWidthPx: field.gridWidthPx,
      umPerPx: field.umPerPx,
      box: field.box,
      kind,
      unit,
      values: mapValues(field, map),
      ...(fieldMap(map).end === 'source' ? arrowValues(field, map) : { dyUm: null, dxUm: null }),
      sourceMask: field.sourceMask,
      targetMask: field.targetMask,
      embryosAt: null,
      counts: null,
      title: titleOf(pair),
      warnings: pair.state === 'unconverged' ? [{ kind: 'not-converged', count: 1 }] : [],
    }
  } catch (error) {
    throw refusal('no-fields', `the pair's fields can't be read: ${messageOf(error)}. Run the pair again`, dir)
  }
}

/** `wt_01 f0028`, `→ m_03 f0028`; the pair's name where its row says no more */
function titleOf({ pairId, metrics }: PairRecord): readonly string[] {
  const source = frameName(metrics?.src_embryo_id, metrics?.src_frame_index)
  const target = frameName(metrics?.tgt_embryo_id, metrics?.tgt_frame_index)
  return source && target ? [source, `→ ${target}`] : [pairId]
}

function frameName(embryoId: Cell | undefined, frameIndex: Cell | undefined): string | undefined {
  if (typeof embryoId !== 'string' || typeof frameIndex !== 'number') return undefined
  return `${embryoId} f${String(frameIndex).padStart(4, '0')}`
}
