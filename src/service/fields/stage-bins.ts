/** A stage at which a run's targets are, hpf, half-open. */
export type StageBin = readonly [fromHpf: number, toHpf: number]

/** No wider than this on either side of the stage that it is named after. */
const MOST_HALF_WIDTH_HPF = 1

/**
 * Bins that hold every stage once: one around each stage where they are few, as those of a manifest's bins are; otherwise of two hours each.
 */
export function stageBins(stagesHpf: readonly number[]): StageBin[] {
  const stages = [...new Set(stagesHpf)].sort((a, b) => a - b)
  const gaps = stages.slice(1).map((stage, i) => stage - stages[i])
  const half = Math.min(MOST_HALF_WIDTH_HPF, ...gaps.map((gap) => gap / 2))
  if (half >= MOST_HALF_WIDTH_HPF / 2) return stages.map((stage) => [stage - half, stage + half])
  const width = 2 * MOST_HALF_WIDTH_HPF
  return [...new Set(stages.map((stage) => Math.floor(stage / width)))].map((bin) => [bin * width, (bin + 1) * width])
}

export function isInBin(stageHpf: number | null, [from, to]: StageBin): boolean {
  return stageHpf !== null && stageHpf >= from && stageHpf < to
}
