import { Button, Text } from '@mantine/core'
import { IconChartDots, IconTable } from '@tabler/icons-react'
import type { EChartsCoreOption } from 'echarts/core'
import { useDeferredValue, useMemo, useState } from 'react'
import type { PairView } from '../../../api/run-views.ts'
import { Chart, type ChartColours } from '../../charts/chart.tsx'
import { Panel } from '../../components/panel.tsx'
import { type Sort, sortRows } from '../../components/sort.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { type Column, VirtualTable } from '../../components/virtual-table.tsx'
import { formatDuration } from '../../format/duration.ts'
import { countOf, formatFixed } from '../../format/number.ts'
import { RUN_TEXT as TEXT } from '../../text/run.ts'
import { STATE_WORDS } from '../../text/states.ts'
import classes from './run.module.css'
import { type Spread, spreadOf } from './spread.ts'

/** Each pair's runtime in the manifest's order, with their median and spread. */
export function RuntimePanel({ pairs }: { readonly pairs: readonly PairView[] }) {
  const [isTable, setIsTable] = useState(false)
  // a click is answered before points are drawn
  const shown = useDeferredValue(pairs)
  const timed = useMemo(() => shown.filter(({ runtimeSec }) => runtimeSec !== null), [shown])
  const spread = useMemo(
    () => spreadOf(timed.flatMap(({ state, runtimeSec }) => (state === 'failed' ? [] : (runtimeSec ?? [])))),
    [timed],
  )
  return (
    <Panel
      title={TEXT.runtimes}
      aside={
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={isTable ? <IconChartDots size={14} aria-hidden /> : <IconTable size={14} aria-hidden />}
          onClick={() => setIsTable(!isTable)}
        >
          {isTable ? TEXT.asChart : TEXT.asTable}
        </Button>
      }
    >
      <Text size="sm" c="dimmed" data-testid="runtime-spread">
        {spread ? spreadText(spread) : TEXT.runtimesNone}
      </Text>
      {timed.length > 0 && (
        <div className={classes.chart}>
          {isTable ? <RuntimeTable pairs={timed} /> : <RuntimeChart pairs={shown} spread={spread} />}
        </div>
      )}
    </Panel>
  )
}

function spreadText({ count, low, median, high }: Spread): string {
  return TEXT.median(formatDuration(median), formatDuration(low), formatDuration(high), countOf(count, 'pair'))
}

interface RuntimeChartProps {
  /** all of them: how many are left shows as well */
  readonly pairs: readonly PairView[]
  readonly spread: Spread | null
}

function RuntimeChart({ pairs, spread }: RuntimeChartProps) {
  const option = useMemo(() => (colours: ChartColours) => runtimeOption(pairs, spread, colours), [pairs, spread])
  return <Chart label={`${TEXT.runtimes}. ${spread ? spreadText(spread) : TEXT.runtimesNone}`} option={option} />
}

/** States told apart by shape as well as colour. */
const SERIES = [
  { state: 'ok', symbol: 'circle', colour: 'accent' },
  { state: 'unconverged', symbol: 'triangle', colour: 'attention' },
  { state: 'failed', symbol: 'path://M0,0L10,10M10,0L0,10', colour: 'failed' },
] as const

function runtimeOption(pairs: readonly PairView[], spread: Spread | null, colours: ChartColours): EChartsCoreOption {
  const orderOf = new Map(pairs.map(({ pairId }, index) => [pairId, index + 1]))
  return {
    animation: false,
    grid: { left: 56, right: 16, top: 12, bottom: 44 },
    textStyle: { color: colours.dimmed, fontFamily: 'inherit' },
    tooltip: {
      renderMode: 'richText',
      backgroundColor: colours.surface,
      borderColor: colours.line,
      textStyle: { color: colours.text },
      formatter: ({ seriesName, data }: { seriesName: string; data: [number, number, string] }) =>
        `${data[2]}\n${seriesName}, ${formatDuration(data[1])}`,
    },
    xAxis: axis(colours, { name: TEXT.orderAxis, minInterval: 1, max: Math.max(pairs.length, 1) }),
    yAxis: axis(colours, { name: TEXT.runtimeAxis, nameRotate: 90, nameGap: 40 }),
    series: SERIES.map(({ state, symbol, colour }, index) => ({
      id: state,
      name: STATE_WORDS[state],
      type: 'scatter',
      symbol,
      symbolSize: pairs.length > 1000 ? 4 : 7,
      large: true,
      largeThreshold: 3000,
      itemStyle: { color: colours[colour], borderColor: colours[colour], borderWidth: state === 'failed' ? 1.5 : 0 },
      data: pairs
        .filter((pair) => pair.state === state && pair.runtimeSec !== null)
        .map(({ pairId, runtimeSec }) => [orderOf.get(pairId), runtimeSec, pairId]),
      ...(index === 0 && spread ? spreadMarks(spread, colours) : {}),
    })),
  }
}

function axis(colours: ChartColours, more: object) {
  return {
    type: 'value',
    min: 0,
    nameLocation: 'middle',
    nameGap: 28,
    nameTextStyle: { color: colours.dimmed },
    axisLabel: { color: colours.dimmed },
    axisLine: { lineStyle: { color: colours.line } },
    splitLine: { lineStyle: { color: colours.line, opacity: 0.6 } },
    ...more,
  }
}

function spreadMarks({ low, median, high }: Spread, colours: ChartColours) {
  return {
    markLine: {
      silent: true,
      symbol: 'none',
      label: { show: false },
      lineStyle: { color: colours.text, width: 1.5, type: 'solid' },
      data: [{ yAxis: median }],
    },
    markArea: {
      silent: true,
      itemStyle: { color: colours.accentSoft, opacity: 0.7 },
      data: [[{ yAxis: low }, { yAxis: high }]],
    },
  }
}

const COLUMNS: readonly Column<PairView>[] = [
  {
    key: 'position',
    header: TEXT.columns.position,
    align: 'right',
    width: 64,
    isSortable: true,
    cell: ({ position }) => position,
  },
  {
    key: 'pairId',
    header: TEXT.columns.pairId,
    width: 200,
    grows: true,
    isRowHeader: true,
    isSortable: true,
    cell: ({ pairId }) => pairId,
  },
  {
    key: 'state',
    header: TEXT.columns.state,
    width: 140,
    isSortable: true,
    cell: ({ state }) => <StateMark state={state} />,
  },
  {
    key: 'runtimeSec',
    header: TEXT.columns.runtimeSec,
    unit: 's',
    align: 'right',
    width: 120,
    isSortable: true,
    cell: ({ runtimeSec }) => formatFixed(runtimeSec, 2),
  },
]

function RuntimeTable({ pairs }: { readonly pairs: readonly PairView[] }) {
  const [sort, setSort] = useState<Sort | null>(null)
  const rows = useMemo(
    () => sortRows(pairs, sort, (pair, key) => (key in pair ? pair[key as keyof PairView] : null)),
    [pairs, sort],
  )
  return (
    <VirtualTable
      label={TEXT.runtimes}
      columns={COLUMNS}
      rowCount={rows.length}
      rowAt={(index) => rows[index]}
      keyOf={({ pairId }) => pairId}
      sort={sort}
      onSort={setSort}
    />
  )
}
