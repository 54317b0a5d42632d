import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { MorphView } from '../../api/fields-contract.ts'
import { messageOf } from '../../core/message-of.ts'
import { workerPool } from '../../runner/worker-pool.ts'
import { POTENTIALS_FILE } from '../../study/pair-artifacts.ts'
import { refusal } from '../../study/problem.ts'
import { artifactsDirOf } from '../artifacts-dir.ts'
import { readStudy } from '../read-study.ts'
import { requirePair, requireRun } from '../require-run.ts'
import type { ServiceContext } from '../service-context.ts'
import type { PairName } from './pair-panel.ts'
import { base64Of } from './panel-field-view.ts'

/**
 * A pair's mass on its way from the source to the target, at `steps` times.
 *
 * @throws ProblemsError where there is no such pair, or it has no potentials that can be read
 */
export async function pairMorph(
  { steps, ...name }: PairName & { readonly steps: number },
  { paths, closing }: Pick<ServiceContext, 'paths' | 'closing'>,
): Promise<MorphView> {
  const { studyDir, runId, pairId } = name
  const run = readStudy(studyDir, (store) => {
    requirePair(store, studyDir, name)
    return requireRun(store, studyDir, runId)
  })
  const dir = paths.require(artifactsDirOf(studyDir, run, pairId))
  if (!existsSync(join(dir, POTENTIALS_FILE))) {
    throw refusal(
      'no-potentials',
      'the pair has no potentials, of which a morph is made: run it with --coupling potentials',
      dir,
    )
  }
  await using pool = workerPool({ workers: 1, tasksPerWorker: 1 }, closing)
  try {
    const { frames, ...morph } = await pool.makeMorph({ dir, frameCount: steps })
    return { ...morph, frames: frames.map(base64Of) }
  } catch (error) {
    throw refusal('no-morph', `the pair's morph can't be made: ${messageOf(error)}. Run the pair again`, dir)
  }
}
