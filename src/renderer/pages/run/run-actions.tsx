import { Button } from '@mantine/core'
import { IconChartDots, IconCopyPlus, IconPlayerPause, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { Link } from 'wouter'
import { confirm } from '../../components/confirm.tsx'
import { notifyFailed } from '../../components/notify.ts'
import { useApi } from '../../data/api-context.ts'
import { routes } from '../../data/routes.ts'
import { useCommands } from '../../shell/commands.ts'
import { RUN_TEXT as TEXT } from '../../text/run.ts'
import type { WatchedRun } from './use-run-watch.ts'

interface RunRef {
  readonly studyDir: string
  readonly runId: string
}

/** What can be done with a run now; one of it stands out. */
export function RunActions({ run: ref, watched }: { readonly run: RunRef; readonly watched: WatchedRun }) {
  const api = useApi()
  const pause = useMutation(
    api.runs.pause.mutationOptions({ onError: (error) => notifyFailed(TEXT.pauseFailed, error) }),
  )
  const stop = useMutation(api.runs.stop.mutationOptions({ onError: (error) => notifyFailed(TEXT.stopFailed, error) }))
  const resume = useMutation(
    api.runs.resume.mutationOptions({ onError: (error) => notifyFailed(TEXT.resumeFailed, error) }),
  )
  const { live, run } = watched
  const askAndStop = async () => {
    const isWanted = await confirm({
      title: TEXT.stopTitle,
      text: TEXT.stopText(Math.max(1, Math.min(live?.inFlight.length ?? 1, live?.workers ?? 1))),
      action: TEXT.stopAction,
      isDangerous: true,
    })
    if (isWanted) stop.mutate(ref)
  }
  const canPause = live?.phase === 'solving' || live?.phase === 'checking'
  const canStop = live !== null && live.phase !== 'stopping'
  const canResume = live === null && run !== null && ['paused', 'cancelled', 'interrupted'].includes(run.state)
  useCommands([
    ...(canPause ? [{ id: 'pause', label: TEXT.pause, icon: IconPlayerPause, run: () => pause.mutate(ref) }] : []),
    ...(canStop ? [{ id: 'stop', label: TEXT.stop, icon: IconPlayerStop, run: () => void askAndStop() }] : []),
    ...(canResume
      ? [{ id: 'resume', label: TEXT.resume, icon: IconPlayerPlay, keys: 'mod+Enter', run: () => resume.mutate(ref) }]
      : []),
  ])
  if (live) {
    return (
      <>
        <Button
          variant="default"
          leftSection={<IconPlayerStop size={16} aria-hidden />}
          disabled={!canStop}
          loading={stop.isPending}
          onClick={() => void askAndStop()}
        >
          {TEXT.stop}
        </Button>
        <Button
          leftSection={<IconPlayerPause size={16} aria-hidden />}
          disabled={!canPause}
          onClick={() => pause.mutate(ref)}
        >
          {TEXT.pause}
        </Button>
      </>
    )
  }
  if (!run) return null
  const explore = (
    <Button
      component={Link}
      href={routes.explore(ref.studyDir, ref.runId)}
      variant="default"
      leftSection={<IconChartDots size={16} aria-hidden />}
    >
      {TEXT.explore}
    </Button>
  )
  const again = (
    <Button
      component={Link}
      href={routes.rerun(ref.studyDir, ref.runId)}
      variant={canResume ? 'default' : 'filled'}
      leftSection={<IconCopyPlus size={16} aria-hidden />}
    >
      {TEXT.again}
    </Button>
  )
  return (
    <>
      {explore}
      {again}
      {canResume && (
        <Button
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
          loading={resume.isPending}
          onClick={() => resume.mutate(ref)}
        >
          {TEXT.resume}
        </Button>
      )}
    </>
  )
}
