import type { RunDetails } from '../api/run-views.ts'
import { hashFile } from '../study/hash-file.ts'
import { refusal } from '../study/problem.ts'
import type { RunRecord } from '../study/run-store.ts'
import { checkedInputs, type NamedInputs } from './checked-inputs.ts'
import { changeStudy, readStudy } from './read-study.ts'
import { requireAtRest } from './require-at-rest.ts'
import { requireRun } from './require-run.ts'
import { runDetails } from './run-details.ts'
import type { ServiceContext } from './service-context.ts'

/**
 * Says where a run's inputs are now. The manifest has to be the very one that the run was made from; whether frames changed in the table is
 * seen when the run is taken up again.
 *
 * @throws ProblemsError where an input is something else, or the run is under way
 */
export async function relinkRun(
  input: NamedInputs & {
    readonly studyDir: string
    readonly runId: string
    readonly manifestPath?: string | undefined
  },
  { paths, liveRuns }: Pick<ServiceContext, 'paths' | 'liveRuns'>,
): Promise<RunDetails> {
  const studyDir = paths.require(input.studyDir)
  const known = readStudy(studyDir, (store) => requireRun(store, studyDir, input.runId))
  const inputs = await checkedInputs(input, paths)
  const manifest =
    input.manifestPath === undefined
      ? {}
      : { manifestPath: await sameManifest(paths.require(input.manifestPath), known) }
  return changeStudy(studyDir, (store) => {
    requireAtRest(studyDir, requireRun(store, studyDir, input.runId), liveRuns)
    store.relinkRun(input.runId, { ...inputs, ...manifest })
    return runDetails(studyDir, store, requireRun(store, studyDir, input.runId))
  })
}

async function sameManifest(path: string, { runId, manifestSha256 }: RunRecord): Promise<string> {
  const sha256 = await hashFile(path).catch((error: Error) => {
    throw refusal('unreadable-file', `the file can't be read: ${error.message}`, path)
  })
  if (sha256 === manifestSha256) return path
  const message =
    `the file is not the manifest that the run ${runId} was made from: its sha256 begins with ${sha256.slice(0, 12)}, ` +
    `the run's with ${manifestSha256.slice(0, 12)}. Choose that one, unchanged, or begin a new run with this`
  throw refusal('other-manifest', message, path)
}
