import { Alert, Progress, Stack, Text } from '@mantine/core'
import { IconCpu, IconHourglass } from '@tabler/icons-react'
import type { RunDetails } from '../../../api/run-views.ts'
import type { LiveRun } from '../../../api/runs-contract.ts'
import { PAIR_STATES } from '../../../api/states.ts'
import { Panel } from '../../components/panel.tsx'
import { RunProgress } from '../../components/run-progress.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { formatDuration } from '../../format/duration.ts'
import { formatCount, formatFigure, formatShare } from '../../format/number.ts'
import { RUN_TEXT as TEXT } from '../../text/run.ts'
import classes from './run.module.css'

interface ProgressPanelProps {
  readonly run: RunDetails | null
  readonly live: LiveRun | null
}

/** How far the run is, how its pairs ended and, while it goes on, how fast. */
export function ProgressPanel({ run, live }: ProgressPanelProps) {
  return (
    <Panel title={TEXT.progress}>
      <Stack gap="md">
        {live?.phase === 'checking' && <Checking live={live} />}
        {run && <Counts run={run} />}
        {live && live.phase !== 'checking' && <Facts live={live} />}
        {live?.stalled.map((pairId) => (
          <Alert key={pairId} color="yellow" icon={<IconHourglass aria-hidden />}>
            {TEXT.stalled(pairId)}
          </Alert>
        ))}
        <EngineEvents events={live?.engineEvents ?? run?.engineEvents ?? []} />
      </Stack>
    </Panel>
  )
}

/** What happened to the engine: it may die the same death more than once. */
function EngineEvents({ events }: { readonly events: readonly string[] }) {
  if (events.length === 0) return null
  return (
    <Alert color="yellow" icon={<IconCpu aria-hidden />} title={TEXT.engineEvents(events.length)}>
      <ul className={classes.events}>
        {[...Map.groupBy(events, (event) => event)].map(([event, times]) => (
          <li key={event}>{times.length === 1 ? event : TEXT.severalTimes(event, times.length)}</li>
        ))}
      </ul>
    </Alert>
  )
}

function Checking({ live: { framesDone, frameCount } }: { readonly live: LiveRun }) {
  return (
    <Stack gap="xs">
      <Text>{TEXT.checkingFrames(formatCount(framesDone), formatCount(frameCount))}</Text>
      <Progress
        value={(100 * framesDone) / Math.max(frameCount, 1)}
        size={6}
        radius="xl"
        aria-label={TEXT.phases.checking}
      />
    </Stack>
  )
}

function Counts({ run }: { readonly run: RunDetails }) {
  const { counts, pairCount } = run
  const done = pairCount - counts.queued - counts.running
  return (
    <Stack gap="xs">
      <Text fw={600}>{TEXT.ofPairs(formatCount(done), formatCount(pairCount))}</Text>
      <RunProgress run={run} />
      <ul className={classes.states}>
        {PAIR_STATES.filter((state) => counts[state] > 0).map((state) => (
          <li key={state}>
            <StateMark state={state} count={counts[state]} />
          </li>
        ))}
      </ul>
    </Stack>
  )
}

function Facts({ live }: { readonly live: LiveRun }) {
  const { pairsPerSec, leftSec, workers, cacheHits, cacheMisses, engine, device, because } = live
  const asked = cacheHits + cacheMisses
  return (
    <dl className={classes.facts}>
      <Fact name={TEXT.left} value={formatDuration(leftSec)} />
      <Fact name={TEXT.rate} value={formatFigure(pairsPerSec)} />
      <Fact name={TEXT.workers} value={formatCount(workers)} />
      <Fact name={TEXT.cache} value={formatShare(asked === 0 ? null : cacheHits / asked, 0)} hint={TEXT.cacheHint} />
      <Fact name={TEXT.engine} value={engine ?? ''} hint={[device, because].filter(Boolean).join('; ')} />
    </dl>
  )
}

function Fact({ name, value, hint }: { readonly name: string; readonly value: string; readonly hint?: string }) {
  return (
    <div title={hint}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}
