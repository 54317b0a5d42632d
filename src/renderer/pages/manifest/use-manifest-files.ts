import { useQueryClient } from '@tanstack/react-query'
import type { ProblemView } from '../../../api/procedure.ts'
import { confirm } from '../../components/confirm.tsx'
import { notifyDone, notifyFailed } from '../../components/notify.ts'
import { useApi } from '../../data/api-context.ts'
import { MANIFEST_TEXT as TEXT } from '../../text/manifest.ts'
import { type Draft, type DraftEditing, draftPairs } from './draft-store.ts'

/** Reading manifests into the draft, and writing the draft into the study. */
export function useManifestFiles(studyDir: string, change: DraftEditing['change']) {
  const api = useApi()
  const queries = useQueryClient()

  /** @returns what is wrong in the file; null where it could not be read at all */
  const open = async (path: string): Promise<readonly ProblemView[] | null> => {
    try {
      const { pairs, problems } = await api.manifest.read.call({ studyDir, path })
      change(() => ({ pairs: draftPairs(pairs), leftOut: null }))
      return problems
    } catch (error) {
      notifyFailed(TEXT.open.failed, error)
      return null
    }
  }

  /** @returns the file's path; null where it was not written */
  const save = async (name: string, draft: Draft, isTaken: boolean): Promise<string | null> => {
    if (isTaken && !(await confirm({ ...TEXT.replace, text: TEXT.replace.text(name) }))) return null
    try {
      const { path } = await api.manifest.save.call({ studyDir, name, pairs: draft.pairs.map(({ pair }) => pair) })
      await queries.invalidateQueries({ queryKey: api.study.key() })
      notifyDone(TEXT.saved(name))
      return path
    } catch (error) {
      notifyFailed(TEXT.saveFailed, error)
      return null
    }
  }
  return { open, save }
}
