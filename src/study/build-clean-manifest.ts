import { type BuiltManifest, buildManifest, type Exclusion, type ManifestOptions } from './build-manifest.ts'
import type { EmbryoRow } from './embryo-rows.ts'
import { type FrameRef, frameKey } from './embryo-table.ts'

/** Says why frames are to be left out, by `frameKey`; those that may stay are not in it. */
export type JudgeFrames = (frames: readonly FrameRef[]) => Promise<ReadonlyMap<string, Exclusion>>

/**
 * Builds a manifest none of whose frames `judge` speaks against, nor `options.excluded`. Only frames that a pair would use are judged; where one is left out,
 * the embryo's next nearest frame takes its place and is judged in its turn.
 */
export async function buildCleanManifest(
  rows: readonly EmbryoRow[],
  options: ManifestOptions,
  judge: JudgeFrames,
): Promise<BuiltManifest> {
  const excluded = new Map(options.excluded)
  const judged = new Set<string>()
  for (;;) {
    const built = buildManifest(rows, { ...options, excluded })
    const fresh = new Map(
      built.pairs
        .flatMap(({ src, tgt }) => [src, tgt])
        .map((frame) => [frameKey(frame.embryoId, frame.frameIndex), frame] as const)
        .filter(([key]) => !judged.has(key)),
    )
    if (fresh.size === 0) return built
    const found = await judge([...fresh.values()])
    for (const key of fresh.keys()) {
      judged.add(key)
      const exclusion = found.get(key)
      if (exclusion !== undefined) excluded.set(key, exclusion)
    }
  }
}
