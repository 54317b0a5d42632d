import { isAbsolute, join, relative, sep } from 'node:path'
import { changeStudy } from './read-study.ts'

/**
 * Tells a study that was moved where its own files are now: paths of its inputs, and of its runs', that lay in its old folder.
 *
 * @throws ProblemsError where there is no study in the new folder
 */
export function moveStudyPaths(from: string, to: string): void {
  const moved = (path: string) => movedPath(path, from, to)
  changeStudy(to, (store) => {
    const { tablePath, dataRoot } = store.inputs.get()
    store.inputs.set({
      ...(tablePath === undefined ? {} : { tablePath: moved(tablePath) }),
      ...(dataRoot === undefined ? {} : { dataRoot: moved(dataRoot) }),
    })
    for (const { runId, tablePath, manifestPath, environment } of store.runs()) {
      store.relinkRun(runId, {
        tablePath: moved(tablePath),
        manifestPath: moved(manifestPath),
        ...(typeof environment.data_root === 'string' ? { dataRoot: moved(environment.data_root) } : {}),
      })
    }
  })
}

function movedPath(path: string, from: string, to: string): string {
  const way = relative(from, path)
  const isOutside = way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)
  return isOutside ? path : join(to, way)
}
