import type { FrameRow } from '../../../api/data-contract.ts'
import type { ManifestPairView } from '../../../api/manifest-contract.ts'
import { frameRef } from '../../data/frame-key.ts'

/** A pair of two frames of the table, under an id that is not taken. */
export function newPair(
  source: FrameRow,
  target: FrameRow,
  groupColumn: string | null,
  isControlPair: boolean,
  takenIds: ReadonlySet<string>,
): ManifestPairView {
  const genotype = groupColumn === null ? undefined : target.labels[groupColumn]
  return {
    pairId: freeId(`${endId(source)}__to__${endId(target)}`, takenIds),
    src: frameRef(source),
    tgt: frameRef(target),
    setType: source.embryoId === target.embryoId ? 'transition' : isControlPair ? 'control' : 'comparison',
    ...(genotype === undefined ? {} : { genotype }),
    ...(source.stageHpf === null ? {} : { stageSrcHpf: source.stageHpf }),
    ...(target.stageHpf === null ? {} : { stageTgtHpf: target.stageHpf }),
    isControlPair,
    analysisUse: !isControlPair,
  }
}

function endId({ embryoId, frameIndex }: FrameRow): string {
  return `${embryoId}__f${String(frameIndex).padStart(4, '0')}`.replaceAll(/[^A-Za-z0-9._-]/g, '-')
}

/** Ids are folder names: capitals tell none apart. */
function freeId(id: string, takenIds: ReadonlySet<string>): string {
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? id : `${id}-${n}`
    if (!takenIds.has(candidate.toLowerCase())) return candidate
  }
}
