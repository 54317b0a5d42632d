import PDFDocument from 'pdfkit'
import type { Scene, SceneImage, SceneItem, ScenePath, SceneText } from '../figure/scene.ts'
import type { FigureMetadata } from '../figure/svg.ts'
import { HALO } from '../figure/text-style.ts'
import { FONT_FILES } from './fonts.ts'
import { collectedPdf, POINTS_PER_PX } from './pdf-document.ts'
import { rgbPng } from './png-chunks.ts'

/** how often each pixel of a field is repeated each way: viewers that smooth images blur an eighth of a pixel, not half of one */
const REPEATED = 4

type Pdf = InstanceType<typeof PDFDocument>

/** A scene as a PDF of one page: lines are lines, text is text in an embedded font, and what the figure was made of is among its properties. */
export async function scenePdf(scene: Scene, { title, description, provenance }: FigureMetadata): Promise<Uint8Array> {
  const pdf = new PDFDocument({
    size: [scene.widthPx * POINTS_PER_PX, scene.heightPx * POINTS_PER_PX],
    margin: 0,
    info: {
      Title: title,
      Subject: description,
      Creator: 'Otolith',
      Keywords: JSON.stringify(provenance),
    },
  })
  const bytes = collectedPdf(pdf)
  pdf.scale(POINTS_PER_PX)
  if (scene.background !== null) pdf.rect(0, 0, scene.widthPx, scene.heightPx).fill(scene.background)
  for (const item of scene.items) await draw(pdf, scene.background ?? '#ffffff', item)
  pdf.end()
  return bytes
}

async function draw(pdf: Pdf, background: string, item: SceneItem): Promise<void> {
  switch (item.kind) {
    case 'group':
      pdf.save()
      if (item.clip !== null) pdf.rect(item.clip.x, item.clip.y, item.clip.width, item.clip.height).clip()
      for (const inner of item.items) await draw(pdf, background, inner)
      pdf.restore()
      break
    case 'image':
      await drawImage(pdf, background, item)
      break
    case 'path':
      drawPath(pdf, item)
      break
    case 'text':
      drawText(pdf, item)
      break
  }
}

/** pixels that are see-through have the figure's background: a PDF's masks are slow to make, and slow to show */
async function drawImage(pdf: Pdf, background: string, { at, widthPx, heightPx, rgba }: SceneImage): Promise<void> {
  const data = repeated(onPaper(rgba, background), widthPx, heightPx)
  pdf.image(await rgbPng(data, widthPx * REPEATED, heightPx * REPEATED), at.x, at.y, {
    width: at.width,
    height: at.height,
  })
}

function onPaper(rgba: Uint8ClampedArray, background: string): Uint8Array {
  const paper = [1, 3, 5].map((at) => Number.parseInt(background.slice(at, at + 2), 16))
  const rgb = new Uint8Array((rgba.length / 4) * 3)
  for (let i = 0; i < rgba.length / 4; i++) {
    const isSeen = rgba[4 * i + 3] > 0
    for (let channel = 0; channel < 3; channel++) rgb[3 * i + channel] = isSeen ? rgba[4 * i + channel] : paper[channel]
  }
  return rgb
}

function repeated(rgb: Uint8Array, widthPx: number, heightPx: number): Uint8Array {
  const rowBytes = 3 * widthPx * REPEATED
  const out = new Uint8Array(rowBytes * heightPx * REPEATED)
  for (let y = 0; y < heightPx; y++) {
    const start = y * REPEATED * rowBytes
    for (let x = 0; x < widthPx * REPEATED; x++) {
      const from = 3 * (y * widthPx + Math.floor(x / REPEATED))
      out.set(rgb.subarray(from, from + 3), start + 3 * x)
    }
    for (let again = 1; again < REPEATED; again++) {
      out.copyWithin(start + again * rowBytes, start, start + rowBytes)
    }
  }
  return out
}

function drawPath(pdf: Pdf, { lines, closed, stroke, strokePx, dash, fill }: ScenePath): void {
  for (const line of lines) {
    pdf.moveTo(line[0], line[1])
    for (let i = 2; i < line.length; i += 2) pdf.lineTo(line[i], line[i + 1])
    if (closed) pdf.closePath()
  }
  if (stroke !== null) {
    pdf.lineWidth(strokePx).lineJoin('round').strokeColor(stroke)
    if (dash.length > 0) pdf.dash(dash[0], { space: dash[1] ?? dash[0] })
    else pdf.undash()
  }
  if (fill !== null) pdf.fillColor(fill)
  if (fill !== null && stroke !== null) pdf.fillAndStroke()
  else if (fill !== null) pdf.fill()
  else if (stroke !== null) pdf.stroke()
}

function drawText(pdf: Pdf, { x, y, text, sizePx, fill, anchor, weight, halo, turnedDeg }: SceneText): void {
  pdf.font(FONT_FILES[weight]).fontSize(sizePx)
  const width = pdf.widthOfString(text)
  const left = { start: 0, middle: -width / 2, end: -width }[anchor]
  pdf.save()
  pdf.translate(x, y).rotate(turnedDeg)
  const place = { lineBreak: false, baseline: 'alphabetic' } as const
  if (halo !== null) {
    pdf
      .undash()
      .lineJoin('round')
      .lineWidth(HALO * sizePx)
      .strokeColor(halo)
    pdf.text(text, left, 0, { ...place, stroke: true, fill: false })
  }
  pdf.fillColor(fill).text(text, left, 0, place)
  pdf.restore()
}
