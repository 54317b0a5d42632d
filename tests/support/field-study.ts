import { join } from 'node:path'
import { runBatch } from '../../src/runner/run-batch.ts'
import { type RunParameters, runParameters } from '../../src/runner/run-parameters.ts'
import { type DemoFiles, writeDemoFiles } from '../../src/study/demo-files.ts'
import { PLAIN_RUN } from './plain-run.ts'

/** Runs the demo study of so many pairs in a folder, as `otolith run` does. */
export async function runDemo(
  dir: string,
  pairs: number,
  runs: Readonly<Record<string, Partial<RunParameters>>>,
): Promise<{ readonly studyDir: string; readonly files: DemoFiles }> {
  const files = writeDemoFiles(dir, { pairs })
  const studyDir = join(dir, 'study')
  for (const [runId, parameters] of Object.entries(runs)) await runFiles(files, studyDir, runId, parameters)
  return { studyDir, files }
}

/** Runs a table and a manifest in a study, as `otolith run` does. */
export async function runFiles(
  files: { readonly tablePath: string; readonly manifestPath: string; readonly dataRoot?: string },
  studyDir: string,
  runId: string,
  parameters: Partial<RunParameters>,
): Promise<void> {
  const options = {
    tablePath: files.tablePath,
    manifestPath: files.manifestPath,
    ...(files.dataRoot === undefined ? {} : { dataRoot: files.dataRoot }),
    studyDir,
    runId,
    parameters: runParameters(parameters),
    backend: 'cpu',
    workers: 1,
    coupling: 'potentials',
    ...PLAIN_RUN,
    requireYolk: false,
  } as const
  await runBatch(options, () => {}, new AbortController().signal)
}
