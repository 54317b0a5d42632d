import { existsSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { StudyView } from '../api/home-contract.ts'
import { readCsvRecords } from '../study/csv-records.ts'
import { readStudy } from './read-study.ts'

/** Where a study keeps the manifests that were made for it. */
export function manifestsDir(studyDir: string): string {
  return join(studyDir, 'manifests')
}

/**
 * An open study as the window shows it.
 *
 * @throws ProblemsError where the folder holds no study, or its store can't be read
 */
export async function studyView(studyDir: string): Promise<StudyView> {
  const stored = readStudy(studyDir, (store) => {
    const decisions = [...store.decisions.all().values()]
    return {
      inputs: store.inputs.get(),
      runCount: store.runs().length,
      excludedFrameCount: decisions.filter(({ excludedBecause }) => excludedBecause !== null).length,
      correctedFrameCount: decisions.filter(({ correction }) => correction !== null).length,
    }
  })
  const { tablePath = null, dataRoot = null } = stored.inputs
  return {
    ...stored,
    studyDir,
    name: basename(studyDir),
    inputs: { tablePath, dataRoot, tableFound: isThere(tablePath), dataRootFound: isThere(dataRoot) },
    manifests: await manifestsOf(studyDir),
  }
}

function isThere(path: string | null): boolean {
  return path !== null && existsSync(path)
}

/** latest first */
async function manifestsOf(studyDir: string): Promise<StudyView['manifests']> {
  const dir = manifestsDir(studyDir)
  if (!existsSync(dir)) return []
  const names = (await readdir(dir)).filter((name) => name.toLowerCase().endsWith('.csv') && !name.startsWith('.'))
  const manifests = await Promise.all(names.map((name) => manifestIn(dir, name)))
  return manifests.sort((a, b) => b.modifiedAt.localeCompare(a.modifiedAt))
}

async function manifestIn(dir: string, fileName: string): Promise<StudyView['manifests'][number]> {
  const path = join(dir, fileName)
  const { mtime } = await stat(path)
  return {
    name: fileName.slice(0, -'.csv'.length),
    path,
    pairCount: await rowCount(path),
    modifiedAt: mtime.toISOString(),
  }
}

/** of a file that is no CSV, none: what is wrong with it is told when it is opened */
async function rowCount(path: string): Promise<number> {
  let records = 0
  try {
    for await (const some of readCsvRecords(path)) records += some.length
  } catch {
    return 0
  }
  return Math.max(0, records - 1)
}
