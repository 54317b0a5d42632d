import type { RunLabels } from '../study/run-store.ts'
import { commandLine } from './command-line.ts'
import { compareRuns } from './compare-runs.ts'
import { os } from './implementer.ts'
import { plainCells } from './plain-cells.ts'
import { changeStudy, readStudy } from './read-study.ts'
import { relinkRun } from './relink-run.ts'
import { removeRun } from './remove-run.ts'
import { requirePair, requireRun } from './require-run.ts'
import { runDetails } from './run-details.ts'
import { optionsOf } from './run-settings.ts'
import { runSummary } from './run-summary.ts'

/** What is kept of runs: looked at, labelled, compared, moved, removed. */
export const runProcedures = {
  list: os.runs.list.handler(({ input, context }) => {
    const studyDir = context.paths.require(input.studyDir)
    return readStudy(studyDir, (store) =>
      store.runs().map((run) => runSummary(studyDir, run, store.countPairs(run.runId))),
    )
  }),
  show: os.runs.show.handler(({ input, context }) => {
    const studyDir = context.paths.require(input.studyDir)
    return readStudy(studyDir, (store) => runDetails(studyDir, store, requireRun(store, studyDir, input.runId)))
  }),
  pair: os.runs.pair.handler(({ input, context }) => {
    const studyDir = context.paths.require(input.studyDir)
    return readStudy(studyDir, (store) => {
      const { metrics, features } = requirePair(store, studyDir, input)
      return { metrics: metrics && plainCells(metrics), features: features && plainCells(features) }
    })
  }),
  edit: os.runs.edit.handler(({ input, context }) => {
    const studyDir = context.paths.require(input.studyDir)
    return changeStudy(studyDir, (store) => {
      requireRun(store, studyDir, input.runId)
      store.labelRun(input.runId, labelsIn(input))
      const run = requireRun(store, studyDir, input.runId)
      return runSummary(studyDir, run, store.countPairs(run.runId))
    })
  }),
  remove: os.runs.remove.handler(({ input, context }) =>
    removeRun(context.paths.require(input.studyDir), input.runId, context),
  ),
  relink: os.runs.relink.handler(({ input, context }) => relinkRun(input, context)),
  compare: os.runs.compare.handler(({ input, context }) =>
    compareRuns(input.runs.map(({ studyDir, runId }) => ({ studyDir: context.paths.require(studyDir), runId }))),
  ),
  command: os.runs.command.handler(({ input, context }) => {
    const studyDir = context.paths.require(input.studyDir)
    const inputs = readStudy(studyDir, (store) => store.inputs.get())
    const asked = { studyDir, runId: input.runId, manifestPath: context.paths.require(input.manifestPath) }
    return commandLine(optionsOf(asked, inputs, input.settings))
  }),
}

/** what is given of them */
function labelsIn(input: {
  readonly title?: string | undefined
  readonly note?: string | undefined
  readonly tags?: readonly string[] | undefined
  readonly archived?: boolean | undefined
}): RunLabels {
  return {
    ...(input.title === undefined ? {} : { title: input.title.trim() }),
    ...(input.note === undefined ? {} : { note: input.note }),
    ...(input.tags === undefined ? {} : { tags: [...new Set(input.tags)] }),
    ...(input.archived === undefined ? {} : { archivedAt: input.archived ? new Date().toISOString() : null }),
  }
}
