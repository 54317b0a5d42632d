import { estimateRun } from '../runner/estimate-run.ts'
import { os } from './implementer.ts'
import { readStudy } from './read-study.ts'
import { optionsOf } from './run-settings.ts'

/** Solves one pair with the settings and says what all would take. */
export const estimateProcedure = os.manifest.estimate.handler(async function* ({ context, input, signal }) {
  const studyDir = context.paths.require(input.studyDir)
  const manifestPath = context.paths.require(input.manifestPath)
  const inputs = readStudy(studyDir, (store) => store.inputs.get())
  const options = optionsOf({ studyDir, runId: 'estimate', manifestPath }, inputs, input.settings)
  const until = AbortSignal.any([context.closing, ...(signal ? [signal] : [])])
  const sample = Promise.withResolvers<string>()
  const estimate = estimateRun(options, sample.resolve, until, context.engines)
  estimate.catch(sample.reject)
  yield { kind: 'solving', pairId: await sample.promise }
  yield { kind: 'ready', ...(await estimate) }
})
