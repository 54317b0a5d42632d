import { statSync } from 'node:fs'
import { headerProblems } from '../study/csv-header.ts'
import { readCsvHeader } from '../study/csv-table.ts'
import { EMBRYO_TABLE_COLUMNS } from '../study/embryo-table.ts'
import { ProblemsError, refusal } from '../study/problem.ts'
import type { PathGuard } from './path-guard.ts'

/** Inputs as a caller names them; null takes the data root away. */
export interface NamedInputs {
  readonly tablePath?: string | undefined
  readonly dataRoot?: string | null | undefined
}

/**
 * Inputs that a study can be given: a file with an embryo table's columns, a folder.
 *
 * @throws ProblemsError where they are something else, or may not be named
 */
export async function checkedInputs(
  { tablePath, dataRoot }: NamedInputs,
  paths: PathGuard,
): Promise<{ readonly tablePath?: string; readonly dataRoot?: string | null }> {
  return {
    ...(tablePath === undefined ? {} : { tablePath: await checkedTable(paths.require(tablePath)) }),
    ...(dataRoot === undefined ? {} : { dataRoot: dataRoot === null ? null : checkedFolder(paths.require(dataRoot)) }),
  }
}

async function checkedTable(path: string): Promise<string> {
  const header = await readCsvHeader(path)
  const problems = 'names' in header ? headerProblems(path, header, EMBRYO_TABLE_COLUMNS) : [header]
  if (problems.length > 0) throw new ProblemsError(problems)
  return path
}

function checkedFolder(path: string): string {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return path
  throw refusal('no-data-root', 'there is no such folder: choose the one that holds segmentation', path)
}
