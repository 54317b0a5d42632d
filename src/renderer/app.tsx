import type { WindowApi } from '../api/window-api.ts'
import { EmptyState } from './components/empty-state.tsx'
import { Failure } from './components/failure.tsx'
import { StudyPage } from './components/study-page.tsx'
import { TopBar } from './components/top-bar.tsx'
import { useOpenStudy } from './data/use-open-study.ts'

/** The window: one study, or how to open one. */
export function App({ api }: { readonly api: WindowApi }) {
  const { study, choose } = useOpenStudy(api)
  return (
    <>
      <TopBar
        studyDir={study.kind === 'open' ? study.studyDir : null}
        {...(study.kind === 'open' || study.kind === 'failed' ? { onOpen: choose } : {})}
      />
      {study.kind === 'none' && <EmptyState onOpen={choose} />}
      {study.kind === 'failed' && <Failure title="This study can't be opened" message={study.message} />}
      {study.kind === 'open' && <StudyPage key={study.studyDir} api={api} studyDir={study.studyDir} />}
    </>
  )
}
