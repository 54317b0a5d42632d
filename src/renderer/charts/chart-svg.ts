import type { EChartsCoreOption } from 'echarts/core'
import type { ChartOption } from './chart.tsx'
import { chartColours } from './chart-colours.ts'
import { echarts } from './echarts.ts'

/** px */
export interface ChartSize {
  readonly width: number
  readonly height: number
}

const FONT = 'Arimo, Arial, Helvetica, sans-serif'

/** A chart as a file: the same option, light, on white. */
export function chartSvg(option: ChartOption, { width, height }: ChartSize): string {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height })
  try {
    const made: EChartsCoreOption = option(chartColours('light'))
    chart.setOption({ ...made, backgroundColor: '#ffffff', textStyle: { fontFamily: FONT } })
    return chart.renderToSVGString()
  } finally {
    chart.dispose()
  }
}
