import type { EChartsCoreOption } from 'echarts/core'
import type { Profiles } from '../../api/fields-contract.ts'
import { FEW_EMBRYOS } from '../../core/analysis/panel-field.ts'
import { bandSeries } from '../charts/band-series.ts'
import type { ChartColours } from '../charts/chart.tsx'
import { groupLook } from '../charts/chart-colours.ts'
import { formatFigure } from '../format/number.ts'
import { PROFILE_TEXT as TEXT } from '../text/profiles.ts'
import { partAt } from './profile-sheets.ts'

type GroupProfile = Profiles['groups'][number]

/** Means with bands over the parts of the body; of a group too small for a band to mean much, its embryos one by one. */
export function profileOption(
  profiles: Profiles,
  label: string,
  marked: number | null,
  colours: ChartColours,
): EChartsCoreOption {
  const { groups } = profiles
  return {
    animation: false,
    textStyle: { color: colours.dimmed, fontFamily: 'inherit' },
    grid: { left: 80, right: 18, top: 36, bottom: 44, outerBoundsMode: 'none' },
    legend: {
      type: 'scroll',
      top: 4,
      left: 60,
      right: 10,
      selectedMode: false,
      textStyle: { color: colours.text },
      pageTextStyle: { color: colours.dimmed },
      data: groups.map(({ name, embryoCount }) => TEXT.group(name, embryoCount)),
    },
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      confine: true,
      backgroundColor: colours.surface,
      borderColor: colours.line,
      textStyle: { color: colours.text, fontSize: 12 },
      formatter: (found: unknown) => tooltipOf(profiles, found),
    },
    xAxis: axis(colours, { name: TEXT.axis, min: 0, max: 1 }),
    yAxis: axis(colours, { name: label, nameGap: 52, nameRotate: 90, scale: true }),
    series: groups.flatMap((group, index) => groupSeries(group, index, index === 0 ? marked : null, colours)),
  }
}

function groupSeries(group: GroupProfile, index: number, marked: number | null, colours: ChartColours) {
  const { colour, symbol } = groupLook(index, colours)
  const bins = group.mean.length
  const placed = (values: readonly (number | null)[]) =>
    values.map((value, bin) => [partAt(bin, bins).middle, value ?? Number.NaN])
  return [
    ...(group.embryoCount < FEW_EMBRYOS ? [embryoLines(group, index, colour)] : [spreadBand(group, index, colour)]),
    {
      id: `mean-${index}`,
      name: TEXT.group(group.name, group.embryoCount),
      type: 'line',
      z: 4,
      symbol,
      symbolSize: 7,
      itemStyle: { color: colour },
      lineStyle: { color: colour, width: 2 },
      data: placed(group.mean),
      ...(marked === null ? {} : { markArea: partMark(partAt(marked, bins), colours) }),
    },
  ]
}

function spreadBand({ mean, sd }: GroupProfile, index: number, colour: string) {
  const points = mean.flatMap((value, bin) => {
    const spread = sd[bin] ?? null
    const at = partAt(bin, mean.length).middle
    return value === null || spread === null ? [] : [{ at, low: value - spread, high: value + spread }]
  })
  return bandSeries(points, { id: `band-${index}`, name: '', colour, opacity: 0.18 })
}

function embryoLines({ embryos, mean }: GroupProfile, index: number, colour: string) {
  return {
    id: `embryos-${index}`,
    name: '',
    type: 'line',
    silent: true,
    z: 2,
    showSymbol: false,
    lineStyle: { color: colour, width: 1, opacity: 0.5 },
    tooltip: { show: false },
    // a gap parts one embryo from the next
    data: embryos.flatMap(({ values }) => [
      ...values.map((value, bin) => [partAt(bin, mean.length).middle, value ?? Number.NaN]),
      [Number.NaN, Number.NaN],
    ]),
  }
}

function partMark({ from, to }: { readonly from: number; readonly to: number }, colours: ChartColours) {
  return {
    silent: true,
    itemStyle: { color: colours.accent, opacity: 0.2 },
    data: [[{ xAxis: from }, { xAxis: to }]],
  }
}

function tooltipOf({ groups, unit }: Profiles, found: unknown): string {
  const s = pointedAt(found)
  const bins = groups[0]?.mean.length ?? 0
  if (s === null || bins === 0) return ''
  const bin = Math.min(bins - 1, Math.floor(s * bins))
  const { from, to } = partAt(bin, bins)
  const lines = groups.map(
    ({ name, mean, sd, embryosAt }) =>
      `${name}: ${TEXT.meanOf(formatFigure(mean[bin]), formatFigure(sd[bin]), embryosAt[bin] ?? 0)}`,
  )
  return [`${TEXT.part(formatFigure(from), formatFigure(to))}, ${unit}`, ...lines].join('\n')
}

/** x of the first of the marks that the pointer is at */
function pointedAt(found: unknown): number | null {
  const [first]: readonly unknown[] = Array.isArray(found) ? found : []
  if (typeof first !== 'object' || first === null || !('value' in first) || !Array.isArray(first.value)) return null
  const [x]: readonly unknown[] = first.value
  return typeof x === 'number' ? x : null
}

function axis(colours: ChartColours, more: object) {
  return {
    type: 'value',
    nameLocation: 'middle',
    nameGap: 26,
    nameTextStyle: { color: colours.dimmed, lineHeight: 14, align: 'center' },
    axisLabel: { color: colours.dimmed, hideOverlap: true, formatter: (value: number) => formatFigure(value) },
    axisLine: { show: true, onZero: false, lineStyle: { color: colours.line } },
    splitLine: { lineStyle: { color: colours.line, opacity: 0.6 } },
    ...more,
  }
}
