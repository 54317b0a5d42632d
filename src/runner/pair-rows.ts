import { canonicalGrid, coordScaleOf } from '../core/canonical/canonical-grid.ts'
import { pairFlags } from '../core/quality/pair-flags.ts'
import { joinedKinds } from '../core/quality/quality-flag.ts'
import type { Row } from '../study/run-store.ts'
import { FEATURE_SCHEMA_VERSION } from '../study/table-columns.ts'
import { APP_VERSION } from './app-version.ts'
import type { CheckedQuality } from './checked-quality.ts'
import type { FrameResult } from './frame-task.ts'
import type { PairResult } from './pair-task.ts'
import type { RunFrame } from './placed-frames.ts'
import type { PreparedPair } from './preflight.ts'
import type { RunParameters } from './run-parameters.ts'

/** Seconds that a pair's steps took; loads, placements and self-transports that an earlier pair paid for are 0. */
export interface PairTimes {
  readonly loadSec: number
  readonly placeSec: number
  /** with `selfSec` and `mapsSec` */
  readonly solveSec: number
  readonly selfSec: number
  /** rounds that laid the target over the source; part of `solveSec` */
  readonly refineSec: number
  readonly mapsSec: number
  readonly featuresSec: number
  readonly writeSec: number
}

/** What the original calls a pair's runtime: everything in memory after decoding (contract §6). */
export function runtimeSec({ placeSec, solveSec, featuresSec }: PairTimes): number {
  return placeSec + solveSec + featuresSec
}

/** Keys and labels of a pair, which a failed one has too. */
export function labelCells(runId: string, { pair, source, target }: PreparedPair): Row {
  return {
    feature_schema_version: FEATURE_SCHEMA_VERSION,
    run_id: runId,
    pair_id: pair.pairId,
    set_type: pair.setType ?? null,
    set_rank: pair.setRank ?? null,
    genotype: pair.genotype ?? null,
    bin_src_hpf: pair.binSrcHpf ?? null,
    bin_tgt_hpf: pair.binTgtHpf ?? null,
    is_control_pair: pair.isControlPair,
    src_embryo_id_manifest: pair.srcEmbryoIdManifest ?? null,
    tgt_embryo_id_manifest: pair.tgtEmbryoIdManifest ?? null,
    src_embryo_id: pair.src.embryoId,
    src_frame_index: pair.src.frameIndex,
    tgt_embryo_id: pair.tgt.embryoId,
    tgt_frame_index: pair.tgt.frameIndex,
    ...frameCells('src', source),
    ...frameCells('tgt', target),
    delta_time_s: difference(target?.frame.relativeTimeSec, source?.frame.relativeTimeSec),
  }
}

function frameCells(end: 'src' | 'tgt', runFrame: RunFrame | undefined): Row {
  const frame = runFrame?.frame
  return {
    [`${end}_experiment_id`]: frame?.experimentId ?? null,
    [`${end}_experiment_date`]: frame?.experimentDate ?? null,
    [`${end}_well`]: frame?.well ?? null,
    [`${end}_snip_id`]: frame?.snipId ?? null,
    [`${end}_relative_time_s`]: frame?.relativeTimeSec ?? null,
    [`${end}_genotype`]: frame?.genotype ?? null,
    [`${end}_stage_hpf`]: frame?.predictedStageHpf ?? null,
    [`${end}_table_flags`]: frame?.flags.join(';') ?? null,
  }
}

function difference(a: number | undefined, b: number | undefined): number | null {
  return a === undefined || b === undefined ? null : a - b
}

/** The metrics row of a pair that failed: keys, labels, message, runtime and nothing else (contract §6). */
export function failedRow(labels: Row, error: string, seconds: number): Row {
  return { ...labels, success: false, error_message: error, runtime_sec: seconds }
}

/** The metrics row of a solved pair. */
export function metricsRow(
  labels: Row,
  solved: {
    readonly result: PairResult
    readonly times: PairTimes
    readonly source: FrameResult
    readonly target: FrameResult
    readonly sourceQuality: CheckedQuality
    readonly targetQuality: CheckedQuality
    readonly device: string
    readonly inputHash: string
  },
  scales: { readonly srcUmPerPx: number; readonly tgtUmPerPx: number },
  parameters: RunParameters,
): Row {
  const { result, times, source, target, device } = solved
  return {
    ...labels,
    success: true,
    error_message: null,
    runtime_sec: runtimeSec(times),
    load_sec: times.loadSec,
    place_sec: times.placeSec,
    solve_sec: times.solveSec,
    self_sec: times.selfSec,
    maps_sec: times.mapsSec,
    features_sec: times.featuresSec,
    write_sec: times.writeSec,
    backend: result.engine.toUpperCase(),
    engine: result.engine,
    device,
    app_version: APP_VERSION,
    input_hash: solved.inputHash,
    converged: result.converged,
    iterations: result.iterations,
    tolerance: parameters.tolerance,
    ...placementCells('src', source, scales.srcUmPerPx),
    ...placementCells('tgt', target, scales.tgtUmPerPx),
    ...frameQualityCells(solved.sourceQuality, solved.targetQuality),
    ...pairQualityCells(result, solved.sourceQuality),
    yolk_src_present: source.yolkRle !== null,
    yolk_tgt_present: target.yolkRle !== null,
    epsilon: parameters.epsilon,
    marginal_relaxation: parameters.regM,
    reach_um: parameters.reachUm ?? null,
    metric: parameters.metric,
    mass_mode: parameters.massMode,
    mass_normalization: parameters.massNormalization,
    placement: parameters.placement,
    refinement: parameters.refinement,
    ...refinementCells(result),
    downsample_factor: parameters.downsampleFactor,
    coord_scale: coordScaleOf(canonicalGrid(parameters.gridUmPerPx)),
    align_mode: 'none',
    use_pair_frame: true,
    use_canonical_grid: true,
    canonical_grid_align_mode: source.placed.alignment === target.placed.alignment ? source.placed.alignment : 'mixed',
    ...result.metrics,
  }
}

function refinementCells({ refined }: PairResult): Row {
  if (!refined) return {}
  const { rounds, angleDeg, shiftYPx, shiftXPx, residualAngleDeg, residualShiftPx } = refined.refinement
  return {
    refine_rounds: rounds,
    refine_angle_deg: angleDeg,
    refine_shift_y_px: shiftYPx,
    refine_shift_x_px: shiftXPx,
    refine_residual_angle_deg: residualAngleDeg,
    refine_residual_shift_px: residualShiftPx,
    refine_sec: refined.refineSec,
  }
}

function placementCells(end: 'src' | 'tgt', { placed }: FrameResult, umPerPx: number): Row {
  return {
    [`${end}_um_per_px`]: umPerPx,
    [`${end}_alignment`]: placed.alignment,
    [`${end}_orientation_skew_y`]: placed.orientationSkewYx[0],
    [`${end}_orientation_skew_x`]: placed.orientationSkewYx[1],
    [`${end}_orientation_uncertain`]: placed.orientationUncertain,
    [`${end}_retained_area`]: placed.retainedAreaFraction,
    [`${end}_cleaned_removed_px`]: placed.cleaning.removedAreaPx,
    [`${end}_cleaned_filled_px`]: placed.cleaning.filledAreaPx,
  }
}

/** What a pair's row says of its frames' quality: of each among its embryo's other frames, so other frames can change it. */
export function frameQualityCells(source: CheckedQuality, target: CheckedQuality): Row {
  return { ...qualityCells('src', source), ...qualityCells('tgt', target) }
}

function qualityCells(end: 'src' | 'tgt', { flags, series, correction, ...quality }: CheckedQuality): Row {
  return {
    [`${end}_quality_flags`]: joinedKinds(flags),
    [`${end}_area_um2`]: quality.areaUm2,
    [`${end}_length_um`]: quality.lengthUm,
    [`${end}_width_um`]: quality.widthUm,
    [`${end}_yolk_share`]: quality.yolkShare ?? null,
    [`${end}_area_jump`]: series?.areaJump ?? null,
    [`${end}_length_jump`]: series?.lengthJump ?? null,
    [`${end}_width_jump`]: series?.widthJump ?? null,
    [`${end}_shape_misfit`]: series?.shapeMisfit ?? null,
    [`${end}_turned_along_time`]: correction?.turned ?? false,
    [`${end}_flipped_along_time`]: correction?.flipped ?? false,
  }
}

function pairQualityCells({ features, refined }: PairResult, { lengthUm: bodyUm }: CheckedQuality): Row {
  const largestUm = features.bar_disp_debiased_max_um
  const flags = pairFlags({ largestUm, bodyUm, ...(refined ? { refinement: refined.refinement } : {}) })
  return { quality_flags: joinedKinds(flags), displacement_over_body: largestUm / bodyUm }
}

/** The feature row of a solved pair. */
export function featuresRow(labels: Row, result: PairResult): Row {
  return { ...labels, backend: result.engine.toUpperCase(), ...result.features }
}
