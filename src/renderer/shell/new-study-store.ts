import { create } from 'zustand'

/** What is known of a study that is to be made. */
export interface StudyDraft {
  readonly tablePath?: string
  readonly dataRoot?: string
  readonly studyDir?: string
}

/** The study that is asked for; null while none is. */
export const useAskedStudy = create<{ readonly draft: StudyDraft | null }>(() => ({ draft: null }))

export function askForStudy(draft: StudyDraft): void {
  useAskedStudy.setState({ draft })
}

export function stopAskingForStudy(): void {
  useAskedStudy.setState({ draft: null })
}
