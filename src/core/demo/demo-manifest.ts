import type { Genotype } from './demo-embryo.ts'
import type { DemoEmbryoRow } from './demo-frame.ts'
import type { PlannedPair } from './demo-plan.ts'

/** A row of the manifest (contract §1.3); ids that do not apply are empty. */
export interface DemoPair {
  readonly pair_id: string
  readonly set_type: PlannedPair['setType']
  /** 1, 2, … within the set */
  readonly set_rank: number
  /** of a transition */
  readonly embryo_id: string
  /** of a pair of two embryos */
  readonly src_embryo_id: string
  readonly tgt_embryo_id: string
  /** of the target */
  readonly genotype: Genotype
  readonly bin_src_hpf: number
  readonly bin_tgt_hpf: number
  readonly frame_src: number
  readonly frame_tgt: number
  readonly stage_src_hpf: number
  readonly stage_tgt_hpf: number
  readonly analysis_use: boolean
  readonly is_control_pair: boolean
}

/** The manifest's row of a pair, its frames given by their rows of the embryo table. */
export function manifestRow(pair: PlannedPair, setRank: number, src: DemoEmbryoRow, tgt: DemoEmbryoRow): DemoPair {
  const transition = pair.setType === 'transition'
  return {
    pair_id: transition
      ? `${src.embryo_id}__${pair.srcHpf}to${pair.tgtHpf}`
      : `${frameName(src)}__to__${frameName(tgt)}`,
    set_type: pair.setType,
    set_rank: setRank,
    embryo_id: transition ? src.embryo_id : '',
    src_embryo_id: transition ? '' : src.embryo_id,
    tgt_embryo_id: transition ? '' : tgt.embryo_id,
    genotype: tgt.genotype,
    bin_src_hpf: pair.srcHpf,
    bin_tgt_hpf: pair.tgtHpf,
    frame_src: src.frame_index,
    frame_tgt: tgt.frame_index,
    stage_src_hpf: src.predicted_stage_hpf,
    stage_tgt_hpf: tgt.predicted_stage_hpf,
    analysis_use: true,
    is_control_pair: pair.setType === 'wt_control',
  }
}

function frameName({ embryo_id, frame_index }: DemoEmbryoRow): string {
  return `${embryo_id}__f${String(frame_index).padStart(4, '0')}`
}
