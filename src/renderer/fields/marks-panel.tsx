import { Button, Group, Stack, Table, Text } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import type { EChartsCoreOption } from 'echarts/core'
import { useCallback } from 'react'
import type { PanelField } from '../../core/analysis/panel-field.ts'
import type { FieldMark } from '../../figure/field-view.ts'
import { Chart, type ChartColours } from '../charts/chart.tsx'
import { IconButton } from '../components/icon-button.tsx'
import { formatCount, formatFigure, formatFixed } from '../format/number.ts'
import { FIELDS_TEXT as TEXT } from '../text/fields.ts'
import classes from './fields.module.css'
import { changeView, useFieldsStore, useView } from './fields-store.ts'
import { lineProfile, regionFigures } from './mark-figures.ts'
import { readOutAt } from './read-out.ts'
import { valueText } from './read-out-view.tsx'
import { useStable } from './use-stable.ts'
import { withoutMark } from './view-changes.ts'

interface Shown {
  readonly title: string
  readonly field: PanelField
}

/** What every panel says of the probes, lines and regions that were put onto the grid. */
export function MarksPanel({ fields }: { readonly fields: readonly (PanelField | undefined)[] }) {
  const store = useFieldsStore()
  const marks = useView((view) => view.marks)
  const shown = fields.flatMap((field) => (field ? [{ field, title: field.title.join(' ') }] : []))
  if (marks.length === 0) return <p className={classes.hint}>{TEXT.marksNone}</p>
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {TEXT.unsmoothed}
        </Text>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconTrash size={14} aria-hidden />}
          onClick={() => changeView(store, (view) => ({ ...view, marks: [] }))}
        >
          {TEXT.clearMarks}
        </Button>
      </Group>
      <div className={classes.marks}>
        {marks.map((mark, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a mark is known by its place
          <MarkSection key={index} mark={mark} index={index} name={nameOf(marks, index)} shown={shown} />
        ))}
      </div>
    </Stack>
  )
}

/** `Probe 2`: the second of its kind. */
function nameOf(marks: readonly FieldMark[], index: number): string {
  const kind = marks[index]?.kind ?? 'probe'
  return TEXT[kind](marks.slice(0, index + 1).filter((mark) => mark.kind === kind).length)
}

interface MarkSectionProps {
  readonly mark: FieldMark
  readonly index: number
  readonly name: string
  readonly shown: readonly Shown[]
}

function MarkSection({ mark, index, name, shown }: MarkSectionProps) {
  const store = useFieldsStore()
  return (
    <section className={classes.mark} aria-label={name}>
      <Group justify="space-between" wrap="nowrap">
        <h3>
          {name}
          {mark.kind === 'probe' && <span>{TEXT.atPx(formatFixed(mark.yx[0], 0), formatFixed(mark.yx[1], 0))}</span>}
        </h3>
        <IconButton
          icon={IconTrash}
          label={TEXT.removeMark(name)}
          onClick={() => changeView(store, (view) => withoutMark(view, index))}
        />
      </Group>
      <MarkFigures mark={mark} name={name} shown={shown} />
    </section>
  )
}

function MarkFigures({ mark, name, shown }: Omit<MarkSectionProps, 'index'>) {
  switch (mark.kind) {
    case 'probe':
      return <ProbeTable yx={mark.yx} shown={shown} />
    case 'line':
      return <LineChart fromYx={mark.fromYx} toYx={mark.toYx} name={name} shown={shown} />
    case 'region':
      return <RegionTable polygonYx={mark.polygonYx} shown={shown} />
  }
}

interface Row {
  readonly title: string
  readonly cells: readonly string[]
}

function Figures({ names, rows }: { readonly names: readonly string[]; readonly rows: readonly Row[] }) {
  return (
    <div className={classes.figures}>
      <Table withRowBorders={false} verticalSpacing={2} horizontalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{TEXT.figures.panel}</Table.Th>
            {names.map((name) => (
              <Table.Th key={name} scope="col" ta="right">
                {name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ title, cells }, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a panel is known by its place
            <Table.Tr key={row}>
              <Table.Th scope="row" fw={400} title={title}>
                {title}
              </Table.Th>
              {cells.map((cell, i) => (
                <Table.Td key={names[i]} ta="right">
                  {cell}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}

function ProbeTable({ yx, shown }: { readonly yx: readonly [number, number]; readonly shown: readonly Shown[] }) {
  const { value, displacement, angle, embryos } = TEXT.figures
  const hasEmbryos = shown.some(({ field }) => field.embryosAt !== null)
  const rows = shown.map(({ title, field }) => {
    const at = readOutAt(field, yx)
    const cells = [
      valueText(at?.value ?? null, field.unit),
      at?.displacement ? `${formatFixed(at.displacement.lengthUm, 1)} µm` : formatFixed(null, 0),
      at?.displacement ? `${formatFixed(at.displacement.angleDeg, 0)}°` : formatFixed(null, 0),
      ...(hasEmbryos ? [at?.embryos == null ? formatFixed(null, 0) : formatCount(at.embryos)] : []),
    ]
    return { title, cells }
  })
  return <Figures names={[value, displacement, angle, ...(hasEmbryos ? [embryos] : [])]} rows={rows} />
}

interface RegionTableProps {
  readonly polygonYx: readonly (readonly [number, number])[]
  readonly shown: readonly Shown[]
}

function RegionTable({ polygonYx, shown }: RegionTableProps) {
  const { count, area, mean, sd, least, median, most } = TEXT.figures
  const rows = shown.map(({ title, field }) => {
    const found = regionFigures(field, polygonYx)
    const figures = [found.mean, found.sd, found.least, found.median, found.most].map(formatFigure)
    return { title, cells: [formatCount(found.count), formatCount(Math.round(found.areaUm2)), ...figures] }
  })
  return <Figures names={[count, area, mean, sd, least, median, most]} rows={rows} />
}

interface LineChartProps {
  readonly fromYx: readonly [number, number]
  readonly toYx: readonly [number, number]
  readonly name: string
  readonly shown: readonly Shown[]
}

function LineChart({ fromYx, toYx, name, shown }: LineChartProps) {
  const fields = useStable(shown.map(({ field }) => field))
  const option = useCallback(
    (colours: ChartColours) => lineOption(fromYx, toYx, fields, colours),
    [fromYx, toYx, fields],
  )
  return (
    <div className={classes.lineChart}>
      <Chart label={TEXT.lineChart(name)} option={option} />
    </div>
  )
}

/** Okabe and Ito's, told apart by colour-blind readers; more panels than colours are told apart by dashes */
const LINE_COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#e69f00']
const DASHES = ['solid', 'dashed'] as const

function lineOption(
  fromYx: readonly [number, number],
  toYx: readonly [number, number],
  fields: readonly PanelField[],
  colours: ChartColours,
): EChartsCoreOption {
  const axis = {
    nameLocation: 'middle',
    nameTextStyle: { color: colours.dimmed },
    axisLabel: { color: colours.dimmed },
    axisLine: { lineStyle: { color: colours.line } },
    splitLine: { lineStyle: { color: colours.line } },
  }
  return {
    animation: false,
    grid: { left: 56, right: 16, top: fields.length > 1 ? 32 : 12, bottom: 44 },
    tooltip: { trigger: 'axis' },
    ...(fields.length > 1 ? { legend: { top: 0, type: 'scroll', textStyle: { color: colours.text } } } : {}),
    xAxis: { ...axis, type: 'value', name: TEXT.lineAxis, nameGap: 28, max: 'dataMax' },
    yAxis: { ...axis, type: 'value', name: fields[0]?.unit ?? '', nameGap: 40 },
    series: fields.map((field, i) => ({
      type: 'line',
      name: `${i + 1} ${field.title.join(' ')}`,
      showSymbol: false,
      data: lineProfile(field, fromYx, toYx).map(({ alongUm, value }) => [Math.round(alongUm * 10) / 10, value]),
      lineStyle: { width: 1.6, type: DASHES[Math.floor(i / LINE_COLOURS.length) % DASHES.length] },
      color: LINE_COLOURS[i % LINE_COLOURS.length],
    })),
  }
}
