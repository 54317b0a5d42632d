import { existsSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import type { IdentifiedPath } from '../api/files-contract.ts'
import { messageOf } from '../core/message-of.ts'
import { type CsvHeader, headerProblems, type WantedColumns } from '../study/csv-header.ts'
import { readCsvHeader } from '../study/csv-table.ts'
import { EMBRYO_TABLE_COLUMNS } from '../study/embryo-table.ts'
import { MANIFEST_COLUMNS } from '../study/manifest.ts'
import { STORE_FILE } from '../study/run-store.ts'
import { freeFolder } from './free-folder.ts'

/** Says what a path is to Otolith; of a file only the header is read. Never throws: what can't be read is said. */
export async function identifyPath(path: string, studiesDir: string): Promise<IdentifiedPath> {
  try {
    const found = await stat(path)
    if (found.isDirectory()) return await identifyFolder(path)
    if (basename(path) === STORE_FILE) return identifyStudy(dirname(path))
    return await identifyFile(path, studiesDir)
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (isMissing) return { path, kind: 'missing', message: 'There is nothing of that name.', suggestedStudyDir: null }
    return { path, kind: 'file', message: `It can't be read: ${messageOf(error)}`, suggestedStudyDir: null }
  }
}

function identifyStudy(path: string): IdentifiedPath {
  return { path, kind: 'study', message: `The study ${basename(path)}.`, suggestedStudyDir: null }
}

async function identifyFolder(path: string): Promise<IdentifiedPath> {
  const names = (await readdir(path)).filter((name) => !name.startsWith('.'))
  if (names.includes(STORE_FILE)) return identifyStudy(path)
  if (names.length === 0) {
    return { path, kind: 'folder', message: 'An empty folder: a study can be made in it.', suggestedStudyDir: path }
  }
  return { path, kind: 'folder', message: folderMessage(path, names), suggestedStudyDir: null }
}

function folderMessage(path: string, names: readonly string[]): string {
  const studies = names.filter((name) => existsSync(join(path, name, STORE_FILE)))
  if (studies.length > 0) return `No study, but a folder with ${studies.join(', ')} in it: choose one of these.`
  if (names.includes('segmentation')) return 'A data folder with segmentations: a study takes its yolk masks from it.'
  return 'No study: choose a folder that a run wrote, or an embryo table to begin one.'
}

async function identifyFile(path: string, studiesDir: string): Promise<IdentifiedPath> {
  const header = await readCsvHeader(path)
  if (!('names' in header)) {
    return { path, kind: 'file', message: `No CSV table: ${header.message}.`, suggestedStudyDir: null }
  }
  const [table, manifest] = [EMBRYO_TABLE_COLUMNS, MANIFEST_COLUMNS].map((columns) => lacking(path, header, columns))
  if (table === undefined) {
    const name = basename(path, extname(path))
    const suggestedStudyDir = freeFolder(studiesDir, name)
    return { path, kind: 'embryo-table', message: `An embryo table, ${columnCount(header)}.`, suggestedStudyDir }
  }
  if (manifest === undefined) {
    return { path, kind: 'manifest', message: `A manifest, ${columnCount(header)}.`, suggestedStudyDir: null }
  }
  const message = `Neither an embryo table (${table}) nor a manifest (${manifest}).`
  return { path, kind: 'file', message, suggestedStudyDir: null }
}

/** the first thing that a header lacks; undefined where it has all */
function lacking(path: string, header: CsvHeader, columns: WantedColumns): string | undefined {
  return headerProblems(path, header, { ...columns, optional: [] }).find(({ kind }) => kind === 'missing-column')
    ?.message
}

function columnCount({ names }: CsvHeader): string {
  return `${names.length} columns`
}
