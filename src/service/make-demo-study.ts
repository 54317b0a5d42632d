import { mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { workerPool } from '../runner/worker-pool.ts'
import { RunStore } from '../study/run-store.ts'
import { freeFolder } from './free-folder.ts'
import { manifestsDir } from './study-view.ts'

/** Makes the demo study in a folder of its own and gives its path: table, yolks and a manifest, ready to be run. */
export async function makeDemoStudy(parent: string, pairs: number, signal: AbortSignal): Promise<string> {
  const studyDir = freeFolder(parent, 'Demo study')
  await using pool = workerPool({ workers: 1, tasksPerWorker: 1 }, signal)
  const files = await pool.makeDemo({ dir: studyDir, pairs })
  mkdirSync(manifestsDir(studyDir))
  renameSync(files.manifestPath, join(manifestsDir(studyDir), 'demo.csv'))
  using store = RunStore.open(studyDir)
  store.inputs.set({ tablePath: files.tablePath, dataRoot: files.dataRoot })
  return studyDir
}
