import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams } from 'echarts'

/** Between two values, at one place of the x axis. */
export interface BandPoint {
  readonly at: number
  readonly low: number
  readonly high: number
}

interface BandLook {
  readonly id: string
  readonly name: string
  readonly colour: string
  readonly opacity: number
}

/** A band along the x axis, under what is drawn over it. */
export function bandSeries(points: readonly BandPoint[], { id, name, colour, opacity }: BandLook) {
  return {
    id,
    name,
    type: 'custom',
    silent: true,
    z: 1,
    clip: true,
    itemStyle: { color: colour },
    // the axes find their extent by them
    encode: { x: 0, y: [1, 2] },
    data: points.map(({ at, low, high }) => [at, low, high]),
    // one shape for all: it is drawn with the first point
    renderItem: ({ dataIndex }: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI) => {
      if (dataIndex !== 0) return null
      const upper = points.map(({ at, high }) => api.coord([at, high]))
      const lower = points.map(({ at, low }) => api.coord([at, low])).toReversed()
      return { type: 'polygon', shape: { points: [...upper, ...lower] }, style: { fill: colour, opacity } }
    },
  }
}
