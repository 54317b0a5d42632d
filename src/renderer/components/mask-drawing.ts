import type { Mask } from '../../core/mask/mask.ts'

/** A part of an image. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly widthPx: number
  readonly heightPx: number
}

/** How a mask is drawn; told apart by hatching and outline as well as by colour. */
export type LayerStyle = 'body' | 'yolk' | 'source' | 'target' | 'shared'

type Rgb = readonly [red: number, green: number, blue: number]
interface Ink {
  readonly fill: Rgb
  /** which of the pixels inside are drawn */
  readonly pattern: 'solid' | 'rising' | 'falling' | 'none'
  /** share of the fill's opacity */
  readonly opacity: number
  readonly isOutlined: boolean
}

/** Okabe and Ito's orange and blue, told apart by every common colour blindness. */
const INKS: Readonly<Record<'light' | 'dark', Readonly<Record<LayerStyle, Ink>>>> = {
  light: {
    body: { fill: [60, 90, 102], pattern: 'solid', opacity: 0.85, isOutlined: false },
    yolk: { fill: [230, 159, 0], pattern: 'falling', opacity: 1, isOutlined: true },
    source: { fill: [213, 94, 0], pattern: 'rising', opacity: 1, isOutlined: true },
    target: { fill: [0, 114, 178], pattern: 'falling', opacity: 1, isOutlined: true },
    shared: { fill: [110, 124, 132], pattern: 'solid', opacity: 0.45, isOutlined: false },
  },
  dark: {
    body: { fill: [190, 208, 216], pattern: 'solid', opacity: 0.9, isOutlined: false },
    yolk: { fill: [214, 140, 0], pattern: 'falling', opacity: 1, isOutlined: true },
    source: { fill: [240, 145, 70], pattern: 'rising', opacity: 1, isOutlined: true },
    target: { fill: [86, 180, 233], pattern: 'falling', opacity: 1, isOutlined: true },
    shared: { fill: [150, 164, 172], pattern: 'solid', opacity: 0.4, isOutlined: false },
  },
}

/** px from one line of a hatching to the next, and how wide a line is */
const HATCH_PX = 6
const LINE_PX = 2

/** Draws masks of one size over one another into a canvas that is as large as the box. */
export function drawLayers(
  context: CanvasRenderingContext2D,
  layers: readonly { readonly mask: Mask; readonly style: LayerStyle }[],
  box: Box,
  scheme: 'light' | 'dark',
): void {
  const image = context.createImageData(box.widthPx, box.heightPx)
  for (const { mask, style } of layers) drawMask(image, mask, box, INKS[scheme][style])
  context.putImageData(image, 0, 0)
}

function drawMask(image: ImageData, mask: Mask, box: Box, { fill, pattern, opacity, isOutlined }: Ink): void {
  for (let y = 0; y < box.heightPx; y++) {
    for (let x = 0; x < box.widthPx; x++) {
      if (!isInside(mask, y + box.y, x + box.x)) continue
      const isEdge = isOutlined && isRim(mask, y + box.y, x + box.x)
      if (!isEdge && !isHatched(pattern, y, x)) continue
      const at = 4 * (y * box.widthPx + x)
      image.data[at] = fill[0]
      image.data[at + 1] = fill[1]
      image.data[at + 2] = fill[2]
      image.data[at + 3] = 255 * (isEdge ? 1 : opacity)
    }
  }
}

function isInside({ heightPx, widthPx, data }: Mask, y: number, x: number): boolean {
  return y >= 0 && x >= 0 && y < heightPx && x < widthPx && data[y * widthPx + x] === 1
}

/** One of the four neighbours is outside. */
function isRim(mask: Mask, y: number, x: number): boolean {
  return !(isInside(mask, y - 1, x) && isInside(mask, y + 1, x) && isInside(mask, y, x - 1) && isInside(mask, y, x + 1))
}

function isHatched(pattern: Ink['pattern'], y: number, x: number): boolean {
  switch (pattern) {
    case 'solid':
      return true
    case 'none':
      return false
    case 'rising':
      return (x + y) % HATCH_PX < LINE_PX
    case 'falling':
      return (x - y + HATCH_PX * 10_000) % HATCH_PX < LINE_PX
  }
}

/** The smallest box about a mask with a margin, within the image. */
export function boxAround({ heightPx, widthPx, data }: Mask, marginPx: number): Box {
  let [top, left, bottom, right] = [heightPx, widthPx, -1, -1]
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      if (data[y * widthPx + x] === 0) continue
      top = Math.min(top, y)
      bottom = y
      left = Math.min(left, x)
      right = Math.max(right, x)
    }
  }
  if (bottom < 0) return { x: 0, y: 0, widthPx, heightPx }
  const x = Math.max(0, left - marginPx)
  const y = Math.max(0, top - marginPx)
  return {
    x,
    y,
    widthPx: Math.min(widthPx, right + 1 + marginPx) - x,
    heightPx: Math.min(heightPx, bottom + 1 + marginPx) - y,
  }
}
