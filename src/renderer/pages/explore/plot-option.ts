import type { EChartsCoreOption } from 'echarts/core'
import { bandSeries } from '../../charts/band-series.ts'
import type { ChartColours } from '../../charts/chart.tsx'
import { groupLook } from '../../charts/chart-colours.ts'
import { formatFigure } from '../../format/number.ts'
import { columnLabel } from '../../text/columns.ts'
import { EXPLORE_TEXT as TEXT } from '../../text/explore.ts'
import { embryoCount, type Slot } from './grouping.ts'
import type { PairColumns } from './pair-columns.ts'
import type { Plot, PlotPoint } from './plot.ts'

/** What is marked in a plot, by row. */
export interface PlotMarks {
  readonly selected: ReadonlySet<number>
  readonly outliers: ReadonlySet<number>
  readonly flagged: ReadonlySet<number>
  /** the row that the table's focus is on */
  readonly current: number | null
}

interface PlotContext {
  readonly pairs: PairColumns
  /** as they are read */
  readonly groupNames: readonly string[]
  readonly marks: PlotMarks
  /** lines of words about a row */
  readonly wordsOf: (row: number) => readonly string[]
}

/** with more points, each is smaller */
const MANY = 1000
/** with more slots, names of groups would not fit under them */
const MOST_NAMED_SLOTS = 4
/** with more slots, numbers of embryos would not fit under them */
const MOST_COUNTED_SLOTS = 9
/** unselected points, where some are selected */
const FAINT = 0.2

export function plotOption(plot: Plot, context: PlotContext, colours: ChartColours): EChartsCoreOption {
  const isCrowded = plot.points.length > MANY
  const points = pointSeries(plot.points, context, colours)
  return {
    animation: false,
    textStyle: { color: colours.dimmed, fontFamily: 'inherit' },
    // the room that labels take is known
    grid: { left: 80, right: 18, top: 36, bottom: 'slots' in plot ? 60 : 44, outerBoundsMode: 'none' },
    legend: legendOf(plot, context, colours),
    tooltip: {
      renderMode: 'richText',
      confine: true,
      backgroundColor: colours.surface,
      borderColor: colours.line,
      textStyle: { color: colours.text, fontSize: 12 },
      formatter: ({ data }: { data: unknown }) => (isPointDatum(data) ? context.wordsOf(data[2]).join('\n') : ''),
    },
    xAxis: xAxes(plot, context, colours),
    yAxis: axis(colours, { name: inLines(columnLabel(plot.y)), nameGap: 52, nameRotate: 90 }),
    series: [
      ...under(plot, context, colours),
      ...points.map((series) => ({ ...series, symbolSize: isCrowded ? 5 : 8 })),
      ...marksOf(plot.points, context.marks, colours, isCrowded),
    ],
  }
}

/** A datum of a point: x, y and row. */
export type PointDatum = readonly [x: number, y: number, row: number]

export function isPointDatum(data: unknown): data is PointDatum {
  return Array.isArray(data) && data.length === 3 && data.every((value) => typeof value === 'number')
}

const datumOf = ({ x, y, row }: PlotPoint): PointDatum => [x, y, row]

/** Each group's points, the unselected ones first, faint where some are selected. */
function pointSeries(points: readonly PlotPoint[], { groupNames, marks }: PlotContext, colours: ChartColours) {
  const byGroup = Map.groupBy(points, ({ group }) => group)
  const hasSelected = points.some(({ row }) => marks.selected.has(row))
  const layer = (isSelected: boolean) =>
    [...byGroup].map(([group, ofGroup]) => {
      const { colour, symbol } = groupLook(group, colours)
      return {
        id: `points-${isSelected ? 'selected' : 'others'}-${group}`,
        name: groupNames[group],
        type: 'scatter',
        z: isSelected ? 5 : 3,
        symbol,
        itemStyle: { color: colour, opacity: isSelected ? 1 : hasSelected ? FAINT : 0.75 },
        data: ofGroup.filter(({ row }) => marks.selected.has(row) === isSelected).map(datumOf),
      }
    })
  return [...layer(false), ...layer(true)]
}

/** Rings about outliers, squares about flagged pairs, a large ring about the row that the table is at. */
function marksOf(points: readonly PlotPoint[], marks: PlotMarks, colours: ChartColours, isCrowded: boolean) {
  const around = (id: string, name: string, rows: ReadonlySet<number>, look: object, symbol: string, size: number) => ({
    id,
    name,
    type: 'scatter',
    silent: true,
    z: 6,
    symbol,
    symbolSize: isCrowded ? size - 4 : size,
    itemStyle: { color: 'transparent', ...look },
    data: points.filter(({ row }) => rows.has(row)).map(datumOf),
  })
  return [
    around('outliers', TEXT.outlier, marks.outliers, { borderColor: colours.text, borderWidth: 1.2 }, 'circle', 14),
    around(
      'flagged',
      TEXT.flag,
      marks.flagged,
      { borderColor: colours.attention, borderWidth: 1.2, borderType: 'dotted' },
      'rect',
      16,
    ),
    around(
      'current',
      '',
      new Set(marks.current === null ? [] : [marks.current]),
      { borderColor: colours.accent, borderWidth: 2.5 },
      'circle',
      20,
    ),
  ]
}

/** What lies under the points: boxes, medians, lines, the envelope. */
function under(plot: Plot, { groupNames }: PlotContext, colours: ChartColours): readonly object[] {
  switch (plot.kind) {
    case 'scatter':
      return []
    case 'strip':
      return [
        {
          id: 'medians',
          name: TEXT.median,
          type: 'line',
          silent: true,
          z: 4,
          showSymbol: false,
          lineStyle: { color: colours.text, width: 2 },
          data: plot.boxes.flatMap(({ slot, median }) => [
            [slot - 0.34, median],
            [slot + 0.34, median],
            [Number.NaN, Number.NaN],
          ]),
        },
      ]
    case 'box':
      return [
        {
          id: 'boxes',
          name: '',
          type: 'boxplot',
          silent: true,
          z: 2,
          xAxisIndex: 1,
          boxWidth: [8, 60],
          // one a slot, in order
          data: plot.slots.map((slot, index) => {
            const box = plot.boxes.find((one) => one.slot === index)
            const { colour } = groupLook(slot.group, colours)
            return {
              value: box ? [box.whiskers[0], box.q1, box.median, box.q3, box.whiskers[1]] : [],
              itemStyle: { color: 'transparent', borderColor: colour, borderWidth: 1.8 },
            }
          }),
        },
      ]
    case 'trajectory':
      return [...envelopeSeries(plot, colours), ...lineSeries(plot, groupNames, colours)]
  }
}

function envelopeSeries({ envelope }: Extract<Plot, { kind: 'trajectory' }>, colours: ChartColours) {
  if (envelope.length === 0) return []
  const look = { colour: colours.groups[0] ?? colours.text }
  const band = (id: string, name: string, low: 'p5' | 'p25', high: 'p75' | 'p95', opacity: number) =>
    bandSeries(
      envelope.map((bin) => ({ at: bin.at, low: bin[low], high: bin[high] })),
      { ...look, id, name, opacity },
    )
  return [
    band('envelope-90', TEXT.envelope90, 'p5', 'p95', 0.14),
    band('envelope-50', TEXT.envelope50, 'p25', 'p75', 0.22),
    {
      id: 'envelope-median',
      name: TEXT.envelopeMedian,
      type: 'line',
      silent: true,
      z: 2,
      showSymbol: false,
      lineStyle: { color: look.colour, width: 2, type: 'dashed' },
      data: envelope.map(({ at, median }) => [at, median]),
    },
  ]
}

/** One series a group: lines of its embryos, parted by gaps. */
function lineSeries(
  { lines }: Extract<Plot, { kind: 'trajectory' }>,
  groupNames: readonly string[],
  colours: ChartColours,
) {
  return [...Map.groupBy(lines, ({ group }) => group)].map(([group, ofGroup]) => ({
    id: `lines-${group}`,
    name: groupNames[group],
    type: 'line',
    silent: true,
    z: 2,
    showSymbol: false,
    lineStyle: { color: groupLook(group, colours).colour, width: 1.2, opacity: 0.7 },
    data: ofGroup.flatMap(({ points }) => [...points.map(({ at, value }) => [at, value]), [Number.NaN, Number.NaN]]),
  }))
}

function legendOf(plot: Plot, { groupNames, marks }: PlotContext, colours: ChartColours) {
  const present = new Set(plot.points.map(({ group }) => group))
  const groups = groupNames.flatMap((name, group) => {
    const { colour, symbol } = groupLook(group, colours)
    return present.has(group) ? [{ name: name, icon: symbol, itemStyle: { color: colour, opacity: 1 } }] : []
  })
  const has = (rows: ReadonlySet<number>) => plot.points.some(({ row }) => rows.has(row))
  const ring = (name: string, icon: string, borderColor: string) => ({
    name,
    icon,
    itemStyle: { color: 'transparent', borderColor, borderWidth: 1.2, opacity: 1 },
  })
  return {
    type: 'scroll',
    top: 4,
    left: 60,
    right: 10,
    itemWidth: 12,
    itemHeight: 10,
    selectedMode: false,
    textStyle: { color: colours.text },
    pageTextStyle: { color: colours.dimmed },
    pageIconColor: colours.dimmed,
    data: [
      ...groups,
      ...(plot.kind === 'trajectory' && plot.envelope.length > 0
        ? [{ name: TEXT.envelope90, icon: 'rect', itemStyle: { color: colours.groups[0], opacity: 0.3 } }]
        : []),
      ...(has(marks.outliers) ? [ring(TEXT.outlier, 'circle', colours.text)] : []),
      ...(has(marks.flagged) ? [ring(TEXT.flag, 'rect', colours.attention)] : []),
    ],
  }
}

function xAxes(plot: Plot, context: PlotContext, colours: ChartColours): object | readonly object[] {
  if ('x' in plot) return axis(colours, { name: columnLabel(plot.x) })
  const { slots } = plot
  return [
    // points lie about whole numbers, names on the categories of a second axis
    { type: 'value', min: -0.5, max: Math.max(slots.length, 1) - 0.5, show: false },
    {
      type: 'category',
      position: 'bottom',
      data: slotNames(slots, context),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colours.line } },
      axisLabel: { color: colours.dimmed, fontSize: 11, interval: 0, hideOverlap: true, lineHeight: 14 },
    },
  ]
}

/**
 * What stands under each slot: its number of embryos, and its stage under the middle one of the stage; its group where there is room. The
 * legend names the groups.
 */
function slotNames(slots: readonly Slot[], { pairs, groupNames }: PlotContext): string[] {
  const isRoomy = slots.length <= MOST_NAMED_SLOTS
  return slots.map(({ group, stage, rows }, index) => {
    const ofStage = slots.flatMap((slot, at) => (slot.stage === stage ? [at] : []))
    const isMiddle = ofStage[(ofStage.length - 1) >> 1] === index
    return [
      ...(isRoomy ? [groupNames[group]] : []),
      ...(slots.length <= MOST_COUNTED_SLOTS ? [TEXT.embryos(embryoCount(pairs, rows))] : []),
      stage !== null && (isRoomy || isMiddle) ? TEXT.stageOf(stage) : '',
    ].join('\n')
  })
}

/** a name beside a short axis would be cut */
const LINE_LETTERS = 30

function inLines(name: string): string {
  const lines = ['']
  for (const word of name.split(' ')) {
    const last = lines.at(-1) ?? ''
    if (last !== '' && last.length + word.length >= LINE_LETTERS) lines.push(word)
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`
  }
  return lines.join('\n')
}

function axis(colours: ChartColours, more: object) {
  return {
    type: 'value',
    scale: true,
    nameLocation: 'middle',
    nameGap: 28,
    nameTextStyle: { color: colours.dimmed, lineHeight: 14, align: 'center' },
    axisLabel: { color: colours.dimmed, hideOverlap: true, formatter: (value: number) => formatFigure(value) },
    axisLine: { show: true, onZero: false, lineStyle: { color: colours.line } },
    splitLine: { lineStyle: { color: colours.line, opacity: 0.6 } },
    ...more,
  }
}
