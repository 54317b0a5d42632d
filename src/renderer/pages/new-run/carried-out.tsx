import { Alert, Select, SimpleGrid, Stack, Switch } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { BACKENDS, COUPLING_OUTPUTS, type CompleteSettings } from '../../../api/run-settings.ts'
import { useApi } from '../../data/api-context.ts'
import { COUPLING_LABELS, NEW_RUN_TEXT as TEXT } from '../../text/new-run.ts'
import type { Draft } from './use-draft.ts'
import { WholeField } from './whole-field.tsx'

interface CarriedOutProps {
  readonly draft: Draft
  readonly complete: CompleteSettings | undefined
}

/** What may differ from call to call of the same run. */
export function CarriedOut({ draft: { settings, change }, complete }: CarriedOutProps) {
  const api = useApi()
  const app = useQuery(api.app.info.queryOptions({ staleTime: Number.POSITIVE_INFINITY })).data
  const active = useQuery(api.app.activeRuns.queryOptions({ refetchInterval: 5000 })).data ?? []
  const engine = settings.backend ?? complete?.backend ?? 'auto'
  const workers = settings.workers ?? complete?.workers
  return (
    <Stack gap="md">
      {active.length > 0 && (
        <Alert color="yellow" icon={<IconAlertTriangle aria-hidden />} title={TEXT.otherRuns(active.length)} />
      )}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg" verticalSpacing="md">
        <Select
          label={TEXT.engine}
          description={<EngineReason engine={engine} />}
          data={BACKENDS.map((value) => ({ value, label: value === 'auto' ? TEXT.auto : value }))}
          value={engine}
          onChange={(backend) => backend && change({ backend })}
          allowDeselect={false}
        />
        <WholeField
          label={TEXT.workers}
          description={
            app && workers !== undefined && workers > app.cores
              ? TEXT.workersMany
              : app
                ? TEXT.workersHint(app.cores)
                : ''
          }
          value={settings.workers}
          otherwise={complete?.workers}
          onChange={(value) => change({ workers: value })}
        />
        <Select
          label={TEXT.coupling}
          description={TEXT.couplingHint}
          data={COUPLING_OUTPUTS.map((value) => ({ value, label: COUPLING_LABELS[value] }))}
          value={settings.coupling ?? complete?.coupling ?? null}
          onChange={(coupling) => coupling && change({ coupling })}
          allowDeselect={false}
        />
        <WholeField
          label={TEXT.limit}
          description={TEXT.limitHint}
          value={settings.limit}
          otherwise={undefined}
          onChange={(value) => change({ limit: value })}
        />
      </SimpleGrid>
      <Switch
        label={TEXT.requireYolk}
        checked={settings.requireYolk ?? complete?.requireYolk ?? false}
        onChange={(event) => change({ requireYolk: event.currentTarget.checked })}
      />
      <Switch
        label={TEXT.includeControl}
        checked={settings.includeControl ?? complete?.includeControl ?? true}
        onChange={(event) => change({ includeControl: event.currentTarget.checked })}
      />
      <Switch
        label={TEXT.keepGoing}
        checked={settings.keepGoing ?? complete?.keepGoing ?? false}
        onChange={(event) => change({ keepGoing: event.currentTarget.checked })}
      />
    </Stack>
  )
}

/** Why automatic takes what it takes, or what the engine is on this machine. */
function EngineReason({ engine }: { readonly engine: string }) {
  const api = useApi()
  const isAuto = engine === 'auto'
  const auto = useQuery(api.engines.auto.queryOptions({ enabled: isAuto, staleTime: Number.POSITIVE_INFINITY }))
  const one = useQuery(
    api.engines.report.queryOptions({
      input: { name: engine },
      enabled: !isAuto,
      staleTime: Number.POSITIVE_INFINITY,
    }),
  )
  if (isAuto) {
    if (!auto.data) return TEXT.engineLooking
    return auto.data.name === null ? auto.data.because : `${auto.data.name}: ${auto.data.because}`
  }
  if (one.error) return one.error.message
  return one.data ? (one.data.device ?? one.data.reason ?? '') : TEXT.engineLooking
}
