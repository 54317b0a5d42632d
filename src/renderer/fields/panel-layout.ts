import type { Size } from '../../figure/panel-window.ts'

/** a lying embryo's height over its width, with room for its tail */
const ASPECT = 0.5
const GAP_PX = 8
/** a panel's caption and rim */
const HEAD_PX = 30
const RIM_PX = 2
const LEAST_HEIGHT_PX = 96

/** How many panels stand in a row where the view leaves it open: so many that each is as large as may be. */
export function columnsFor(count: number, room: Size): number {
  let best = 1
  let widest = 0
  for (let columns = 1; columns <= count; columns++) {
    const { width, height } = panelSize(room, count, columns)
    const embryo = Math.min(width, height / ASPECT)
    // a little larger is not worth another row
    if (embryo > 1.01 * widest) {
      best = columns
      widest = embryo
    }
  }
  return best
}

/** The room of one picture where so many panels stand in rows of so many. */
export function panelSize(room: Size, count: number, columns: number): Size {
  const rows = Math.max(1, Math.ceil(count / Math.max(1, columns)))
  const width = Math.floor((room.width - GAP_PX * (columns - 1)) / Math.max(1, columns)) - RIM_PX
  const height = Math.floor((room.height - GAP_PX * (rows - 1)) / rows) - HEAD_PX
  return { width: Math.max(0, width), height: Math.max(LEAST_HEIGHT_PX, Math.min(height, width)) }
}
