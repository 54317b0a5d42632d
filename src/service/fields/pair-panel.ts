import { arrowValues, type FieldMapName, fieldMap, mapValues } from '../../core/analysis/field-map.ts'
import type { PairField } from '../../core/analysis/pair-field.ts'
import type { PanelField } from '../../core/analysis/panel-field.ts'
import { messageOf } from '../../core/message-of.ts'
import { refusal } from '../../study/problem.ts'
import type { Cell, PairRecord } from '../../study/run-store.ts'
import { artifactsDirOf } from '../artifacts-dir.ts'
import { readStudy } from '../read-study.ts'
import { requirePair, requireRun } from '../require-run.ts'
import type { ServiceContext } from '../service-context.ts'

/** A pair of a study's run. */
export interface PairName {
  readonly studyDir: string
  readonly runId: string
  readonly pairId: string
}

type Needs = Pick<ServiceContext, 'paths' | 'fields'>

/** A pair's panel has both outlines. */
export type PairPanel = PanelField & { readonly sourceMask: Uint8Array; readonly targetMask: Uint8Array }

/**
 * A pair's map as a panel draws it.
 *
 * @throws ProblemsError where the run has not solved the pair, or its files are missing or damaged
 */
export function pairPanel(name: PairName, map: FieldMapName, context: Needs): Promise<PairPanel> {
  return ofPair(name, context, (field, pair) => {
    const { kind, unit, end } = fieldMap(map)
    const { gridHeightPx, gridWidthPx, umPerPx, box, sourceMask, targetMask } = field
    return {
      gridHeightPx,
      gridWidthPx,
      umPerPx,
      box,
      kind,
      unit,
      values: mapValues(field, map),
      ...(end === 'source' ? arrowValues(field, map) : { dyUm: null, dxUm: null }),
      sourceMask,
      targetMask,
      embryosAt: null,
      counts: null,
      title: titleOf(pair),
      warnings: pair.state === 'unconverged' ? [{ kind: 'not-converged', count: 1 }] : [],
    }
  })
}

/**
 * A pair's maps.
 *
 * @throws ProblemsError as `pairPanel`
 */
export function readPairOf(name: PairName, context: Needs): Promise<PairField> {
  return ofPair(name, context, (field) => field)
}

async function ofPair<Value>(
  name: PairName,
  { paths, fields }: Needs,
  make: (field: PairField, pair: PairRecord) => Value,
): Promise<Value> {
  const { studyDir, runId, pairId } = name
  const [run, pair] = readStudy(studyDir, (store) => [
    requireRun(store, studyDir, runId),
    requirePair(store, studyDir, name),
  ])
  const dir = paths.require(artifactsDirOf(studyDir, run, pairId))
  try {
    return make(await fields.read(dir), pair)
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
