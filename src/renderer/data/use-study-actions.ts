import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { StudyView } from '../../api/home-contract.ts'
import { notifyDone, notifyFailed } from '../components/notify.ts'
import { usePathChooser } from '../components/path-chooser.tsx'
import { askForStudy, type StudyDraft } from '../shell/new-study-store.ts'
import { STUDY_TEXT } from '../text/files.ts'
import { useApi } from './api-context.ts'
import { navigate } from './hash-location.ts'
import { routes } from './routes.ts'

/** What can be done with studies from anywhere. */
export interface StudyActions {
  /** opens the folder's study; says so where it can't */
  open(studyDir: string): Promise<void>
  chooseAndOpen(): Promise<void>
  /** asks for the inputs of a new study, some of which may be known */
  make(draft?: StudyDraft): void
  makeDemo(): Promise<void>
}

export function useStudyActions(): StudyActions {
  const api = useApi()
  const queries = useQueryClient()
  const choose = usePathChooser()
  return useMemo(() => {
    const show = (study: StudyView) => {
      void queries.invalidateQueries({ queryKey: api.home.key() })
      navigate(homeOfStudy(study))
    }
    const open = async (studyDir: string) => {
      try {
        show(await api.study.open.call({ studyDir }))
      } catch (error) {
        notifyFailed(STUDY_TEXT.openFailed, error)
      }
    }
    return {
      open,
      chooseAndOpen: async () => {
        const studyDir = await choose({ kind: 'folder', title: STUDY_TEXT.openDialog })
        if (studyDir !== null) await open(studyDir)
      },
      make: (draft = {}) => askForStudy(draft),
      makeDemo: async () => {
        try {
          show(await api.home.makeDemo.call({}))
          notifyDone(STUDY_TEXT.demoMade)
        } catch (error) {
          notifyFailed(STUDY_TEXT.demoFailed, error)
        }
      },
    }
  }, [api, queries, choose])
}

/** Where a study is looked at first: its runs where it has some, its data elsewhere. */
export function homeOfStudy({ studyDir, runCount }: Pick<StudyView, 'studyDir' | 'runCount'>): string {
  return runCount > 0 ? routes.studyRuns(studyDir) : routes.data(studyDir)
}
