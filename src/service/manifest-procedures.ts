import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ManifestIntent, ManifestPairView } from '../api/manifest-contract.ts'
import { maskAreaPx } from '../core/mask/mask.ts'
import { FRAME_FLAGS, SERIES_FLAGS } from '../core/quality/quality-flag.ts'
import { writeFileAtomic } from '../study/atomic-file.ts'
import { buildCleanManifest, type JudgeFrames } from '../study/build-clean-manifest.ts'
import type { Exclusion, ManifestOptions, NewPair } from '../study/build-manifest.ts'
import { checkPairs } from '../study/check-pairs.ts'
import { type FrameRef, frameKey } from '../study/embryo-table.ts'
import { readManifest, writeManifest } from '../study/manifest.ts'
import { confounded, designCells, suggestedBins } from '../study/manifest-design.ts'
import { ProblemsError, refusal } from '../study/problem.ts'
import { QUALITY_FLAGS } from '../study/quality-flags.ts'
import { unsafeNameReason } from '../study/safe-name.ts'
import type { FrameDesk } from './frame-desk.ts'
import { GRID } from './frame-placer.ts'
import { maskView } from './frame-views.ts'
import { layingOf, type StudyFrames } from './frames-at-hand.ts'
import { os } from './implementer.ts'
import { candidateFrames } from './pair-frames.ts'
import { readFrames, requireRow } from './study-frames.ts'
import { manifestsDir } from './study-view.ts'
import { isUsable, labelledRows } from './table-rows.ts'

/** Building, checking and saving manifests; what a run of one would take is told by another module. */
export const manifestProcedures = {
  build: os.manifest.build.handler(async ({ input, context, signal }) => {
    const { intent } = input
    const frames = await context.frames.open(context.paths.require(input.studyDir))
    const labels = [intent.groupColumn, ...(intent.matchWithin === undefined ? [] : [intent.matchWithin])]
    const rows = await labelledRows(context.frames, frames, labels)
    const built = await buildCleanManifest(rows, optionsOf(intent, frames), judge(intent, frames, signal))
    return {
      pairs: built.pairs.map(pairView),
      leftOut: built.leftOut,
      excluded: built.excluded.map(({ row, reason, message }) => ({
        frame: { embryoId: row.embryoId, frameIndex: row.frameIndex },
        reason,
        message,
      })),
      notes: built.notes,
    }
  }),

  design: os.manifest.design.handler(async ({ input, context }) => {
    const { groupColumn, byColumn, binsHpf, toleranceHpf } = input
    const frames = await context.frames.open(context.paths.require(input.studyDir))
    const rows = await designRows(context.frames, frames, groupColumn, byColumn)
    const cells = designCells(rows, binsHpf, toleranceHpf)
    return {
      groups: distinct(cells.map(({ group }) => group)),
      by: distinct(cells.map(({ by }) => by)),
      cells,
      warnings: groupColumn === byColumn ? [] : confounded(cells, byColumn),
    }
  }),

  suggestBins: os.manifest.suggestBins.handler(async ({ input, context }) => {
    const frames = await context.frames.open(context.paths.require(input.studyDir))
    const rows = await designRows(context.frames, frames, input.groupColumn, input.groupColumn)
    return suggestedBins(rows, input.toleranceHpf)
  }),

  read: os.manifest.read.handler(async ({ input, context }) => {
    context.paths.require(input.studyDir)
    const { pairs, problems } = await readManifest(context.paths.require(input.path))
    return { pairs: pairs.map(pairView), problems }
  }),

  check: os.manifest.check.handler(async ({ input, context }) => {
    const frames = await context.frames.open(context.paths.require(input.studyDir))
    const known = new Map<string, ReturnType<typeof candidateFrames>>()
    const framesOf = (embryoId: string) => {
      const found = known.get(embryoId) ?? candidateFrames(frames, embryoId)
      known.set(embryoId, found)
      return found
    }
    return checkPairs(input.pairs, framesOf, frames.table.index.path).map(({ mends, ...found }) => ({
      ...found,
      mends: mends.map(({ label, pair }) => ({ label, pair: pair && pairView(pair) })),
    }))
  }),

  save: os.manifest.save.handler(async ({ input, context }) => {
    const dir = manifestsDir(context.paths.require(input.studyDir))
    const name = input.name.trim().replace(/\.csv$/i, '')
    const path = context.paths.require(join(dir, `${name}.csv`))
    const reason = unsafeNameReason(name)
    if (reason !== undefined) throw refusal('unsafe-name', `${name} can't be a file's name: ${reason}`, path)
    if (input.pairs.length === 0) throw refusal('empty-manifest', 'the manifest has no pairs: add some', path)
    // every id stands for a folder; frames are the table's affair, and checked again before a run
    const wrong = checkPairs(input.pairs, () => [], path).filter(({ problem }) => problem.column === 'pair_id')
    if (wrong.length > 0) throw new ProblemsError(wrong.map(({ problem }) => problem))
    mkdirSync(dir, { recursive: true })
    await writeFileAtomic(path, writeManifest(input.pairs))
    return { path }
  }),

  overlay: os.manifest.overlay.handler(async ({ input, context }) => {
    const frames = await context.frames.open(context.paths.require(input.studyDir))
    const [source, target] = await Promise.all(
      [input.src, input.tgt].map((frame) => placedMask(context.frames, frames, frame, input.placement)),
    )
    const shared = source.data.reduce((sum, inside, pixel) => sum + (inside & target.data[pixel]), 0)
    const either = maskAreaPx(source) + maskAreaPx(target) - shared
    return {
      source: maskView(source),
      target: maskView(target),
      gridUmPerPx: GRID.umPerPx,
      overlap: either === 0 ? 0 : shared / either,
    }
  }),
}

const OWN_FLAGS: readonly string[] = [...FRAME_FLAGS, ...SERIES_FLAGS, 'unusable-frame']

function optionsOf(intent: ManifestIntent, { decisions }: StudyFrames): ManifestOptions {
  const excluded = [...decisions].flatMap(([key, { excludedBecause }]): [string, Exclusion][] =>
    excludedBecause === null ? [] : [[key, { reason: 'excluded by hand', message: excludedBecause }]],
  )
  return {
    ...intent,
    leaveOut: QUALITY_FLAGS.filter((flag) => intent.leaveOut.includes(flag)),
    excluded: new Map(excluded),
  }
}

/** Says which frames have one of the flags asked for; their embryos are checked where they were not yet. */
function judge({ leaveOut }: ManifestIntent, frames: StudyFrames, signal: AbortSignal | undefined): JudgeFrames {
  const kinds = new Set(leaveOut.filter((flag) => OWN_FLAGS.includes(flag)))
  if (kinds.size === 0) return async () => new Map()
  return async (asked) => {
    const embryoIds = new Set(asked.map(({ embryoId }) => embryoId))
    await frames.checks.check(embryoIds, frames.decisions, signal, () => {})
    return new Map(
      asked.flatMap(({ embryoId, frameIndex }): [string, Exclusion][] => {
        const key = frameKey(embryoId, frameIndex)
        const against = (frames.checks.finding(key)?.flags ?? []).filter(({ kind }) => kinds.has(kind))
        if (against.length === 0) return []
        return [[key, { reason: against[0].kind, message: against.map(({ message }) => message).join('; ') }]]
      }),
    )
  }
}

async function designRows(desk: FrameDesk, frames: StudyFrames, groupColumn: string, byColumn: string) {
  const rows = await labelledRows(desk, frames, [groupColumn, byColumn])
  return rows.flatMap((row) => {
    const group = row.labels[groupColumn]
    if (group === undefined || !isUsable(frames, row)) return []
    return [{ embryoId: row.embryoId, stageHpf: row.stageHpf, group, by: row.labels[byColumn] ?? '' }]
  })
}

async function placedMask(
  desk: FrameDesk,
  frames: StudyFrames,
  frame: FrameRef,
  placement: Parameters<typeof layingOf>[2],
) {
  const [read] = await readFrames(frames.table, [requireRow(frames.table, frame)])
  const name = `${frame.embryoId} frame ${frame.frameIndex}`
  if (!read.runFrame) throw refusal('unusable-frame', `${name}: ${read.error}`, frames.table.index.path)
  const { placed } = await desk.placer.placed(frames.table.id, read.runFrame, layingOf(frames, read.key, placement))
  return placed.mask
}

/** The pair without what stands only in its file. */
function pairView(pair: NewPair): ManifestPairView {
  const { pairId, src, tgt, setType, setRank, genotype, binSrcHpf, binTgtHpf, stageSrcHpf, stageTgtHpf } = pair
  return {
    pairId,
    src,
    tgt,
    ...defined({ setType, genotype }),
    ...defined({ setRank, binSrcHpf, binTgtHpf, stageSrcHpf, stageTgtHpf }),
    isControlPair: pair.isControlPair,
    analysisUse: pair.analysisUse,
  }
}

function defined<Value>(values: Readonly<Record<string, Value | undefined>>): Record<string, Value> {
  const entries = Object.entries(values)
  return Object.fromEntries(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].sort()
}
