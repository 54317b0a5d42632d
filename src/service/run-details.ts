import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { RunDetails } from '../api/run-views.ts'
import { storedOptions } from '../runner/stored-run.ts'
import { isThisProcess, type RunRecord, type RunStore } from '../study/run-store.ts'
import { commandLine } from './command-line.ts'
import { MAX_ENGINE_EVENTS } from './run-progress.ts'
import { runSummary } from './run-summary.ts'

/** Everything that made a run of the store. */
export function runDetails(studyDir: string, store: RunStore, run: RunRecord): RunDetails {
  const options = storedOptions(studyDir, run, store.inputs.get().dataRoot)
  const inputs = {
    tablePath: run.tablePath,
    manifestPath: run.manifestPath,
    dataRoot: options.dataRoot ?? null,
  }
  return {
    ...runSummary(studyDir, run, store.countPairs(run.runId)),
    parameters: run.parameters,
    environment: run.environment,
    ...inputs,
    missingInputs: (['tablePath', 'manifestPath', 'dataRoot'] as const).filter((name) => isMissing(inputs[name])),
    artifactsDir: join(studyDir, run.artifactsDir),
    owner: { host: run.owner.host, pid: run.owner.pid, isThisProcess: isThisProcess(run.owner) },
    solvedBy: store.solvedBy(run.runId),
    engineEvents: store.engineEvents(run.runId, MAX_ENGINE_EVENTS).map(({ text }) => text),
    command: commandLine(options),
  }
}

function isMissing(path: string | null): boolean {
  return path !== null && !existsSync(path)
}
