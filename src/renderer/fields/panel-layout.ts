import type { Size } from '../../figure/panel-window.ts'

/** a lying embryo's height over its width, with room for its tail */
const ASPECT = 0.5
const GAP_PX = 8
const RIM_PX = 2
const LEAST_HEIGHT_PX = 72

/** How many panels stand in a row where the view leaves it open: so many that each is as large as may be. */
export function columnsFor(count: number, room: Size, headPx: number): number {
  let best = 1
  let widest = 0
  for (let columns = 1; columns <= count; columns++) {
    const { width, height } = shareOf(room, count, columns, headPx)
    const embryo = Math.min(width, height / ASPECT)
    // a little larger is not worth another row
    if (embryo > 1.01 * widest) {
      best = columns
      widest = embryo
    }
  }
  return best
}

/**
 * The room of one picture where so many panels stand in rows of so many.
 *
 * @param headPx what stands above each picture
 */
export function panelSize(room: Size, count: number, columns: number, headPx: number): Size {
  const { width, height } = shareOf(room, count, columns, headPx)
  return { width: Math.max(0, width), height: Math.max(LEAST_HEIGHT_PX, Math.min(height, width)) }
}

function shareOf(room: Size, count: number, columns: number, headPx: number): Size {
  const rows = Math.ceil(count / columns)
  return {
    width: Math.floor((room.width - GAP_PX * (columns - 1)) / columns) - RIM_PX,
    height: Math.floor((room.height - GAP_PX * (rows - 1)) / rows) - headPx - RIM_PX,
  }
}
