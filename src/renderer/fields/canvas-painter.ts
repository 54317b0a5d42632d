import type { Rect, Scene, SceneImage, SceneItem, ScenePath, SceneText } from '../../figure/scene.ts'
import { FONT_FAMILY } from '../../figure/text-style.ts'

/** how wide the rim around letters is, in sizes of the letters */
const HALO = 0.3

/** Paints a scene onto a canvas that it fills; `pixelRatio` device px a CSS px. */
export function paintScene(context: CanvasRenderingContext2D, scene: Scene, pixelRatio: number): void {
  const { canvas } = context
  const [width, height] = [Math.round(scene.widthPx * pixelRatio), Math.round(scene.heightPx * pixelRatio)]
  // setting a canvas's size clears it, and is dear
  if (canvas.width !== width) canvas.width = width
  if (canvas.height !== height) canvas.height = height
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.clearRect(0, 0, width, height)
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0)
  if (scene.background !== null) {
    context.fillStyle = scene.background
    context.fillRect(0, 0, scene.widthPx, scene.heightPx)
  }
  paintItems(context, scene.items)
}

function paintItems(context: CanvasRenderingContext2D, items: readonly SceneItem[]): void {
  for (const item of items) {
    switch (item.kind) {
      case 'group':
        context.save()
        if (item.clip !== null) clipTo(context, item.clip)
        paintItems(context, item.items)
        context.restore()
        break
      case 'image':
        paintImage(context, item)
        break
      case 'path':
        paintPath(context, item)
        break
      case 'text':
        paintText(context, item)
        break
    }
  }
}

function clipTo(context: CanvasRenderingContext2D, { x, y, width, height }: Rect): void {
  context.beginPath()
  context.rect(x, y, width, height)
  context.clip()
}

function paintImage(context: CanvasRenderingContext2D, image: SceneImage): void {
  context.imageSmoothingEnabled = false
  context.drawImage(pixelsOf(image), image.at.x, image.at.y, image.at.width, image.at.height)
}

/** Pixels as the browser draws them; kept as long as the scene's own are. */
const drawn = new WeakMap<Uint8ClampedArray, HTMLCanvasElement>()

function pixelsOf({ rgba, widthPx, heightPx }: SceneImage): HTMLCanvasElement {
  const known = drawn.get(rgba)
  if (known) return known
  const canvas = document.createElement('canvas')
  canvas.width = widthPx
  canvas.height = heightPx
  canvas.getContext('2d')?.putImageData(new ImageData(new Uint8ClampedArray(rgba), widthPx, heightPx), 0, 0)
  drawn.set(rgba, canvas)
  return canvas
}

function paintPath(
  context: CanvasRenderingContext2D,
  { lines, closed, stroke, strokePx, dash, fill }: ScenePath,
): void {
  context.beginPath()
  for (const line of lines) {
    context.moveTo(line[0] ?? 0, line[1] ?? 0)
    for (let i = 2; i < line.length; i += 2) context.lineTo(line[i] ?? 0, line[i + 1] ?? 0)
    if (closed) context.closePath()
  }
  if (fill !== null) {
    context.fillStyle = fill
    context.fill()
  }
  if (stroke !== null) {
    context.strokeStyle = stroke
    context.lineWidth = strokePx
    context.setLineDash([...dash])
    context.stroke()
  }
}

function paintText(context: CanvasRenderingContext2D, item: SceneText): void {
  const { x, y, text, sizePx, fill, anchor, weight, halo, turnedDeg } = item
  context.save()
  context.translate(x, y)
  context.rotate((turnedDeg * Math.PI) / 180)
  context.font = `${weight === 'bold' ? 'bold' : 'normal'} ${sizePx}px ${FONT_FAMILY}`
  context.textAlign = anchor === 'middle' ? 'center' : anchor
  context.textBaseline = 'alphabetic'
  if (halo !== null) {
    context.strokeStyle = halo
    context.lineWidth = HALO * sizePx
    context.lineJoin = 'round'
    context.setLineDash([])
    context.strokeText(text, 0, 0)
  }
  context.fillStyle = fill
  context.fillText(text, 0, 0)
  context.restore()
}
