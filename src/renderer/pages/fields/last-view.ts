import { useEffect } from 'react'
import { useApi } from '../../data/api-context.ts'
import { presentView, useFieldsStore } from '../../fields/fields-store.ts'

/** Under this name a study keeps the view that was there last. */
export const LAST_VIEW = 'Last view'

/** a view that is still being changed is not kept yet, ms */
const REST_MS = 400

/** Keeps the view with the study as it changes, so that it is there when the page is opened again, here or elsewhere. */
export function useKeptView(studyDir: string): void {
  const api = useApi()
  const store = useFieldsStore()
  useEffect(() => {
    let timer = 0
    let kept: unknown = null
    const keep = () => {
      timer = 0
      const view = presentView(store)
      if (view === kept) return
      kept = view
      // a study that can't be written to is looked at all the same
      api.views.save.call({ studyDir, name: LAST_VIEW, view }).catch(() => {})
    }
    const wait = () => {
      window.clearTimeout(timer)
      timer = window.setTimeout(keep, REST_MS)
    }
    wait()
    const stop = store.subscribe((state, before) => {
      if (state.history.present !== before.history.present) wait()
    })
    return () => {
      stop()
      window.clearTimeout(timer)
      keep()
    }
  }, [api, store, studyDir])
}
