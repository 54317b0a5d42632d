import { Button, Group, Progress, Text } from '@mantine/core'
import { IconShieldCheck } from '@tabler/icons-react'
import { DATA_TEXT } from '../../text/data.ts'
import classes from './data.module.css'
import type { Check } from './use-check.ts'

const TEXT = DATA_TEXT.check

/** Starts the check of all masks, shows how far it is and what it found. */
export function CheckBar({ check }: { readonly check: Check }) {
  const { state, start, stop } = check
  if (state.kind === 'running') {
    const share = state.frameCount === 0 ? 0 : (100 * state.framesDone) / state.frameCount
    return (
      <Group gap="sm" className={classes.check}>
        <Progress.Root size="lg" className={classes.bar}>
          <Progress.Section value={share} aria-label={TEXT.running} />
        </Progress.Root>
        <Text size="sm" className="figures">
          {TEXT.progress(state.framesDone, state.frameCount)}
        </Text>
        <Button variant="subtle" size="compact-sm" onClick={stop}>
          {TEXT.stop}
        </Button>
      </Group>
    )
  }
  const flagCount = state.kind === 'ready' ? Object.values(state.flagged).reduce((sum, count) => sum + count, 0) : 0
  return (
    <Group gap="sm" className={classes.check}>
      <Button
        variant="default"
        size="compact-md"
        leftSection={<IconShieldCheck size={16} aria-hidden />}
        onClick={start}
      >
        {state.kind === 'ready' ? TEXT.again : TEXT.start}
      </Button>
      <Text size="sm" c="dimmed" role="status">
        {state.kind === 'ready' ? TEXT.ready(flagCount, state.uncertainCount) : TEXT.hint}
      </Text>
    </Group>
  )
}
