import type { Api } from '../data/api-context.ts'
import { folderOf } from '../format/path.ts'
import type { StudyDraft } from './new-study-store.ts'

/** The folder of a data root that yolk masks lie in. */
const SEGMENTATION = 'segmentation'

/** Where a study and its data may lie. */
export type SuggestedFolders = Omit<StudyDraft, 'tablePath'>

/** Where a table's study would lie, and its data where they lie beside the table; nothing of a table that is not there yet. */
export async function suggestStudy(api: Api, tablePath: string): Promise<SuggestedFolders> {
  const dir = folderOf(tablePath)
  const [found, beside] = await Promise.all([
    api.files.identify.call({ path: tablePath }).catch(() => null),
    api.files.list.call({ dir }).catch(() => null),
  ])
  const hasData = beside?.entries.some(({ name, isFolder }) => isFolder && name === SEGMENTATION) ?? false
  return {
    ...(found?.suggestedStudyDir ? { studyDir: found.suggestedStudyDir } : {}),
    ...(hasData ? { dataRoot: dir } : {}),
  }
}
