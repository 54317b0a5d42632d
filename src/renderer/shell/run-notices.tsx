import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef } from 'react'
import type { RunDetails } from '../../api/run-views.ts'
import { notifyDone } from '../components/notify.ts'
import { useApi } from '../data/api-context.ts'
import { navigate } from '../data/hash-location.ts'
import { routes } from '../data/routes.ts'
import { formatCount } from '../format/number.ts'
import { NOTICE_TEXT as TEXT } from '../text/run.ts'

/** How often is asked which runs are under way, ms. */
const ASKED_MS = 3000

interface RunRef {
  readonly studyDir: string
  readonly runId: string
}

/** Tells when a run has finished, whatever page is shown: by the system where that is allowed and the window is not looked at. */
export function RunNotices() {
  const api = useApi()
  const active = useQuery(api.app.activeRuns.queryOptions({ refetchInterval: ASKED_MS })).data
  const before = useRef<readonly RunRef[]>([])
  const tell = useEffectEvent(async (ref: RunRef) => {
    try {
      const run = await api.runs.show.call(ref)
      if (run.state === 'finished') announce(run)
    } catch {
      // refused before it was a run, or removed: its page says so
    }
  })
  useEffect(() => {
    if (!active) return
    const ended = before.current.filter((ref) => !active.some((other) => isSame(ref, other)))
    before.current = active
    for (const ref of ended) void tell(ref)
  }, [active])
  return null
}

function isSame(one: RunRef, other: RunRef): boolean {
  return one.studyDir === other.studyDir && one.runId === other.runId
}

function announce({ title, counts, studyDir, runId }: RunDetails): void {
  const headline = TEXT.finished(title)
  const body = TEXT.body(formatCount(counts.ok), formatCount(counts.failed + counts.unconverged))
  const isAllowed = 'Notification' in window && Notification.permission === 'granted'
  if (!isAllowed || document.hasFocus()) {
    notifyDone(`${headline}: ${body}`)
    return
  }
  const notification = new Notification(headline, { body, tag: `${studyDir} ${runId}` })
  notification.onclick = () => {
    window.focus()
    navigate(routes.run(studyDir, runId))
  }
}
