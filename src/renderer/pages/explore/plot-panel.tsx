import { Group, SegmentedControl, Select, Text } from '@mantine/core'
import { IconChartDots, IconTable, IconX } from '@tabler/icons-react'
import { useCallback, useMemo, useState } from 'react'
import { Chart, type ChartArea, type ChartColours } from '../../charts/chart.tsx'
import { chartSvg } from '../../charts/chart-svg.ts'
import { SaveChart } from '../../charts/save-chart.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { NumberTable } from '../../components/number-table.tsx'
import { csvOf } from '../../format/csv.ts'
import { formatCount } from '../../format/number.ts'
import { bySection, columnLabel, columnWord } from '../../text/columns.ts'
import { CHART_WORDS, EXPLORE_TEXT as TEXT } from '../../text/explore.ts'
import classes from './explore.module.css'
import { PLOT_KINDS, type PlotSpec } from './explore-state.ts'
import type { Grouped } from './explored.ts'
import type { RowGroup } from './grouping.ts'
import { type PairColumns, quantities } from './pair-columns.ts'
import { type Plot, plotOf, rowsIn, TIME_COLUMNS } from './plot.ts'
import { pointsCsv, summaryOf } from './plot-numbers.ts'
import { isPointDatum, type PlotMarks, plotOption } from './plot-option.ts'
import { rowWords } from './row-words.ts'

interface PlotPanelProps {
  readonly spec: PlotSpec
  readonly pairs: PairColumns
  readonly grouped: Grouped
  /** with the rows that are shown */
  readonly groups: readonly RowGroup[]
  readonly marks: PlotMarks
  readonly onChange: (spec: PlotSpec) => void
  readonly onRemove: (() => void) | null
  readonly onSelect: (rows: readonly number[], isAdding: boolean) => void
  readonly onOpen: (row: number) => void
}

/** A plot as a file, px: as wide as a column of text and a half */
const FIGURE = { width: 720, height: 460 }

/** One plot: what it shows, the picture or its numbers, and the ways to take it out. */
export function PlotPanel(props: PlotPanelProps) {
  const { spec, pairs, grouped, groups, marks, onChange, onRemove, onSelect, onOpen } = props
  const [isTable, setIsTable] = useState(false)
  const { stageOf, wildType, outliers, flags } = grouped
  const plot = useMemo(() => plotOf(spec, pairs, groups, stageOf, wildType), [spec, pairs, groups, stageOf, wildType])
  const wordsOf = useCallback(
    (row: number) =>
      rowWords(pairs, row, plot ? quantitiesOf(plot) : [], outliers.get(row) ?? [], flags.get(row) ?? []),
    [pairs, plot, outliers, flags],
  )
  const option = useMemo(() => {
    const groupNames = groups.map(({ word }) => word)
    return (colours: ChartColours) => (plot ? plotOption(plot, { pairs, groupNames, marks, wordsOf }, colours) : {})
  }, [plot, pairs, groups, marks, wordsOf])
  const summary = useMemo(
    () => plot && summaryOf(plot, pairs, groups, stageOf, marks.outliers),
    [plot, pairs, groups, stageOf, marks.outliers],
  )
  const pick = (data: unknown, isAdding: boolean) => {
    if (!isPointDatum(data)) return
    if (isAdding) onSelect([data[2]], true)
    else onOpen(data[2])
  }
  const brush = (area: ChartArea, isAdding: boolean) => plot && onSelect(rowsIn(plot, area), isAdding)
  const name = `${spec.kind} of ${spec.y}`
  const title = columnWord(spec.y)

  return (
    <section className={classes.plot} aria-label={`${TEXT.kinds[spec.kind]}: ${title}`}>
      <div className={classes.plotHead}>
        <SegmentedControl
          size="xs"
          aria-label={TEXT.kind}
          value={spec.kind}
          onChange={(kind) => onChange({ ...spec, kind, x: null })}
          data={PLOT_KINDS.map((value) => ({ value, label: TEXT.kinds[value] }))}
        />
        <Group gap={2} wrap="nowrap" className={classes.plotTools}>
          <IconButton
            icon={isTable ? IconChartDots : IconTable}
            label={isTable ? TEXT.asChart : TEXT.asTable}
            onClick={() => setIsTable(!isTable)}
          />
          {plot && summary && (
            <SaveChart
              name={name}
              svg={() => chartSvg(option, FIGURE)}
              sheets={[
                {
                  label: TEXT.pointsCsv,
                  fileName: `${name}.csv`,
                  csv: () => pointsCsv(plot, pairs, groups, stageOf, marks.outliers),
                },
                {
                  label: TEXT.summaryCsv,
                  fileName: `${name}, summary.csv`,
                  csv: () => csvOf(summary.header, summary.rows),
                },
              ]}
            />
          )}
          {onRemove && <IconButton icon={IconX} label={TEXT.removePlot} onClick={onRemove} />}
        </Group>
        <QuantitySelect
          axis="y"
          label={TEXT.quantity}
          pairs={pairs}
          value={spec.y}
          onChange={(y) => onChange({ ...spec, y })}
        />
        {plot && 'x' in plot && (
          <QuantitySelect
            axis="x"
            label={plot.kind === 'scatter' ? TEXT.across : TEXT.along}
            pairs={pairs}
            value={plot.x.name}
            onChange={(x) => onChange({ ...spec, x })}
            {...(plot.kind === 'trajectory' ? { only: TIME_COLUMNS } : {})}
          />
        )}
      </div>
      <div className={classes.picture}>
        {plot === null ? (
          <Text c="dimmed">{TEXT.missing(title)}</Text>
        ) : plot.points.length === 0 ? (
          <Text c="dimmed">{TEXT.nothing}</Text>
        ) : isTable && summary ? (
          <NumberTable label={TEXT.summary.label(title)} sheet={summary} />
        ) : (
          <Chart label={wordsFor(plot, groups)} option={option} onPick={pick} onBrush={brush} />
        )}
      </div>
      {plot?.kind === 'trajectory' && <EnvelopeNote plot={plot} />}
    </section>
  )
}

interface QuantitySelectProps {
  readonly axis: 'x' | 'y'
  readonly label: string
  readonly pairs: PairColumns
  readonly value: string
  readonly onChange: (name: string) => void
  readonly only?: readonly string[]
}

function QuantitySelect({ axis, label, pairs, value, onChange, only }: QuantitySelectProps) {
  const sections = useMemo(() => {
    const columns = quantities(pairs).filter(({ name }) => only?.includes(name) ?? true)
    return bySection(columns).map(({ title, columns: some }) => ({
      group: title,
      items: some.map((column) => ({ value: column.name, label: columnLabel(column) })),
    }))
  }, [pairs, only])
  return (
    <Select
      className={classes.quantity}
      size="xs"
      aria-label={label}
      leftSection={<span className={classes.axisName}>{axis}</span>}
      leftSectionWidth="1.6rem"
      searchable
      allowDeselect={false}
      data={sections}
      value={value}
      onChange={(name) => name !== null && onChange(name)}
      maxDropdownHeight={360}
    />
  )
}

function EnvelopeNote({ plot }: { readonly plot: Extract<Plot, { kind: 'trajectory' }> }) {
  const counts = plot.envelope.map(({ embryos }) => embryos)
  const [least, most] = [Math.min(...counts), Math.max(...counts)]
  const embryos = least === most ? formatCount(least) : `${formatCount(least)}–${formatCount(most)}`
  return (
    <Text size="xs" c="dimmed">
      {counts.length === 0 ? TEXT.noEnvelope : TEXT.envelopeNote(embryos)}
    </Text>
  )
}

function quantitiesOf(plot: Plot) {
  return 'x' in plot ? [plot.y, plot.x] : [plot.y]
}

function wordsFor(plot: Plot, groups: readonly RowGroup[]): string {
  const y = columnLabel(plot.y)
  switch (plot.kind) {
    case 'strip':
    case 'box': {
      const present = groups.filter((_, index) => plot.points.some(({ group }) => group === index))
      return CHART_WORDS.slots(y, present.map(({ word }) => word).join(', '), plot.points.length)
    }
    case 'scatter':
      return CHART_WORDS.scatter(y, columnLabel(plot.x), plot.points.length)
    case 'trajectory':
      return CHART_WORDS.trajectory(y, columnLabel(plot.x), plot.lines.length)
  }
}
