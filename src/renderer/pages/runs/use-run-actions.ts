import { useQueryClient } from '@tanstack/react-query'
import { confirm } from '../../components/confirm.tsx'
import { notifyDone, notifyFailed } from '../../components/notify.ts'
import { useApi } from '../../data/api-context.ts'
import { navigate } from '../../data/hash-location.ts'
import { routes } from '../../data/routes.ts'
import { useDoor } from '../../door/door-context.ts'
import { countOf } from '../../format/number.ts'
import { RUNS_TEXT as TEXT } from '../../text/runs.ts'
import type { RunRow } from './run-row.ts'

/** What is done with a run at once; each says that it was done, or why not. */
export interface RunActions {
  readonly resume: () => Promise<void>
  readonly copyCommand: () => Promise<void>
  readonly copyFolder: () => Promise<void>
  readonly showFolder: () => Promise<void>
  readonly toggleArchived: () => Promise<void>
  /** asks first */
  readonly remove: () => Promise<void>
}

export function useRunActions(run: RunRow): RunActions {
  const api = useApi()
  const door = useDoor()
  const queries = useQueryClient()
  const input = { studyDir: run.studyDir, runId: run.runId }

  const attempt = async (failure: string, work: () => Promise<string>) => {
    try {
      notifyDone(await work())
    } catch (error) {
      notifyFailed(failure, error)
    }
    await Promise.all([
      queries.invalidateQueries({ queryKey: api.home.key() }),
      queries.invalidateQueries({ queryKey: api.runs.key() }),
    ])
  }
  const details = () => api.runs.show.call(input)

  return {
    resume: () =>
      attempt(TEXT.failures.resume, async () => {
        await api.runs.resume.call(input)
        navigate(routes.run(run.studyDir, run.runId))
        return TEXT.done.resumed
      }),
    copyCommand: () =>
      attempt(TEXT.failures.command, async () => {
        await navigator.clipboard.writeText((await details()).command)
        return TEXT.done.commandCopied
      }),
    copyFolder: () =>
      attempt(TEXT.failures.folder, async () => {
        await navigator.clipboard.writeText((await details()).artifactsDir)
        return TEXT.done.pathCopied
      }),
    showFolder: async () => {
      try {
        await door.showInFolder?.((await details()).artifactsDir)
      } catch (error) {
        notifyFailed(TEXT.failures.folder, error)
      }
    },
    toggleArchived: () =>
      attempt(TEXT.failures.edit, async () => {
        const { archivedAt } = await api.runs.edit.call({ ...input, archived: run.archivedAt === null })
        return archivedAt === null ? TEXT.done.unarchived : TEXT.done.archived
      }),
    remove: async () => {
      const isSure = await confirm({
        title: TEXT.remove.title(run.title),
        text: TEXT.remove.text(countOf(run.pairCount, 'pair')),
        action: TEXT.remove.action,
        isDangerous: true,
      })
      if (!isSure) return
      await attempt(TEXT.failures.remove, async () => {
        await api.runs.remove.call(input)
        return TEXT.done.removed
      })
    },
  }
}
