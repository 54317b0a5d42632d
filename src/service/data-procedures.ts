import { messageOf } from '../core/message-of.ts'
import { frameKey } from '../study/embryo-table.ts'
import type { FrameDecisions } from '../study/frame-decisions.ts'
import { refusal } from '../study/problem.ts'
import { RunStore } from '../study/run-store.ts'
import { atOnce } from './at-once.ts'
import { editsView, frameRow, placedDetails, tableView, unplacedDetails } from './frame-views.ts'
import { layingOf, type StudyFrames } from './frames-at-hand.ts'
import { os } from './implementer.ts'
import { readStudy } from './read-study.ts'
import type { ServiceContext } from './service-context.ts'
import { readFrames, requireRow } from './study-frames.ts'
import { whilePending } from './while-pending.ts'

/** The embryo table of a study, its frames, and what is decided about them by hand. */
export const dataProcedures = {
  read: os.data.read.handler(async function* ({ input, context, signal }) {
    const { table, totalBytes, progress } = context.frames.tables.reading(studyDirOf(input, context))
    for await (const { readBytes, rowCount } of whilePending(table, progress, signal)) {
      yield { kind: 'reading', readBytes, totalBytes, rowCount } as const
    }
    yield { kind: 'ready', table: tableView((await table).index) } as const
  }),

  rows: os.data.rows.handler(async ({ input, context }) => {
    const { query, offset, limit } = input
    const frames = await context.frames.open(studyDirOf(input, context))
    const { queries } = context.frames
    const found = await queries.rows(frames, query)
    const columns = await Promise.all(
      (query.columns ?? []).map(async (name) => [name, await queries.column(frames, name)] as const),
    )
    const cells = new Map(columns)
    const rows = [...found.subarray(offset, offset + limit)]
    return { total: found.length, rows: rows.map((row) => frameRow(frames, row, cells)) }
  }),

  embryo: os.data.embryo.handler(async ({ input, context }) => {
    const frames = await context.frames.open(studyDirOf(input, context))
    const rows = frames.table.index.embryos.get(input.embryoId)
    if (!rows) throw refusal('missing-embryo', `the table has no embryo ${input.embryoId}`, frames.table.index.path)
    return rows.map((row) => frameRow(frames, row, new Map()))
  }),

  thumbnails: os.data.thumbnails.handler(async ({ input, context, signal }) => {
    const frames = await context.frames.open(studyDirOf(input, context))
    const { placer } = context.frames
    return atOnce(input.frames, placer.workers + 1, signal, async (frame) => {
      const key = frameKey(frame.embryoId, frame.frameIndex)
      const orientationUncertain = frames.checks.finding(key)?.orientationUncertain ?? false
      const laying = layingOf(frames, key, input.placement)
      try {
        const load = () => loadFrame(frames, frame)
        const pngBase64 = await placer.thumbnail(frames.table.id, key, laying, load)
        return { frame, pngBase64, orientationUncertain, error: null }
      } catch (error) {
        return { frame, pngBase64: null, orientationUncertain, error: messageOf(error) }
      }
    })
  }),

  frame: os.data.frame.handler(async ({ input, context }) => {
    const frames = await context.frames.open(studyDirOf(input, context))
    const row = requireRow(frames.table, input.frame)
    const [read] = await readFrames(frames.table, [row])
    const shown = { ...frameRow(frames, row, new Map()), labels: read.frame.cells }
    if (!read.runFrame) return { ...shown, ...(await unplacedDetails(undefined, read.error)) }
    try {
      const laying = layingOf(frames, read.key, input.placement)
      const result = await context.frames.placer.placed(frames.table.id, read.runFrame, laying)
      return { ...shown, ...placedDetails(frames, read.runFrame, result) }
    } catch (error) {
      return { ...shown, ...(await unplacedDetails(read.runFrame, messageOf(error))) }
    }
  }),

  check: os.data.check.handler(async function* ({ input, context, signal }) {
    const studyDir = studyDirOf(input, context)
    const frames = await context.frames.open(studyDir)
    for await (const progress of context.frames.check(frames).watch(signal)) {
      yield { kind: 'checking', ...progress } as const
    }
    yield { kind: 'ready', ...checkSummary(await context.frames.open(studyDir)) } as const
  }),

  exclude: os.data.exclude.handler(({ input, context }) =>
    decide(studyDirOf(input, context), (decisions) => decisions.exclude(input.frames, input.reason.trim())),
  ),
  include: os.data.include.handler(({ input, context }) =>
    decide(studyDirOf(input, context), (decisions) => decisions.include(input.frames)),
  ),
  correct: os.data.correct.handler(({ input, context }) =>
    decide(studyDirOf(input, context), (decisions) => decisions.correct(input.frame, input.correction)),
  ),
  edits: os.data.edits.handler(({ input, context }) =>
    readStudy(studyDirOf(input, context), ({ decisions }) => editsView(decisions)),
  ),
  undo: os.data.undo.handler(({ input, context }) =>
    decide(studyDirOf(input, context), (decisions) => decisions.undo()),
  ),
  redo: os.data.redo.handler(({ input, context }) =>
    decide(studyDirOf(input, context), (decisions) => decisions.redo()),
  ),
}

function studyDirOf({ studyDir }: { readonly studyDir: string }, { paths }: ServiceContext): string {
  return paths.require(studyDir)
}

function decide(studyDir: string, act: (decisions: FrameDecisions) => void) {
  // refuses a folder that is no study, instead of making it one
  readStudy(studyDir, () => {})
  using store = RunStore.open(studyDir)
  act(store.decisions)
  return editsView(store.decisions)
}

async function loadFrame(frames: StudyFrames, frame: { readonly embryoId: string; readonly frameIndex: number }) {
  const [read] = await readFrames(frames.table, [requireRow(frames.table, frame)])
  if (!read.runFrame) throw new Error(read.error)
  return read.runFrame
}

function checkSummary({ table, checks }: StudyFrames) {
  const flagged = new Map<string, number>()
  let uncertainCount = 0
  for (const { embryoId, frameIndex } of table.index.rows) {
    const finding = checks.finding(frameKey(embryoId, frameIndex))
    if (finding?.orientationUncertain) uncertainCount++
    for (const kind of new Set(finding?.flags.map((flag) => flag.kind))) flagged.set(kind, (flagged.get(kind) ?? 0) + 1)
  }
  const problems = table.index.rows.flatMap(({ embryoId, frameIndex, row }) => {
    const flags = checks.finding(frameKey(embryoId, frameIndex))?.flags ?? []
    return flags
      .filter(({ kind }) => kind === 'unusable-frame')
      .map(({ kind, message }) => ({
        severity: 'error' as const,
        scope: 'pair' as const,
        kind,
        message: `${embryoId} frame ${frameIndex}: ${message}`,
        file: table.index.path,
        row,
      }))
  })
  return { flagged: Object.fromEntries(flagged), uncertainCount, problems: problems.slice(0, 200) }
}
