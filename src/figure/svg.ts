import { encode } from 'fast-png'
import type { Scene, SceneGroup, SceneImage, SceneItem, ScenePath, SceneText } from './scene.ts'
import { FONT_FAMILY, HALO } from './text-style.ts'

/** What a figure's file says of itself. */
export interface FigureMetadata {
  readonly title: string
  readonly description: string
  /** what it was made of, and by what: kept as JSON */
  readonly provenance: unknown
}

const MM_PER_PX = 25.4 / 96

/**
 * A scene as an SVG document: text stays text, pixels are a PNG with one pixel each, and the size is in millimetres, so that every program
 * takes 96 px for an inch. It needs nothing outside itself.
 */
export function sceneSvg(scene: Scene, { title, description, provenance }: FigureMetadata): string {
  const { widthPx, heightPx, background } = scene
  const clips: string[] = []
  const body = scene.items.map((item) => itemSvg(item, clips)).join('\n')
  const size = `width="${number(widthPx * MM_PER_PX)}mm" height="${number(heightPx * MM_PER_PX)}mm"`
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${size} viewBox="0 0 ${number(widthPx)} ${number(heightPx)}" font-family="${escaped(FONT_FAMILY)}" role="img">
<title>${escaped(title)}</title>
<desc>${escaped(description)}</desc>
<metadata>${escaped(JSON.stringify(provenance))}</metadata>
<defs>${clips.join('')}</defs>
${background === null ? '' : `<rect width="${number(widthPx)}" height="${number(heightPx)}" fill="${background}"/>`}
${body}
</svg>
`
}

function itemSvg(item: SceneItem, clips: string[]): string {
  switch (item.kind) {
    case 'group':
      return groupSvg(item, clips)
    case 'image':
      return imageSvg(item)
    case 'path':
      return pathSvg(item)
    case 'text':
      return textSvg(item)
  }
}

function groupSvg({ id, clip, items }: SceneGroup, clips: string[]): string {
  const inner = items.map((item) => itemSvg(item, clips)).join('\n')
  if (clip === null) return `<g class="${escaped(id)}">\n${inner}\n</g>`
  const clipId = `clip-${clips.length + 1}`
  const { x, y, width, height } = clip
  clips.push(
    `<clipPath id="${clipId}"><rect x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${number(height)}"/></clipPath>`,
  )
  return `<g class="${escaped(id)}" clip-path="url(#${clipId})">\n${inner}\n</g>`
}

function imageSvg({ at, widthPx, heightPx, rgba }: SceneImage): string {
  const png = encode({ width: widthPx, height: heightPx, channels: 4, depth: 8, data: rgba })
  const place = `x="${number(at.x)}" y="${number(at.y)}" width="${number(at.width)}" height="${number(at.height)}"`
  // one name for browsers, the other for everything else
  const sharp = 'image-rendering="optimizeSpeed" style="image-rendering:pixelated"'
  return `<image ${place} preserveAspectRatio="none" ${sharp} xlink:href="data:image/png;base64,${base64(png)}"/>`
}

function pathSvg({ lines, closed, stroke, strokePx, dash, fill }: ScenePath): string {
  const d = lines.map((line) => lineData(line, closed)).join('')
  const pen =
    stroke === null
      ? ''
      : ` stroke="${stroke}" stroke-width="${number(strokePx)}" stroke-linejoin="round"${dash.length > 0 ? ` stroke-dasharray="${dash.map(number).join(' ')}"` : ''}`
  return `<path d="${d}" fill="${fill ?? 'none'}"${pen}/>`
}

function lineData(line: Float32Array, closed: boolean): string {
  let d = ''
  for (let i = 0; i < line.length; i += 2) d += `${i === 0 ? 'M' : 'L'}${number(line[i])} ${number(line[i + 1])}`
  return closed ? `${d}Z` : d
}

function textSvg({ x, y, text, sizePx, fill, anchor, weight, halo, turnedDeg }: SceneText): string {
  const place =
    turnedDeg === 0
      ? `x="${number(x)}" y="${number(y)}"`
      : `transform="translate(${number(x)} ${number(y)}) rotate(${number(turnedDeg)})"`
  const style = `font-size="${number(sizePx)}" text-anchor="${anchor}" font-weight="${weight}"`
  const rim =
    halo === null
      ? ''
      : ` stroke="${halo}" stroke-width="${number(HALO * sizePx)}" stroke-linejoin="round" paint-order="stroke"`
  // names with two spaces keep them
  const spaces = /^ | {2}| $/.test(text) ? ' xml:space="preserve"' : ''
  return `<text ${place} ${style} fill="${fill}"${rim}${spaces}>${escaped(text)}</text>`
}

/** to a thousandth of a px */
function number(value: number): string {
  return String(Math.round(value * 1000) / 1000)
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escaped(text: string): string {
  // XML has no control characters but these
  const legal = text.replace(/\p{Cc}/gu, (letter) => ('\t\n\r'.includes(letter) ? letter : '\ufffd'))
  return legal.replace(/[&<>"]/g, (letter) => ESCAPES[letter] ?? letter)
}

function base64(bytes: Uint8Array): string {
  let letters = ''
  for (let i = 0; i < bytes.length; i += 0x2000) letters += String.fromCharCode(...bytes.subarray(i, i + 0x2000))
  return btoa(letters)
}
