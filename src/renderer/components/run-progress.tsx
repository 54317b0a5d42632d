import { Progress } from '@mantine/core'
import type { RunSummaryView } from '../../api/run-views.ts'
import { formatCount } from '../format/number.ts'
import { STATE_WORDS } from '../text/states.ts'

const PARTS = [
  { state: 'ok', color: 'var(--ot-ok)' },
  { state: 'unconverged', color: 'var(--ot-attention)' },
  { state: 'failed', color: 'var(--ot-failed)' },
  { state: 'skipped', color: 'var(--ot-idle)' },
] as const

/** How far a run is, and how its pairs ended; the figures beside it say the same. */
export function RunProgress({ run }: { readonly run: Pick<RunSummaryView, 'counts' | 'pairCount'> }) {
  const { counts, pairCount } = run
  const parts = PARTS.filter(({ state }) => counts[state] > 0)
  return (
    <Progress.Root size={6} radius="xl" aria-hidden>
      {parts.map(({ state, color }) => (
        <Progress.Section
          key={state}
          value={(100 * counts[state]) / Math.max(pairCount, 1)}
          color={color}
          title={`${formatCount(counts[state])} ${STATE_WORDS[state]}`}
          withAria={false}
        />
      ))}
    </Progress.Root>
  )
}
