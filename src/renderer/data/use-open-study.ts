import { useCallback, useEffect, useState } from 'react'
import type { Result } from '../../api/result.ts'
import type { WindowApi } from '../../api/window-api.ts'
import { settle } from './settle.ts'

/** Which study the window shows. */
export type OpenStudy =
  | { readonly kind: 'asking' }
  | { readonly kind: 'none' }
  | { readonly kind: 'open'; readonly studyDir: string }
  | { readonly kind: 'failed'; readonly message: string }

/** The study that the window shows, and how to choose another. */
export function useOpenStudy(api: WindowApi): { readonly study: OpenStudy; readonly choose: () => void } {
  const [study, setStudy] = useState<OpenStudy>({ kind: 'asking' })

  useEffect(() => {
    let gone = false
    void settle(api.currentStudy()).then((result) => !gone && setStudy(opened(result)))
    const stop = api.onStudyOpened((studyDir) => setStudy({ kind: 'open', studyDir }))
    return () => {
      gone = true
      stop()
    }
  }, [api])

  const choose = useCallback(() => {
    void settle(api.chooseStudy()).then((result) => {
      const cancelled = result.ok && result.value === null
      if (!cancelled) setStudy(opened(result))
    })
  }, [api])

  return { study, choose }
}

function opened(result: Result<string | null>): OpenStudy {
  if (!result.ok) return { kind: 'failed', message: result.message }
  return result.value === null ? { kind: 'none' } : { kind: 'open', studyDir: result.value }
}
