import type { RunOptions } from '../runner/run-options.ts'
import { storedOptions } from '../runner/stored-run.ts'
import { refusal } from '../study/problem.ts'
import { os } from './implementer.ts'
import type { RunRef } from './live-runs.ts'
import { readStudy } from './read-study.ts'
import { optionsOf, settingsOf } from './run-settings.ts'
import type { ServiceContext } from './service-context.ts'
import { watchRun } from './watch-run.ts'

/** Runs begun, taken up again, paused, stopped and watched, and the settings that they are begun with. */
export const runControlProcedures = {
  start: os.runs.start.handler(async ({ context, input }) => {
    const { settings, ...asked } = input
    const ref = required(context, asked)
    const manifestPath = context.paths.require(asked.manifestPath)
    const inputs = readStudy(ref.studyDir, (store) => store.inputs.get())
    await context.liveRuns.start(guarded(context, optionsOf({ ...ref, manifestPath }, inputs, settings)))
    return ref
  }),

  resume: os.runs.resume.handler(async ({ context, input }) => {
    const ref = required(context, input)
    const options = optionsOfRun(ref)
    await context.liveRuns.start({ ...guarded(context, options), ...(input.pairIds ? { pairIds: input.pairIds } : {}) })
    return ref
  }),

  pause: os.runs.pause.handler(async ({ context, input }) => {
    const ref = required(context, input)
    if (!context.liveRuns.pause(ref)) refuseElsewhere(ref)
  }),

  stop: os.runs.stop.handler(async ({ context, input }) => {
    const ref = required(context, input)
    if (!(await context.liveRuns.stop(ref))) refuseElsewhere(ref)
  }),

  complete: os.runs.complete.handler(({ input }) => {
    const nowhere = { studyDir: '', runId: '', manifestPath: '' }
    return settingsOf(optionsOf(nowhere, { tablePath: '' }, input.settings))
  }),

  settings: os.runs.settings.handler(({ context, input }) => {
    const options = optionsOfRun(required(context, input))
    return { manifestPath: options.manifestPath, settings: settingsOf(options) }
  }),

  watch: os.runs.watch.handler(async function* ({ context, input, signal }) {
    const until = AbortSignal.any([context.closing, ...(signal ? [signal] : [])])
    yield* watchRun(required(context, input), context.liveRuns, until)
  }),
}

function optionsOfRun({ studyDir, runId }: RunRef): RunOptions {
  return readStudy(studyDir, (store) => {
    const run = store.run(runId)
    if (!run) throw refusal('unknown-run', `the study has no run ${runId}`, studyDir)
    return storedOptions(studyDir, run, store.inputs.get().dataRoot)
  })
}

function required({ paths }: ServiceContext, { studyDir, runId }: RunRef): RunRef {
  return { studyDir: paths.require(studyDir), runId }
}

/** A study may have been made where more paths were open than here. */
function guarded({ paths }: ServiceContext, options: RunOptions): RunOptions {
  for (const path of [options.tablePath, options.manifestPath, options.dataRoot]) {
    if (path !== undefined) paths.require(path)
  }
  return options
}

/** What has ended needs no stopping; what another process runs can't be stopped from here. */
function refuseElsewhere({ studyDir, runId }: RunRef): void {
  const run = readStudy(studyDir, (store) => store.run(runId))
  if (run?.state !== 'running') return
  const { pid, host } = run.owner
  throw refusal('run-is-owned', `process ${pid} on ${host} carries out the run ${runId}: stop it there`, studyDir)
}
