import { Button, Group, Text } from '@mantine/core'
import { IconChartDots, IconFilterOff, IconLayoutGrid, IconX } from '@tabler/icons-react'
import { useCallback, useDeferredValue, useMemo, useState } from 'react'
import { MOST_PANELS } from '../../../figure/field-view.ts'
import { Empty } from '../../components/empty.tsx'
import { navigate } from '../../data/hash-location.ts'
import { routes } from '../../data/routes.ts'
import { formatCount } from '../../format/number.ts'
import { useCommands } from '../../shell/commands.ts'
import { EXPLORE_TEXT as TEXT } from '../../text/explore.ts'
import { ColumnChooser } from './column-chooser.tsx'
import classes from './explore.module.css'
import { ExploreBar } from './explore-bar.tsx'
import { type ExploreState, FIRST_PLOTS, MOST_PLOTS, type PlotSpec } from './explore-state.ts'
import { groupedBy, groupsOf, shownRows } from './explored.ts'
import type { PairColumns } from './pair-columns.ts'
import { PairGrid, USUAL_COLUMNS } from './pair-grid.tsx'
import type { PlotMarks } from './plot-option.ts'
import { PlotPanel } from './plot-panel.tsx'
import { pairOf, rowsOf } from './selection.ts'

interface ExplorerProps {
  readonly studyDir: string
  readonly runs: readonly { readonly runId: string; readonly title: string }[]
  /** those whose pairs these are */
  readonly runIds: readonly string[]
  readonly pairs: PairColumns
  readonly state: ExploreState
  readonly change: (changes: Partial<ExploreState>) => void
}

/** Plots and table of pairs; what is chosen in one is chosen in all. */
export function Explorer({ studyDir, runs, runIds, pairs, state, change }: ExplorerProps) {
  const { groupColumn, wildType, stageColumn, plots, filters, search, focus, sort } = state
  const [current, setCurrent] = useState<number | null>(null)
  const grouped = useMemo(
    () => groupedBy(pairs, { groupColumn, wildType, stageColumn, plots }),
    [pairs, groupColumn, wildType, stageColumn, plots],
  )
  const selected = useMemo(() => rowsOf(pairs, state.selected), [pairs, state.selected])
  // a letter typed is answered before points are drawn
  const searched = useDeferredValue(search)
  const rows = useMemo(
    () => shownRows(pairs, grouped, { filters, search: searched, focus }, selected),
    [pairs, grouped, filters, searched, focus, selected],
  )
  const groups = useMemo(() => groupsOf(grouped.groups, rows), [grouped.groups, rows])
  // keys and ticks are answered before thousands of points are drawn again
  const [drawnSelected, drawnCurrent] = [useDeferredValue(selected), useDeferredValue(current)]
  const marks = useMemo(
    (): PlotMarks => ({
      selected: drawnSelected,
      outliers: new Set(grouped.outliers.keys()),
      flagged: new Set(grouped.flags.keys()),
      current: drawnCurrent,
    }),
    [drawnSelected, grouped, drawnCurrent],
  )
  const columns = state.columns ?? USUAL_COLUMNS

  const select = (chosen: Iterable<number>) => change({ selected: [...chosen].map((row) => pairOf(pairs, row)) })
  const selectIn = (chosen: readonly number[], isAdding: boolean) =>
    select(isAdding ? new Set([...selected, ...chosen]) : chosen)
  const toggle = (row: number) =>
    select(selected.has(row) ? [...selected].filter((one) => one !== row) : [...selected, row])
  const open = useCallback(
    (chosen: Iterable<number>) =>
      navigate(routes.fields(studyDir, ...[...chosen].slice(0, MOST_PANELS).map((row) => pairOf(pairs, row)))),
    [studyDir, pairs],
  )
  const changePlot = (index: number, spec: PlotSpec | null) =>
    change({ plots: plots.flatMap((one, at) => (at === index ? (spec ?? []) : one)) })

  useCommands([
    ...(selected.size > 0
      ? [
          { id: 'explore-clear', label: TEXT.commands.selectNone, icon: IconX, run: () => select([]) },
          {
            id: 'explore-open',
            label: TEXT.commands.openSelected,
            icon: IconLayoutGrid,
            keys: 'mod+Enter',
            run: () => open(selected),
          },
        ]
      : []),
  ])

  return (
    <>
      <ExploreBar runs={runs} runIds={runIds} pairs={pairs} grouped={grouped} state={state} change={change} />
      {rows.length === 0 ? (
        <Empty
          icon={IconFilterOff}
          title={TEXT.noneFits.title}
          action={
            <Button variant="default" onClick={() => change({ filters: [], search: '', focus: 'all' })}>
              {TEXT.noneFits.action}
            </Button>
          }
        >
          {TEXT.noneFits.text}
        </Empty>
      ) : (
        <div className={classes.body}>
          <section className={classes.plots} aria-label={TEXT.plots} data-count={plots.length}>
            {plots.map((spec, index) => (
              <PlotPanel
                // biome-ignore lint/suspicious/noArrayIndexKey: a plot is known by its place
                key={index}
                spec={spec}
                pairs={pairs}
                grouped={grouped}
                groups={groups}
                marks={marks}
                onChange={(next) => changePlot(index, next)}
                onRemove={plots.length > 1 ? () => changePlot(index, null) : null}
                onSelect={selectIn}
                onOpen={(row) => open([row])}
              />
            ))}
          </section>
          <Group justify="space-between" gap="xs" className={classes.between}>
            <Group gap="sm">
              <Text size="sm" role="status" className="figures">
                {selected.size > 0 ? TEXT.selected(formatCount(selected.size)) : TEXT.hint}
              </Text>
              {selected.size > 0 && (
                <>
                  <Button
                    variant="light"
                    size="compact-sm"
                    leftSection={<IconLayoutGrid size={16} aria-hidden />}
                    onClick={() => open(selected)}
                  >
                    {selected.size > MOST_PANELS ? TEXT.openFirst(MOST_PANELS) : TEXT.openPanels(selected.size)}
                  </Button>
                  <Button
                    variant="subtle"
                    size="compact-sm"
                    leftSection={<IconX size={16} aria-hidden />}
                    onClick={() => select([])}
                  >
                    {TEXT.clear}
                  </Button>
                </>
              )}
            </Group>
            <Group gap="sm">
              {plots.length < MOST_PLOTS && (
                <Button
                  variant="subtle"
                  size="compact-sm"
                  leftSection={<IconChartDots size={16} aria-hidden />}
                  onClick={() => change({ plots: [...plots, nextPlot(plots)] })}
                >
                  {TEXT.addPlot}
                </Button>
              )}
              <ColumnChooser
                columns={pairs.columns}
                chosen={columns}
                onChange={(chosen) => change({ columns: chosen })}
              />
            </Group>
          </Group>
          <div className={classes.table}>
            <PairGrid
              pairs={pairs}
              grouped={grouped}
              rows={rows}
              columns={columns}
              sort={sort}
              onSort={(next) => change({ sort: next })}
              selected={selected}
              onToggle={toggle}
              current={current}
              onCurrent={setCurrent}
              onOpen={(row) => open([row])}
            />
          </div>
        </div>
      )}
    </>
  )
}

/** a kind that is not there yet, of the first plot's quantity */
function nextPlot(plots: readonly PlotSpec[]): PlotSpec {
  const kinds = ['trajectory', 'box', 'strip', 'scatter'] as const
  const kind = kinds.find((one) => plots.every((plot) => plot.kind !== one)) ?? 'scatter'
  return { kind, y: (plots[0] ?? FIRST_PLOTS[0])?.y ?? '', x: null }
}
