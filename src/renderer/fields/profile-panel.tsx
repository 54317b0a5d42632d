import { Group, SegmentedControl, Select, Text } from '@mantine/core'
import { IconAlertTriangle, IconChartDots, IconTable } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { Profiles } from '../../api/fields-contract.ts'
import { PROFILE_BINS, type ProfileBins } from '../../core/analysis/body-profile.ts'
import type { GroupRef } from '../../core/analysis/panel-field.ts'
import { PROFILE_QUANTITIES, type ProfileQuantity } from '../../core/analysis/profile-quantity.ts'
import { MAP_LABELS } from '../../figure/map-labels.ts'
import { warningText } from '../../figure/warning-text.ts'
import { Chart, type ChartColours } from '../charts/chart.tsx'
import { chartSvg } from '../charts/chart-svg.ts'
import { SaveChart } from '../charts/save-chart.tsx'
import { IconButton } from '../components/icon-button.tsx'
import { type NumberSheet, NumberTable } from '../components/number-table.tsx'
import { QueryView } from '../components/query-view.tsx'
import { useApi } from '../data/api-context.ts'
import { csvOf } from '../format/csv.ts'
import { PROFILE_TEXT as TEXT } from '../text/profiles.ts'
import { profileOption } from './profile-option.ts'
import classes from './profile-panel.module.css'
import { embryoSheet, groupSheet, partAt, partOf } from './profile-sheets.ts'

interface ProfilePanelProps {
  readonly studyDir: string
  readonly runId: string
  /** up to 12; the first is drawn as the reference */
  readonly groups: readonly GroupRef[]
  /** what is shown until another one is chosen here */
  readonly quantity: ProfileQuantity
  /** S that is pointed at on a field; null for none */
  readonly hoveredS: number | null
  /** S of the middle of the part that is pointed at here */
  readonly onHoverS: (s: number | null) => void
}

const FIGURE = { width: 720, height: 420 }

/** A quantity along the body from head to tail, by group (contract §10): mean, spread between embryos, and what to be wary of. */
export function ProfilePanel(props: ProfilePanelProps) {
  const { studyDir, runId, groups, hoveredS, onHoverS } = props
  const api = useApi()
  const [chosen, setChosen] = useState<ProfileQuantity | null>(null)
  const [bins, setBins] = useState<ProfileBins>(10)
  const quantity = chosen ?? props.quantity
  const query = useQuery(
    api.fields.profiles.queryOptions({
      input: { studyDir, runId, groups: [...groups], quantity, bins },
      enabled: groups.length > 0,
      // read from files that do not change
      staleTime: Number.POSITIVE_INFINITY,
      placeholderData: (last) => last,
    }),
  )
  if (groups.length === 0) return <Text c="dimmed">{TEXT.noGroups}</Text>
  return (
    <section className={classes.panel} aria-label={TEXT.label}>
      <Group gap="sm">
        <Select
          size="xs"
          w={300}
          aria-label={TEXT.quantity}
          allowDeselect={false}
          data={PROFILE_QUANTITIES.map((value) => ({ value, label: quantityWord(value) }))}
          value={quantity}
          onChange={(value) => setChosen(PROFILE_QUANTITIES.find((one) => one === value) ?? null)}
        />
        <SegmentedControl
          size="xs"
          aria-label={TEXT.bins}
          data={PROFILE_BINS.map(String)}
          value={String(bins)}
          onChange={(value) => setBins(PROFILE_BINS.find((one) => String(one) === value) ?? 10)}
        />
      </Group>
      <QueryView query={query} failed={TEXT.failed} loading={TEXT.reading}>
        {(profiles) => <Shown profiles={profiles} quantity={quantity} hoveredS={hoveredS} onHoverS={onHoverS} />}
      </QueryView>
    </section>
  )
}

interface ShownProps {
  readonly profiles: Profiles
  readonly quantity: ProfileQuantity
  readonly hoveredS: number | null
  readonly onHoverS: (s: number | null) => void
}

function Shown({ profiles, quantity, hoveredS, onHoverS }: ShownProps) {
  const [isTable, setIsTable] = useState(false)
  const bins = profiles.groups[0]?.mean.length ?? 10
  const marked = partOf(hoveredS, bins)
  const label = `${quantityWord(quantity)} (${profiles.unit})`
  const option = useMemo(
    () => (colours: ChartColours) => profileOption(profiles, label, marked, colours),
    [profiles, label, marked],
  )
  const hover = (at: { readonly x: number } | null) => {
    const part = partOf(at?.x ?? null, bins)
    onHoverS(part === null ? null : partAt(part, bins).middle)
  }
  const name = `profile of ${quantity}`
  const names = profiles.groups.map(({ name, embryoCount }) => TEXT.group(name, embryoCount)).join('; ')
  return (
    <>
      <Concerns profiles={profiles} />
      <div className={classes.picture}>
        {isTable ? (
          <NumberTable label={TEXT.label} sheet={groupSheet(profiles)} />
        ) : (
          <Chart label={TEXT.chart(label, names)} option={option} onHover={hover} />
        )}
      </div>
      <Group justify="space-between" gap="xs">
        <Text size="xs" c="dimmed">
          {TEXT.band}
        </Text>
        <Group gap={2}>
          <IconButton
            icon={isTable ? IconChartDots : IconTable}
            label={isTable ? TEXT.asChart : TEXT.asTable}
            onClick={() => setIsTable(!isTable)}
          />
          <SaveChart
            name={name}
            svg={() => chartSvg((colours) => profileOption(profiles, label, null, colours), FIGURE)}
            sheets={[
              { label: TEXT.groupsCsv, fileName: `${name}.csv`, csv: () => csvFrom(groupSheet(profiles)) },
              { label: TEXT.embryosCsv, fileName: `${name}, embryos.csv`, csv: () => csvFrom(embryoSheet(profiles)) },
            ]}
          />
        </Group>
      </Group>
    </>
  )
}

function csvFrom({ header, rows }: NumberSheet): string {
  return csvOf(header, rows)
}

/** What speaks against reading too much into the profiles. */
function Concerns({ profiles: { groups, references } }: { readonly profiles: Profiles }) {
  const lines = [
    ...groups.flatMap(({ warnings }) => warnings.map(warningText)),
    ...references.filter(({ failures }) => failures.length > 0).map(TEXT.failure),
  ]
  if (lines.length === 0) return null
  return (
    <ul className={classes.concerns}>
      {[...new Set(lines)].map((line) => (
        <li key={line}>
          <IconAlertTriangle size={14} aria-hidden />
          {line}
        </li>
      ))}
    </ul>
  )
}

function quantityWord(quantity: ProfileQuantity): string {
  return quantity === 'axial' || quantity === 'perpendicular' ? TEXT[quantity] : MAP_LABELS[quantity].name
}
